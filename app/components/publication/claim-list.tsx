import { paths } from '#app/paths.ts'
import { isReadable, type PublicClaim, type PublishedClaim } from '#server/publication/published.ts'
import { publicationMessages as messages } from './messages.ts'
import { VerdictOfMany, VerdictSigns, When } from './parts.tsx'

/** The whole reason is on the claim's own page. */
const shownReason = 320

interface ClaimListProps {
  readonly claims: readonly PublicClaim[]
  readonly since?: string | null
  /** Where several lists stand on a page, the first one draws the signs for all of them. */
  readonly signsOf?: readonly PublicClaim[]
}

/**
 * Published claims in a row: statement, verdict, reason; of one that was taken back only the note. Where a time is given,
 * it is said which were corrected after it.
 */
export function ClaimList({ claims, since = null, signsOf = claims }: ClaimListProps) {
  return (
    <>
      <VerdictSigns of={signsOf.filter(isReadable).map(({ form }) => form.rating)} />
      <ol className="claims">
        {claims.map((claim) => (
          <li key={hrefOf(claim)} id={claim.address.claim}>
            {isReadable(claim) ? <Summary claim={claim} since={since} /> : <Note claim={claim} />}
          </li>
        ))}
      </ol>
    </>
  )
}

/** The address of a claim's page. */
export const hrefOf = ({ address: { team, report, claim } }: PublicClaim): string =>
  paths.publicClaim(team, report, claim)

function Summary({ claim, since }: { claim: PublishedClaim; since: string | null }) {
  const { form, retracted } = claim
  const reason = shortened(form.reason)
  const isSince = since !== null && (claim.correctedAt.at(-1) ?? '') > since
  return (
    <article>
      <h3 dir="auto" lang={form.language || undefined}>
        <a href={hrefOf(claim)}>{form.statement}</a>
      </h3>
      <p className="line">
        {retracted && <strong className="mark">{messages.retracted}</strong>}
        {!retracted && form.corrections.length > 0 && (
          <strong className="mark">{isSince ? messages.correctedSince : messages.corrected}</strong>
        )}
        <VerdictOfMany rating={form.rating} isRetracted={retracted !== null} />
      </p>
      <p dir="auto" className="lines">
        {reason}
        {reason !== form.reason && (
          <>
            {' '}
            <a href={hrefOf(claim)}>{messages.readOn}</a>
          </>
        )}
      </p>
    </article>
  )
}

function Note({ claim }: { claim: Exclude<PublicClaim, PublishedClaim> }) {
  const { note, at } = claim.unpublished
  return (
    <article>
      <h3>{messages.unpublished}</h3>
      <p dir="auto" className="lines">
        {note}
      </p>
      <p>
        <When at={at} />
      </p>
    </article>
  )
}

/** As many whole words as there is room for. */
function shortened(text: string): string {
  if (text.length <= shownReason) return text
  const cut = text.slice(0, shownReason).toWellFormed()
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), shownReason / 2))} …`
}
