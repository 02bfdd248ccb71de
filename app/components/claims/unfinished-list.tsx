import type { ClaimView } from '#server/reports/workspace.ts'
import { unfinished } from '#server/review/unfinished.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'
import styles from './claim-panel.module.css'

interface Props {
  readonly claim: ClaimView
  readonly stage: keyof typeof claimMessages.unfinishedHint
}

/** What an approval of the claim misses, and what can be done about it. */
export function UnfinishedList({ claim, stage }: Props) {
  const { view } = useWorkspace()
  const missing = unfinished(claim, view)
  if (missing.length === 0) return null
  return (
    <section aria-label={claimMessages.unfinished} className={styles.unfinished}>
      <strong>{claimMessages.unfinished}</strong>
      <ul>
        {missing.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="quiet">{claimMessages.unfinishedHint[stage]}</p>
    </section>
  )
}
