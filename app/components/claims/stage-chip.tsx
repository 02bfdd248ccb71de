import { stageNames, type Stage } from '#server/claims/stage.ts'
import styles from './stage-chip.module.css'

/** A stage as a word in a neutral chip. */
export function StageChip({ stage }: { stage: Stage }) {
  return <span className={styles.chip}>{stageNames[stage]}</span>
}
