import { Alert } from '@mantine/core'
import { isChecked } from '#server/claims/stage.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'

/** Why an editor sent the claim back; and, to an editor, what typing in a claim in review means for its approval. */
export function ReviewNotices({ claim }: { claim: ClaimView }) {
  const { view } = useWorkspace()
  const mayApprove = view.viewer.allowed.includes('claim.approve')
  return (
    <>
      {claim.returned && (
        <Alert color="yellow" p="xs" mb="sm" title={claimMessages.returnedBy(claim.returned.by)}>
          {claim.returned.note}
        </Alert>
      )}
      {mayApprove && isChecked(claim.stage) && <p className="quiet">{claimMessages.becomeAuthor}</p>}
    </>
  )
}
