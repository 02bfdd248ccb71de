import type { PublicState } from '#server/review/public-state.ts'
import type { Stage } from '#server/claims/stage.ts'
import { claimMessages } from './messages.ts'
import styles from './stage-chip.module.css'

interface Props {
  readonly claim: Pick<PublicState, 'published' | 'takenBackHow'> & { readonly stage: Stage }
}

/** What readers have of a claim, where its stage does not say it already. */
export function PublicMark({ claim: { stage, published, takenBackHow } }: Props) {
  if (takenBackHow)
    return <span className={`${styles.chip} ${styles.stale}`}>{claimMessages.takenBack[takenBackHow]}</span>
  if (!published || (stage === 'published' && !published.differs)) return null
  return <span className="quiet">{claimMessages.published(published.number, published.differs)}</span>
}
