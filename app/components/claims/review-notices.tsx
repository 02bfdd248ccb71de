import { Link } from '@remix-run/react'
import { Alert } from '@mantine/core'
import { paths } from '#app/paths.ts'
import { isChecked } from '#server/claims/stage.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { ClaimLink } from './claim-link.tsx'
import { claimMessages } from './messages.ts'

/** Why an editor sent the claim back; how it was corrected or taken back; what it uses or hangs together with and was corrected since; and, to an editor, what typing in a claim in review means for its approval. */
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
      {claim.corrections.map(({ id, by, wrong, now, why }) => (
        <Alert key={id} color="yellow" p="xs" mb="sm" title={claimMessages.correctedBy(by)}>
          {claimMessages.correction(wrong, now, why)}
        </Alert>
      ))}
      {claim.takenBack && (
        <Alert color="yellow" p="xs" mb="sm" title={claimMessages.takenBackBy(claim.takenBack.by)[claim.takenBack.how]}>
          {claim.takenBack.note}
        </Alert>
      )}
      {claim.correctedElsewhere.length > 0 && (
        <Alert color="yellow" p="xs" mb="sm" title={claimMessages.usesCorrected}>
          {claim.correctedElsewhere.map(({ claimId, statement, reportId, title }) => (
            <div key={claimId}>
              <Link to={paths.report(reportId, claimId)}>{statement}</Link>
              {claimMessages.correctedIn(title)}
            </div>
          ))}
        </Alert>
      )}
      {claim.besideCorrected.length > 0 && (
        <Alert color="yellow" p="xs" mb="sm" title={claimMessages.hangsTogether}>
          {view.claims
            .filter(({ number }) => claim.besideCorrected.includes(number))
            .map(({ id, statement }) => (
              <div key={id}>
                <ClaimLink id={id} isFirst />: {statement}
              </div>
            ))}
        </Alert>
      )}
      {mayApprove && isChecked(claim.stage) && <p className="quiet">{claimMessages.becomeAuthor}</p>}
    </>
  )
}
