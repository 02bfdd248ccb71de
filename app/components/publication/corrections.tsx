import { lastChange, type PublishedClaim } from '#server/publication/published.ts'
import { publicationMessages as messages } from './messages.ts'
import { Fact, Section, When } from './parts.tsx'

/** That a claim was retracted and why; nothing for one that stands. */
export function Retraction({ claim }: { claim: PublishedClaim }) {
  if (!claim.retracted) return null
  return (
    <aside className="notice" aria-labelledby="retracted">
      <h2 id="retracted">{messages.retractedTitle}</h2>
      <p dir="auto" className="lines">
        {claim.retracted.note}
      </p>
      <p>
        <When at={claim.retracted.at} /> · {messages.retractedNote}
      </p>
    </aside>
  )
}

/** What was corrected in a claim, the last first. */
export function Corrections({ claim }: { claim: PublishedClaim }) {
  const { corrections } = claim.form
  if (corrections.length === 0) return null
  return (
    <div className="notice">
      <Section title={messages.corrections} id="corrections">
        {corrections
          .map(({ wrong, now, why, since }, index) => (
            <dl key={index} className="facts">
              <Fact name={messages.corrected}>
                <When at={claim.correctedAt[index] ?? claim.changedAt} />
              </Fact>
              <Fact name={messages.wrong}>{wrong}</Fact>
              <Fact name={messages.wrongSince}>{since && <When at={since} />}</Fact>
              <Fact name={messages.now}>{now}</Fact>
              <Fact name={messages.why}>{why}</Fact>
            </dl>
          ))
          .toReversed()}
      </Section>
    </div>
  )
}

/** Claims of a report that were corrected or retracted, with what their pages say of it. */
export function changedClaims(claims: readonly PublishedClaim[]): PublishedClaim[] {
  return claims
    .filter(({ form, retracted }) => retracted || form.corrections.length > 0)
    .toSorted((a, b) => (lastChange(a) < lastChange(b) ? 1 : -1))
}
