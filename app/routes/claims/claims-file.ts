import { loads, signedIn } from '#app/http/context.server.ts'
import { asFile } from '#app/http/file-name.ts'
import { claimsCsv } from '#server/claims/csv-out.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'

/** A report's claims with their evidence and verdicts as a file for a spreadsheet. */
export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const view = await workspaceView(ctx, params['id'] ?? '')
  const name = `${view.report.title.slice(0, 60)} - claims.csv`
  const headers = {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': asFile(name, 'claims.csv'),
  }
  return new Response(claimsCsv(view), { headers })
})
