import { TeamPage } from '#app/components/publication/team-page.tsx'
import { published } from '#app/http/published.server.ts'
import { publicClaims, publicReports } from '#server/publication/queries/public.ts'
import { reportsTakenBack } from '#server/publication/queries/public-report.ts'

const latest = 20

/** What a team has published, for everybody. */
export const loader = published(async ({ db, side, now, addresses }) => {
  const [reports, claims, takenBack] = await Promise.all([
    publicReports(db, side, now),
    publicClaims(db, side, now, { lastChanged: latest }),
    reportsTakenBack(db, side, now),
  ])
  const shown = { reports, claims, takenBack }
  return { page: <TeamPage team={side.team} url={addresses.team} {...shown} /> }
})
