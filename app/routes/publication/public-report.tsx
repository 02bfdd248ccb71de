import { ReportPage } from '#app/components/publication/report-page.tsx'
import { published } from '#app/http/published.server.ts'
import { isReadable } from '#server/publication/published.ts'
import { publicClaims } from '#server/publication/queries/public.ts'

/** The published claims of a report, for everybody. */
export const loader = published(async ({ db, side, now, params, addresses }) => {
  const { slug = '' } = params
  const claims = await publicClaims(db, side, now, { report: slug })
  if (!claims.some(isReadable)) return null
  return { page: <ReportPage team={side.team} url={addresses.report(slug)} claims={claims} /> }
})
