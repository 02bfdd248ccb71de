import { paths } from '#app/paths.ts'
import type { PublicClaim, PublicTeam } from '#server/publication/published.ts'
import type { PublicReport } from '#server/publication/queries/public.ts'
import { ClaimList } from './claim-list.tsx'
import { Document } from './document.tsx'
import { publicationMessages as messages } from './messages.ts'
import { Section, When } from './parts.tsx'

interface TeamPageProps {
  readonly team: PublicTeam
  readonly url: string
  readonly reports: readonly PublicReport[]
  /** Which publications of reports as a whole were taken back: the number, by the address of the report. */
  readonly takenBack: ReadonlyMap<string, number>
  /** The last changed ones. */
  readonly claims: readonly PublicClaim[]
}

/** What a team has published. */
export function TeamPage({ team, url, reports, takenBack, claims }: TeamPageProps) {
  const title = messages.teamTitle(team.publisher)
  return (
    <Document title={title} about={messages.teamAbout(team.publisher)} canonical={url} team={team}>
      <h1 dir="auto">{title}</h1>
      <p>{messages.teamAbout(team.publisher)}</p>
      <Section title={messages.reports} id="reports">
        {reports.length === 0 && <p>{messages.noReports}</p>}
        <ul className="claims">
          {reports.map((report) => (
            <li key={report.slug}>
              <h3 dir="auto">
                <a href={paths.publicReport(team.slug, report.slug)}>{report.title}</a>
              </h3>
              <TakenBack number={takenBack.get(report.slug)} />
              <p>
                {report.publisher && <span dir="auto">{messages.reportBy(report.publisher)} · </span>}
                {messages.claimCount(report.claims)} · <When at={report.changedAt} />
              </p>
            </li>
          ))}
        </ul>
      </Section>
      {claims.length > 0 && (
        <Section title={messages.latest} id="latest">
          <ClaimList claims={claims} />
        </Section>
      )}
    </Document>
  )
}

function TakenBack({ number }: { number: number | undefined }) {
  if (number === undefined) return null
  return (
    <p className="line">
      <strong className="mark">{messages.wholeRetracted(number)}</strong>
    </p>
  )
}
