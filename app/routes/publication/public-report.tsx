import { ReportPage } from '#app/components/publication/report-page.tsx'
import { published } from '#app/http/published.server.ts'
import { isReadable, wholeSeen } from '#server/publication/published.ts'
import { publicClaims } from '#server/publication/queries/public.ts'
import { publishedReport } from '#server/publication/queries/public-report.ts'

/** A report for everybody: what was published of it as a whole, and its published claims. */
export const loader = published(async ({ db, side, now, params, addresses }) => {
  const { slug = '' } = params
  const [claims, whole] = await Promise.all([
    publicClaims(db, side, now, { report: slug }),
    publishedReport(db, side, now, slug),
  ])
  if (!claims.some(isReadable)) return null
  const shown = whole && wholeSeen(whole, claims)
  return { page: <ReportPage team={side.team} url={addresses.report(slug)} claims={claims} whole={shown} /> }
})
