import { useState } from 'react'
import { Group, Textarea } from '@mantine/core'
import { Link } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import type { ErasureShown, ErasuresView, ErasureView, ProposalView } from '#server/history/queries/erasure.ts'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { DeedButton } from '../forms/deed-button.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { FormAlert } from '../forms/form-alert.tsx'
import { useDeed } from '../forms/use-deed.ts'
import { historyMessages as words } from './messages.ts'
import styles from './history.module.css'
import { When } from './when.tsx'

/** Where two people erase words from the history: one proposes it, another looks and confirms. */
export function Erasure({ erasures: { open, withdrawn } }: { erasures: ErasuresView }) {
  return (
    <details open={open !== null}>
      <summary>{words.erase}</summary>
      <p className={styles.quiet}>{words.erasureMeans}</p>
      {open ? <Proposal key={open.number} proposal={open} /> : <Propose />}
      {withdrawn.length > 0 && <Withdrawn proposals={withdrawn} />}
    </details>
  )
}

function Propose() {
  return (
    <DeedForm
      action={paths.historyErasure()}
      intent="erasure.propose"
      label={words.erase}
      submit={words.proposeErasure}
      values={{ words: '', reason: '' }}
    >
      {({ values, errors }) => (
        <>
          <Textarea
            name="words"
            label={words.erasedLetters}
            autosize
            defaultValue={values.words}
            error={errors['words']}
          />
          <Textarea
            name="reason"
            label={words.erasureReason}
            autosize
            minRows={2}
            defaultValue={values.reason}
            error={errors['reason']}
          />
        </>
      )}
    </DeedForm>
  )
}

function Proposal({ proposal }: { proposal: ErasureView }) {
  const { number, whyNotConfirm } = proposal
  const deed = { action: paths.historyErasure(), fields: { number: String(number) } }
  return (
    <>
      <Proposed proposal={proposal} />
      <Group gap="xs">
        <DeedButton {...deed} intent="erasure.confirm" whyNot={whyNotConfirm ?? undefined}>
          {words.confirmErasure}
        </DeedButton>
        <DeedButton {...deed} intent="erasure.withdraw">
          {words.withdrawErasure}
        </DeedButton>
      </Group>
      {whyNotConfirm && <p>{whyNotConfirm}</p>}
    </>
  )
}

function Withdrawn({ proposals }: { proposals: readonly ProposalView[] }) {
  return (
    <details>
      <summary>{words.withdrawnErasures(proposals.length)}</summary>
      {proposals.map((proposal) => (
        <Proposed key={proposal.number} proposal={proposal} />
      ))}
    </details>
  )
}

/** Who proposed what and why. The words, and where they stand, are shown to whoever asks for them, which is recorded. */
function Proposed({ proposal }: { proposal: ProposalView }) {
  const { number, by, at, letters, reason, whyNotLook } = proposal
  const { send, busy, problem } = useDeed(paths.historyErasure())
  const [shown, setShown] = useState<ErasureShown | null>(null)
  const look = async () => {
    const answer = await send('erasure.look', { number: String(number) })
    if (answer.ok) setShown(answer as unknown as ErasureShown)
  }
  return (
    <>
      <p>
        {words.erasureProposedBy(by, number)} <When at={at} />, {words.because} <q dir="auto">{reason}</q>
      </p>
      <p role="status">
        {shown ? <mark dir="auto">{shown.words}</mark> : (whyNotLook ?? words.hiddenLetters(letters))}
      </p>
      {shown && <Where {...shown} />}
      {!shown && !whyNotLook && (
        <Group gap="xs" my="xs">
          <BusyButton size="xs" variant="default" busy={busy} onClick={() => void look()}>
            {words.lookAtErasure}
          </BusyButton>
          <span className={styles.quiet}>{words.lookIsRecorded}</span>
        </Group>
      )}
      {problem && <FormAlert>{problem.message}</FormAlert>}
    </>
  )
}

function Where({ where, whyNot }: Pick<ErasureShown, 'where' | 'whyNot'>) {
  if (!where && !whyNot) return null
  return (
    <p>
      {words.asYouLooked}{' '}
      {where && (
        <>
          {words.erasureWhere(where.entries, where.others)}{' '}
          {where.claims.map(({ id, number, title }) => (
            <Link key={id} to={paths.claimHistory(id)}>
              {words.erasureClaim(number, title)}{' '}
            </Link>
          ))}
        </>
      )}
      {whyNot}
    </p>
  )
}
