import type { PublicClaim, PublishedReport, TakenBack } from '#server/publication/published.ts'
import { ClaimList } from './claim-list.tsx'
import { publicationMessages as messages } from './messages.ts'
import { approversInWords, Section, When } from './parts.tsx'

interface WholeReportProps {
  readonly whole: PublishedReport
  /** All that readers see of the report. */
  readonly claims: readonly PublicClaim[]
}

/** A numbered publication of a report: its claims in their order, each as it stands now, and what stands beside them. */
export function WholeReport({ whole: { number, publishedAt, approvers, claims: listed }, claims }: WholeReportProps) {
  const own = listed.flatMap((slug) => claims.find(({ address }) => address.claim === slug) ?? [])
  const besides = claims.filter((claim) => !own.includes(claim))
  const isLater = besides.every((claim) => claim.publishedAt > publishedAt)
  return (
    <>
      <Section title={messages.wholeNumber(number)} id="claims">
        <p>
          <When at={publishedAt} /> · {messages.approved} {approversInWords(approvers)}
        </p>
        <ClaimList claims={own} since={publishedAt} signsOf={claims} />
      </Section>
      {besides.length > 0 && (
        <Section title={isLater ? messages.publishedSince : messages.publishedBesides} id="besides">
          <ClaimList claims={besides} signsOf={[]} />
        </Section>
      )}
    </>
  )
}

/** That a publication of a report was taken back, and why. */
export function WholeRetraction({ number, note, at }: TakenBack & { readonly number: number }) {
  return (
    <aside className="notice" aria-labelledby="retracted">
      <h2 id="retracted">{messages.wholeRetracted(number)}</h2>
      <p dir="auto" className="lines">
        {note}
      </p>
      <p>
        <When at={at} /> · {messages.wholeRetractedNote}
      </p>
    </aside>
  )
}
