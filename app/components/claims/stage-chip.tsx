import { stageNames, type Stage } from '#server/claims/stage.ts'
import { claimMessages } from './messages.ts'
import styles from './stage-chip.module.css'

interface Props {
  readonly stage: Stage
  /** What stands is not what was approved. */
  readonly isStale?: boolean
  /** What stands is not what was published. */
  readonly differs?: boolean
}

/** A stage as a word in a neutral chip. */
export function StageChip({ stage, isStale = false, differs = false }: Props) {
  return (
    <span className={styles.chip}>
      {stageNames[stage]}
      {isStale && <span className={styles.stale}> · {claimMessages.stale}</span>}
      {differs && <span className={styles.stale}> · {claimMessages.differs}</span>}
    </span>
  )
}
