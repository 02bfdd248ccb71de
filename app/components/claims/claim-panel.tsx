import type { RefObject } from 'react'
import { Link, useSearchParams } from '@remix-run/react'
import type { ClaimView } from '#server/reports/workspace.ts'
import { ClaimTexts } from '#app/editor/claim-texts.tsx'
import type { SavedState } from '../realtime/saved-state.ts'
import { paths } from '#app/paths.ts'
import { IconHistory } from '#app/ui/icons.ts'
import { EvidenceSection } from '../evidence/evidence-section.tsx'
import { Faces } from '../realtime/faces.tsx'
import { ClaimChanges } from '../review/claim-changes.tsx'
import { threadMessages } from '../review/thread-messages.ts'
import { ThreadsSection } from '../review/threads-section.tsx'
import { useThreadsInTexts } from '../review/use-threads-in-texts.ts'
import { ThreadsContext, useThreadsOf } from '../review/use-threads.ts'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { AppearanceForm } from './appearance-form.tsx'
import { AssignmentBar } from './assignment.tsx'
import { ClassesForm } from './classes-form.tsx'
import { DetailsForm } from './details-form.tsx'
import { Figures } from './figures.tsx'
import { claimMessages } from './messages.ts'
import { Origins } from './origins.tsx'
import { Passages } from './passages.tsx'
import { Relations } from './relations.tsx'
import { Reshaping } from './reshaping.tsx'
import { Section } from './section.tsx'
import { ReviewNotices } from './review-notices.tsx'
import { StageButtons } from './stage-buttons.tsx'
import { UnfinishedNotice } from './unfinished-notice.tsx'
import { Verdict } from './verdict-form.tsx'
import { WithdrawClaim, WithdrawnNotice } from './withdrawal.tsx'
import styles from './claim-panel.module.css'

interface Props {
  readonly claim: ClaimView
  readonly verdictRef: RefObject<HTMLSelectElement>
  readonly onSavedState: (state: SavedState) => void
}

/** The open claim with everything that belongs to it. */
export function ClaimPanel({ claim, verdictRef, onSavedState }: Props) {
  const { view, here } = useWorkspace()
  const readOnly = useWhyNot('claim.write', claim) !== undefined
  const [params] = useSearchParams()
  const threads = useThreadsOf(claim.id, params.get('thread'))
  const inTexts = useThreadsInTexts(claim, threads)
  return (
    <ThreadsContext.Provider value={threads}>
      <div className={styles.panel}>
        <div className={styles.head}>
          <h2 className={styles.title}>
            {claimMessages.claim} {claim.number}
          </h2>
          <StageButtons claim={claim} />
          <Faces people={here.filter(({ claimId }) => claimId === claim.id)} />
          {claim.openThreads > 0 && <span className={styles.link}>{threadMessages.open(claim.openThreads)}</span>}
          <Link to={paths.claimHistory(claim.id)} className={styles.link}>
            <IconHistory size={16} aria-hidden /> {claimMessages.history}
          </Link>
        </div>
        <UnfinishedNotice claim={claim} />
        <AssignmentBar claim={claim} />
        {claim.withdrawn && <WithdrawnNotice claim={claim} />}
        <ReviewNotices claim={claim} />
        <Origins claim={claim} />
        <ClaimTexts
          claim={{
            claimId: claim.id,
            number: claim.number,
            reportId: view.report.id,
            reportTitle: view.report.title,
          }}
          readOnly={readOnly}
          saved={claim}
          onSavedState={onSavedState}
          {...inTexts}
        />
        <Verdict claim={claim} focusRef={verdictRef} />
        <EvidenceSection claim={claim} />
        <ThreadsSection claim={claim} />
        <Figures claim={claim} />
        <Relations claim={claim} />
        <Section title={claimMessages.details}>
          <div className={styles.group}>
            <ClassesForm claim={claim} />
          </div>
          <div className={styles.group}>
            <DetailsForm claim={claim} />
          </div>
          <div className={styles.group}>
            <AppearanceForm claim={claim} />
          </div>
        </Section>
        <Passages claim={claim} />
        <ClaimChanges claim={claim} />
        {!claim.withdrawn && <Reshaping claim={claim} />}
        {!claim.withdrawn && <WithdrawClaim claim={claim} />}
      </div>
    </ThreadsContext.Provider>
  )
}
