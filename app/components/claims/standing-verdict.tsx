import type { ClaimView } from '#server/reports/workspace.ts'
import { When } from '../history/when.tsx'
import { claimMessages } from './messages.ts'
import { ratingMessages } from './rating-messages.ts'
import { VerdictBadge } from './verdict-badge.tsx'
import styles from './claim-panel.module.css'

/** The verdict that stands, with its reason; and with that of a second person who rated it the same. */
export function StandingVerdict({ verdict }: { verdict: NonNullable<ClaimView['verdict']> }) {
  const { rating, reason, by, at, second } = verdict
  return (
    <div>
      <VerdictBadge rating={rating} withValue />{' '}
      <span className={styles.hint}>
        {claimMessages.verdictBy(by)}, <When at={at} />
      </span>
      <p className={styles.reason} dir="auto">
        {reason}
      </p>
      {second && (
        <p className={styles.reason}>
          <span className={styles.hint}>{ratingMessages.ratedSame(second.by)}:</span> <bdi>{second.reason}</bdi>
        </p>
      )}
    </div>
  )
}
