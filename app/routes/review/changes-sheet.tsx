import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChangesSheetPage } from '#app/components/review/changes-sheet.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { changesSheet } from '#server/review/queries/requested-changes.ts'
import { sheetWords } from '#server/review/sheet-words.ts'
import { statesOf } from './states.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  return changesSheet(ctx, params['id'] ?? '', statesOf(request))
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${sheetWords.title}: ${data?.report.title ?? ''} · Plumbline` },
]

export default function ReportChanges() {
  return <ChangesSheetPage sheet={useLoaderData<typeof loader>()} />
}
