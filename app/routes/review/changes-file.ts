import { loads, signedIn } from '#app/http/context.server.ts'
import { asFile } from '#app/http/file-name.ts'
import { changesSheet } from '#server/review/queries/requested-changes.ts'
import { statesOf } from './states.ts'

const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** The sheet of requested changes as a file for a word processor. */
export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const sheet = await changesSheet(ctx, params['id'] ?? '', statesOf(request))
  const name = `${sheet.report.title.slice(0, 60)} - requested changes.docx`
  const headers = {
    'content-type': type,
    'content-disposition': asFile(name, 'requested-changes.docx'),
  }
  // What writes such files is large, and seldom asked for: no server waits for it at its start.
  const { sheetFile } = await import('#server/review/sheet-file.gateway.ts')
  return new Response(await sheetFile(sheet), { headers })
})
