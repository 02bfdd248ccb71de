import { isReadable, type PublicClaim, type PublicTeam, type PublishedReport } from '#server/publication/published.ts'
import { ClaimList, hrefOf } from './claim-list.tsx'
import { changedClaims } from './corrections.tsx'
import { Document } from './document.tsx'
import { publicationMessages as messages } from './messages.ts'
import { Section, WebLink, When } from './parts.tsx'
import { WholeReport, WholeRetraction } from './whole-report.tsx'

interface ReportPageProps {
  readonly team: PublicTeam
  readonly url: string
  /** All that readers see of the report, in the order of publication; at least one can be read. */
  readonly claims: readonly PublicClaim[]
  /** The newest publication of the report as a whole; null for none. */
  readonly whole: PublishedReport | null
}

/** The published claims of a report. */
export function ReportPage({ team, url, claims, whole }: ReportPageProps) {
  const readable = claims.filter(isReadable)
  const newest = readable.toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : -1))[0]
  const { title = '', publisher = '', sourceUrl = '' } = newest?.form.report ?? {}
  const changed = changedClaims(readable)
  return (
    <Document
      title={`${messages.reportTitle(title)} · ${team.publisher}`}
      about={messages.reportAbout(readable.length, title)}
      canonical={url}
      team={team}
    >
      <h1 dir="auto">{messages.reportTitle(title)}</h1>
      {whole?.retracted && <WholeRetraction number={whole.number} {...whole.retracted} />}
      <p>
        {publisher && <span dir="auto">{messages.reportBy(publisher)} · </span>}
        <span dir="auto">{messages.checkedBy(team.publisher)}</span> · {messages.claimCount(readable.length)}
        {newest && (
          <>
            {' '}
            · {messages.lastChanged} <When at={newest.changedAt} />
          </>
        )}
      </p>
      {sourceUrl && (
        <p>
          <WebLink to={sourceUrl}>{messages.readReport}</WebLink>
        </p>
      )}
      {changed.length > 0 && (
        <div className="notice">
          <Section title={messages.corrections} id="corrections">
            <ul>
              {changed.map((claim) => (
                <li key={hrefOf(claim)}>
                  {claim.retracted ? messages.retracted : messages.corrected}{' '}
                  <When at={claim.retracted?.at ?? claim.correctedAt.at(-1) ?? claim.changedAt} />:{' '}
                  <a href={hrefOf(claim)} dir="auto">
                    {claim.form.statement}
                  </a>
                </li>
              ))}
            </ul>
          </Section>
        </div>
      )}
      {whole && !whole.retracted ? (
        <WholeReport whole={whole} claims={claims} />
      ) : (
        <Section title={messages.claims} id="claims">
          <ClaimList claims={claims} />
        </Section>
      )}
    </Document>
  )
}
