import type { Rating } from '#server/claims/verdict.ts'
import {
  IconCheck,
  IconCircleArrowDown,
  IconCircleCheck,
  IconCircleHalf,
  IconCircleX,
  IconHelp,
  IconMinus,
} from '#app/ui/icons.ts'

/** The sign of each rating, and of none. */
export const verdictIcons = {
  true: IconCircleCheck,
  'mostly-true': IconCheck,
  'half-true': IconCircleHalf,
  'mostly-false': IconCircleArrowDown,
  false: IconCircleX,
  unproven: IconHelp,
  none: IconMinus,
} as const satisfies Record<Rating | 'none', unknown>
