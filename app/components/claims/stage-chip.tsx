import { stageNames, type Stage } from '#server/claims/stage.ts'
import { claimMessages } from './messages.ts'
import styles from './stage-chip.module.css'

/** A stage as a word in a neutral chip. */
export function StageChip({ stage, isStale = false }: { stage: Stage; isStale?: boolean }) {
  return (
    <span className={styles.chip}>
      {stageNames[stage]}
      {isStale && <span className={styles.stale}> · {claimMessages.stale}</span>}
    </span>
  )
}
