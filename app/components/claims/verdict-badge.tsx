import { scale, type Rating } from '#server/claims/verdict.ts'
import {
  IconCheck,
  IconCircleArrowDown,
  IconCircleCheck,
  IconCircleHalf,
  IconCircleX,
  IconHelp,
  IconMinus,
} from '#app/ui/icons.ts'
import { claimMessages } from './messages.ts'
import styles from './verdict-badge.module.css'

const icons = {
  true: IconCircleCheck,
  'mostly-true': IconCheck,
  'half-true': IconCircleHalf,
  'mostly-false': IconCircleArrowDown,
  false: IconCircleX,
  unproven: IconHelp,
} as const satisfies Record<Rating, unknown>

/** A verdict as icon, word and colour, with its number where the scale has one. */
export function VerdictBadge({ rating, withValue = false }: { rating: Rating | null; withValue?: boolean }) {
  if (!rating) {
    return (
      <span className={styles.badge} data-rating="none">
        <IconMinus size={16} aria-hidden />
        {claimMessages.noVerdict}
      </span>
    )
  }
  const Icon = icons[rating]
  const { name, value } = scale[rating]
  return (
    <span className={styles.badge} data-rating={rating}>
      <Icon size={16} aria-hidden />
      {name}
      {withValue && value !== null && <span className={styles.value}>{value}/5</span>}
    </span>
  )
}
