import { IconClock } from '#app/ui/icons.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { assignmentMessages } from './messages.ts'
import styles from './due-date.module.css'

/** Until when the claim is to be checked, and whether that has passed: with a sign and a word. */
export function DueDate({ claim: { dueOn, overdue } }: { claim: ClaimView }) {
  if (!dueOn) return null
  return (
    <span className={styles.due} data-overdue={overdue || undefined}>
      {overdue && <IconClock size={13} aria-hidden />}
      {overdue ? assignmentMessages.overdue(dueOn) : assignmentMessages.dueBy(dueOn)}
    </span>
  )
}
