import { Link } from '@remix-run/react'
import { Group } from '@mantine/core'
import { overLimit } from '#server/claims/limits.ts'
import { stageNames, stages, stepsFrom } from '#server/claims/stage.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'
import { PublicMark } from './public-mark.tsx'
import { StageChip } from './stage-chip.tsx'
import styles from './claim-panel.module.css'

/** The stage a claim is in, and the steps it may take from there. */
export function StageButtons({ claim }: { claim: ClaimView }) {
  const { view } = useWorkspace()
  const whyNot = useWhyNot('claim.stage', claim)
  const at = stages.indexOf(claim.stage)
  return (
    <Group gap="xs" role="group" aria-label={claimMessages.stage}>
      <StageChip stage={claim.stage} isStale={claim.isStale} />
      <PublicMark claim={claim} />
      {stepsFrom(claim.stage).map((to) => (
        <DeedButton key={to} action={paths.claimStage(claim.id)} intent="claim.stage" fields={{ to }} whyNot={whyNot}>
          {stages.indexOf(to) < at ? claimMessages.moveBackTo(stageNames[to]) : claimMessages.moveTo(stageNames[to])}
        </DeedButton>
      ))}
      {claim.stage === 'checking' && (
        <DeedButton
          action={paths.claimReview(claim.id)}
          intent="claim.submit"
          fields={{}}
          whyNot={whyNot ?? overLimit({ statement: claim.statement, analysis: claim.analysis }) ?? undefined}
        >
          {claimMessages.submit}
        </DeedButton>
      )}
      <Link to={paths.review(view.report.id, claim.id)} className={styles.link}>
        {claimMessages.toReview}
      </Link>
    </Group>
  )
}
