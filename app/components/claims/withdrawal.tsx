import { useState } from 'react'
import { Alert, Button, TextInput } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { formMessages } from '../forms/messages.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { ClaimLink } from './claim-link.tsx'
import { ListNotice } from './list-notice.tsx'
import { claimMessages, originMessages } from './messages.ts'
import { Section } from './section.tsx'

/** Says that a claim is withdrawn, why, and offers to restore it. */
export function WithdrawnNotice({ claim }: { claim: ClaimView }) {
  const { view } = useWorkspace()
  const whyNot = view.viewer.allowed.includes('claim.restore') ? undefined : formMessages.readOnly
  return (
    <Alert color="gray" title={claimMessages.withdrawn} mb="sm">
      {claim.mergedInto ? (
        <p>
          {originMessages.mergedInto} <ClaimLink id={claim.mergedInto} />. {originMessages.restoring}
        </p>
      ) : (
        <p>{claimMessages.withdrawnBecause(claim.withdrawnReason)}</p>
      )}
      <ListNotice />
      <DeedButton action={paths.claimWithdrawal(claim.id)} intent="claim.restore" fields={{}} whyNot={whyNot}>
        {claimMessages.restore}
      </DeedButton>
    </Alert>
  )
}

/** Withdraws a claim with a reason; nothing is deleted. */
export function WithdrawClaim({ claim }: { claim: ClaimView }) {
  const { view } = useWorkspace()
  const [asking, setAsking] = useState(() => hasDraft(paths.claimWithdrawal(claim.id), 'claim.withdraw'))
  const whyNot = view.viewer.allowed.includes('claim.withdraw') ? undefined : formMessages.readOnly
  if (!asking) {
    return (
      <Button
        mt="lg"
        size="xs"
        variant="subtle"
        color="red"
        c="var(--mantine-color-error)"
        disabled={whyNot !== undefined}
        title={whyNot}
        onClick={() => setAsking(true)}
      >
        {claimMessages.withdraw}
      </Button>
    )
  }
  return (
    <Section title={claimMessages.withdrawTitle}>
      <ListNotice />
      <DeedForm
        action={paths.claimWithdrawal(claim.id)}
        intent="claim.withdraw"
        label={claimMessages.withdrawTitle}
        submit={claimMessages.withdrawDo}
        values={null}
        onCancel={() => setAsking(false)}
      >
        {({ errors, draft }) => (
          <TextInput
            size="xs"
            name="reason"
            defaultValue={draft['reason']}
            autoFocus
            label={claimMessages.withdrawReason}
            description={claimMessages.withdrawHint}
            error={errors['reason']}
          />
        )}
      </DeedForm>
    </Section>
  )
}
