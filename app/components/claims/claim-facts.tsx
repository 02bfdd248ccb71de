import { Group } from '@mantine/core'
import { claimKindTitles, priorityNames } from '#server/claims/classes.ts'
import { figureWords } from '#server/claims/figure.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { initialsOf } from '../identity/initials.ts'
import { Faces } from '../realtime/faces.tsx'
import { realtimeMessages } from '../realtime/messages.ts'
import { threadMessages } from '../review/thread-messages.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { DueDate } from './due-date.tsx'
import { assignmentMessages, claimMessages, detailMessages } from './messages.ts'
import { PublicMark } from './public-mark.tsx'
import { ratingMessages } from './rating-messages.ts'
import { StageChip } from './stage-chip.tsx'
import { VerdictBadge } from './verdict-badge.tsx'
import styles from './claim-list.module.css'

/** How a claim of the list stands: its verdict and stage, what it rests on, who checks it, who is on it now. */
export function ClaimFacts({ claim }: { claim: ClaimView }) {
  const { here } = useWorkspace()
  const [figure, ...moreFigures] = claim.figures
  const { claimKind, priority } = claim
  return (
    <Group gap="xs" className={styles.facts ?? ''}>
      <VerdictBadge rating={claim.verdict?.rating ?? null} />
      <StageChip stage={claim.stage} isStale={claim.isStale} />
      <PublicMark claim={claim} />
      {claim.ratings.differing.length > 0 && <span className={styles.disputed}>{ratingMessages.differ}</span>}
      {claim.disputed && <span className={styles.disputed}>{claimMessages.disputed}</span>}
      {priority !== 'normal' && (
        <span className={styles.priority} data-priority={priority}>
          <span className={styles.spoken}>{`${detailMessages.priority}: `}</span>
          {priorityNames[priority]}
        </span>
      )}
      {claimKind && <span>{claimKindTitles[claimKind]}</span>}
      <Assignees claim={claim} />
      <DueDate claim={claim} />
      {claim.evidence.length > 0 && <span>{claimMessages.evidenceCount(claim.evidence.length)}</span>}
      {figure && (
        <span className={styles.figure}>
          {figureWords(figure)}
          {moreFigures.length > 0 && ` ${claimMessages.moreFigures(moreFigures.length)}`}
        </span>
      )}
      {claim.broken && (
        <span className={styles.broken}>
          <span aria-hidden>✗</span> {claimMessages.broken}
        </span>
      )}
      {claim.besideCorrected.length > 0 && (
        <span className={styles.broken} title={claimMessages.hangsTogether}>
          {claimMessages.besideCorrected(claim.besideCorrected)}
        </span>
      )}
      {claim.correctedElsewhere.length > 0 && <span className={styles.broken}>{claimMessages.correctedElsewhere}</span>}
      {claim.openThreads > 0 && <span>{threadMessages.open(claim.openThreads)}</span>}
      <Faces
        people={here.filter(({ claimId }) => claimId === claim.id)}
        label={realtimeMessages.onClaim(claim.number)}
      />
    </Group>
  )
}

function Assignees({ claim: { assignees, unowned, withdrawn } }: { claim: ClaimView }) {
  if (unowned) return withdrawn ? null : <span className={styles.unowned}>{assignmentMessages.unowned}</span>
  const checkers = assignees.filter(({ now }) => now === 'checks')
  const names = assignmentMessages.assignedTo(checkers.map(({ name }) => name).join(', '))
  return (
    <span title={names}>
      <span className={styles.spoken}>{names}</span>
      <span aria-hidden className={styles.initials}>
        {checkers.map(({ name }) => initialsOf(name)).join(' ')}
      </span>
    </span>
  )
}
