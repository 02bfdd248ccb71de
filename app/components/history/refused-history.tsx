import { Alert, Group, Textarea } from '@mantine/core'
import type { ProposalView, RefusedView } from '#server/history/queries/refused.ts'
import { IconAlert } from '#app/ui/icons.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { historyMessages as words } from './messages.ts'
import styles from './history.module.css'
import { When } from './when.tsx'

/** Why nothing more is signed of a history, and the deed of two people that begins a new origin. */
export function RefusedHistory({ refused }: { refused: RefusedView }) {
  const { why, signedLast, isConfirmed, proposal } = refused
  if (isConfirmed) return <p className={styles.quiet}>{words.forkConfirmed}</p>
  return (
    <Alert
      component="section"
      role="region"
      aria-label={words.notSigned}
      title={words.notSigned}
      color="red"
      icon={<IconAlert size={18} />}
      mb="sm"
    >
      <p>
        {why} {signedLast === null ? words.askWhoRuns : words.whatToDo}
      </p>
      {signedLast !== null && (proposal ? <Proposal proposal={proposal} /> : <ProposeFork refused={refused} />)}
    </Alert>
  )
}

function ProposeFork({ refused: { signedLast, size, whyNotPropose } }: { refused: RefusedView }) {
  return (
    <DeedForm
      action={paths.historyFork()}
      intent="fork.propose"
      label={words.proposeFork}
      submit={words.proposeFork}
      values={{ reason: '' }}
      readOnly={whyNotPropose ?? undefined}
    >
      {({ values, errors }) => (
        <Textarea
          name="reason"
          label={words.forkReason}
          description={words.forkMeans(signedLast ?? 0, size)}
          autosize
          minRows={2}
          defaultValue={values.reason}
          error={errors['reason']}
        />
      )}
    </DeedForm>
  )
}

function Proposal({ proposal }: { proposal: ProposalView }) {
  const { number, by, at, reason, signedLast, size, whyNotConfirm, whyNotWithdraw } = proposal
  const deed = { action: paths.historyFork(), fields: { number: String(number) } }
  return (
    <>
      <p>
        {words.forkProposedBy(by)} <When at={at} />: “{reason}” {words.forkMeans(signedLast, size)}
      </p>
      <Group gap="xs">
        <DeedButton {...deed} intent="fork.confirm" whyNot={whyNotConfirm ?? undefined}>
          {words.confirmFork}
        </DeedButton>
        <DeedButton {...deed} intent="fork.withdraw" whyNot={whyNotWithdraw ?? undefined}>
          {words.withdrawFork}
        </DeedButton>
      </Group>
      {[whyNotConfirm, whyNotWithdraw].map((whyNot) => whyNot && <p key={whyNot}>{whyNot}</p>)}
    </>
  )
}
