import { useState } from 'react'
import { Button, Group, TextInput } from '@mantine/core'
import { paths } from '#app/paths.ts'
import type { RequestedChangeView } from '#server/review/change-views.ts'
import { changeStateNames } from '#server/review/requested-change.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { GoneDrafts } from '../forms/gone-drafts.tsx'
import { formMessages } from '../forms/messages.ts'
import { When } from '../history/when.tsx'
import { useWorkspace } from '../reports/workspace-context.ts'
import { ChangeWords } from './change-words.tsx'
import { changeMessages as messages, moveNames, stateSigns } from './messages.ts'
import styles from './changes.module.css'

/** One requested change: what it asks for and why, where it stands, and what can be done with it. */
export function ChangeItem({ change }: { change: RequestedChangeView }) {
  const { changes } = useWorkspace()
  return (
    <li
      className={styles.item}
      data-change={change.id}
      data-state={change.state}
      data-pointed={changes.pointed === change.id || undefined}
    >
      <div className={styles.line}>
        <button
          type="button"
          className={styles.number}
          aria-label={messages.showInText(change.number)}
          onClick={() => changes.point(change.id)}
        >
          {change.number}
        </button>
        <ChangeWords quote={change.quote} replacement={change.replacement} />
      </div>
      <p className={styles.reason}>{change.reason}</p>
      <About change={change} />
      <Moves change={change} />
      <GoneDrafts
        action={paths.requestedChange(change.id)}
        intent="change.decline"
        standing={canDecline(change) ? [''] : []}
        labels={{ reason: messages.declineReason }}
      />
    </li>
  )
}

function About({ change }: { change: RequestedChangeView }) {
  const { view, open } = useWorkspace()
  const claim = view.claims.find(({ id }) => id === change.claimId)
  return (
    <div className={styles.about}>
      <span className={styles.state}>
        {stateSigns[change.state]} {changeStateNames[change.state]}
      </span>{' '}
      {messages.requestedBy(change.requestedBy)}, <When at={change.requestedAt} />
      {change.moves.map((move) => (
        <span key={`${move.to} ${move.at}`}>
          {' · '}
          {messages.movedBy(changeStateNames[move.to], move.by)}, <When at={move.at} />
          {move.reason && `: ${move.reason}`}
        </span>
      ))}
      {change.edition !== view.report.edition && ` · ${messages.edition(change.edition)}`}
      {claim && (
        <>
          {' · '}
          <button type="button" className={styles.jump} onClick={() => open(claim.id)}>
            {messages.fromClaim(claim.number)}
          </button>
        </>
      )}
      {change.overlaps.length > 0 && <div>{messages.overlapping(change.overlaps)}</div>}
    </div>
  )
}

const canDecline = ({ next }: RequestedChangeView) => next.some(({ kind }) => kind === 'change.decline')

function Moves({ change }: { change: RequestedChangeView }) {
  const { view } = useWorkspace()
  const action = paths.requestedChange(change.id)
  const [declining, setDeclining] = useState(() => hasDraft(action, 'change.decline'))
  const mayMove = view.viewer.allowed.includes('change.request')
  if (declining && canDecline(change)) return <DeclineForm change={change} onDone={() => setDeclining(false)} />
  return (
    <Group gap="xs" mt={4}>
      {change.next.map(({ kind, whyNot }) => {
        const reason = mayMove ? (whyNot ?? undefined) : formMessages.readOnly
        if (kind === 'change.decline') {
          return (
            <Button
              key={kind}
              size="xs"
              variant="default"
              disabled={reason !== undefined}
              title={reason}
              onClick={() => setDeclining(true)}
            >
              {moveNames[kind]}
            </Button>
          )
        }
        return (
          <DeedButton key={kind} action={action} intent={kind} fields={{ seen: String(change.seq) }} whyNot={reason}>
            {moveNames[kind]}
          </DeedButton>
        )
      })}
    </Group>
  )
}

function DeclineForm({ change, onDone }: { change: RequestedChangeView; onDone: () => void }) {
  return (
    <DeedForm
      action={paths.requestedChange(change.id)}
      intent="change.decline"
      label={messages.declineTitle(change.number)}
      submit={messages.declineTitle(change.number)}
      values={null}
      seen={change.seq}
      standing={changeStateNames[change.state]}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ errors, draft }) => (
        <TextInput
          size="xs"
          name="reason"
          autoFocus
          label={messages.declineReason}
          defaultValue={draft['reason']}
          error={errors['reason']}
        />
      )}
    </DeedForm>
  )
}
