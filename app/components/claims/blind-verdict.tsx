import type { RatedView, RatingsView } from '#server/reports/workspace.ts'
import { When } from '../history/when.tsx'
import { claimMessages } from './messages.ts'
import { ratingMessages as words } from './rating-messages.ts'
import { StandingVerdict } from './standing-verdict.tsx'
import { VerdictBadge } from './verdict-badge.tsx'
import { VerdictSection, type VerdictProps } from './verdict-section.tsx'
import styles from './claim-panel.module.css'

/** The verdict where it takes two people: what stands, what is known of their ratings, and the form that gives one. */
export function BlindVerdict(props: VerdictProps) {
  const { verdict, ratings } = props.claim
  const { waiting, differing, seq } = ratings
  const own = waiting?.own ?? null
  const first = waiting && !own ? waiting.by : null
  // Short enough for a telephone: who has given one is said above.
  const submit = own ? words.giveAgain : words.give
  const label = first === null ? submit : words.giveSecond(first)
  const values = { rating: own?.rating ?? '', reason: own?.reason ?? '' }
  const standing = differing.length > 0 ? <Differing ratings={differing} /> : undefined
  return (
    <VerdictSection
      {...props}
      intent="rating.give"
      form={{ label, submit, values, seen: seq, standing }}
      // Nothing is asked of whoever has given theirs; nor where a verdict stands, until somebody begins anew.
      isAsked={waiting ? !own : !verdict || differing.length > 0}
      opens={submit}
      how={words.how}
    >
      {verdict && <StandingVerdict verdict={verdict} />}
      {standing}
      {waiting && <Waiting waiting={waiting} />}
    </VerdictSection>
  )
}

function Differing({ ratings }: { ratings: readonly RatedView[] }) {
  return (
    <div className={styles.rated}>
      <p className={styles.hint}>{words.differing}</p>
      <ul className={styles.items} aria-label={words.differing}>
        {ratings.map(({ by, at, rating, reason }) => (
          <li key={by} className={styles.rated}>
            <VerdictBadge rating={rating} withValue />{' '}
            <span className={styles.hint}>
              {claimMessages.verdictBy(by)}, <When at={at} />
            </span>
            <p className={styles.reason}>{reason}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Waiting({ waiting: { by, own } }: { waiting: NonNullable<RatingsView['waiting']> }) {
  if (!own) return <p className={`${styles.hint} ${styles.rated}`}>{words.given(by)}</p>
  return (
    <div role="status" className={styles.rated}>
      <span className={styles.hint}>{words.own}:</span> <VerdictBadge rating={own.rating} withValue />
      <p className={styles.reason}>{own.reason}</p>
      <p className={styles.hint}>{words.waiting}</p>
    </div>
  )
}
