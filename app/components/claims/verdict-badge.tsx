import { scale, type Rating } from '#server/claims/verdict.ts'
import { claimMessages } from './messages.ts'
import { verdictIcons } from './verdict-icons.ts'
import styles from './verdict-badge.module.css'

/** A verdict as icon, word and colour, with its number where the scale has one. */
export function VerdictBadge({ rating, withValue = false }: { rating: Rating | null; withValue?: boolean }) {
  const Icon = verdictIcons[rating ?? 'none']
  if (!rating) {
    return (
      <span className={styles.badge} data-rating="none">
        <Icon size={16} aria-hidden />
        {claimMessages.noVerdict}
      </span>
    )
  }
  const { name, value } = scale[rating]
  return (
    <span className={styles.badge} data-rating={rating}>
      <Icon size={16} aria-hidden />
      {name}
      {withValue && value !== null && <span className={styles.value}>{value}/5</span>}
    </span>
  )
}
