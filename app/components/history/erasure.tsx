import { Group, Textarea } from '@mantine/core'
import { Link } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import type { ErasureView } from '#server/history/queries/erasure.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { historyMessages as words } from './messages.ts'
import styles from './history.module.css'
import { When } from './when.tsx'

/** Where two people erase words from the history: one proposes it, another looks and confirms. */
export function Erasure({ open }: { open: ErasureView | null }) {
  return (
    <details open={open !== null}>
      <summary>{words.erase}</summary>
      <p className={styles.quiet}>{words.erasureMeans}</p>
      {open ? <Proposal proposal={open} /> : <Propose />}
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
  const { number, by, at, reason, words: erased, entries, others, claims, whyNotConfirm } = proposal
  const deed = { action: paths.historyErasure(), fields: { number: String(number) } }
  return (
    <>
      <p>
        {words.erasureProposedBy(by)} <When at={at} />: <mark>{erased}</mark> “{reason}”
      </p>
      <p>
        {words.erasureWhere(entries, others)}{' '}
        {claims.map((id, index) => (
          <Link key={id} to={paths.claimHistory(id)}>
            {words.erasureClaim(index + 1)}{' '}
          </Link>
        ))}
      </p>
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
