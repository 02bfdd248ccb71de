import { useState } from 'react'
import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import type { AssigneeView, ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedButton, RemoveButton } from '../forms/deed-button.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { DueDate } from './due-date.tsx'
import { assignmentMessages } from './messages.ts'
import styles from './claim-panel.module.css'

/** Who is to check the claim, and until when. */
export function AssignmentBar({ claim }: { claim: ClaimView }) {
  const { view } = useWorkspace()
  const whyNot = useWhyNot('assignment.give', claim)
  const [open, setOpen] = useState<'assign' | 'due' | null>(() => begun(claim))
  const { personId } = view.viewer
  const isMine = claim.assignees.some((each) => each.personId === personId)
  const mayBeMine = !isMine && view.checkers.some((each) => each.personId === personId)
  const close = () => setOpen(null)
  return (
    <section className={styles.assignment} aria-label={assignmentMessages.title}>
      <Group gap="xs">
        <span className={styles.assignees}>
          {claim.assignees.length === 0 ? assignmentMessages.nobody : assignmentMessages.assigned}
        </span>
        {claim.assignees.map((assignee) => (
          <Assignee key={assignee.personId} claim={claim} assignee={assignee} whyNot={whyNot} />
        ))}
        {mayBeMine && (
          <span data-assign-me>
            <DeedButton
              action={paths.claimAssignments(claim.id)}
              intent="assignment.give"
              fields={{ personId }}
              whyNot={whyNot}
            >
              {assignmentMessages.toMe}
            </DeedButton>
          </span>
        )}
        <Opener whyNot={whyNot} isOpen={open === 'assign'} onClick={() => setOpen('assign')}>
          {assignmentMessages.open}
        </Opener>
        <DueDate claim={claim} />
        <Opener whyNot={whyNot} isOpen={open === 'due'} onClick={() => setOpen('due')}>
          {claim.dueOn ? assignmentMessages.changeDue : assignmentMessages.openDue}
        </Opener>
      </Group>
      {open === 'assign' && <AssignForm claim={claim} onDone={close} />}
      {open === 'due' && <DueForm claim={claim} onDone={close} />}
    </section>
  )
}

/** The form that was begun before. */
function begun({ id }: ClaimView): 'assign' | 'due' | null {
  if (hasDraft(paths.claimAssignments(id), 'assignment.give')) return 'assign'
  return hasDraft(paths.claimDetails(id), 'claim.due') ? 'due' : null
}

function Opener(props: { children: string; whyNot: string | undefined; isOpen: boolean; onClick: () => void }) {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      disabled={props.whyNot !== undefined}
      title={props.whyNot}
      aria-expanded={props.isOpen}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  )
}

function Assignee(props: { claim: ClaimView; assignee: AssigneeView; whyNot: string | undefined }) {
  const { personId, name, now } = props.assignee
  return (
    <span className={styles.assignee} data-now={now}>
      {assignmentMessages.now(name, now)}
      <RemoveButton
        action={paths.claimAssignments(props.claim.id)}
        intent="assignment.withdraw"
        fields={{ personId }}
        label={assignmentMessages.takeOff(name)}
        whyNot={props.whyNot}
      />
    </span>
  )
}

function AssignForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  const { view } = useWorkspace()
  const others = view.checkers.filter(({ personId }) => !claim.assignees.some((each) => each.personId === personId))
  if (others.length === 0) return <p className={styles.hint}>{assignmentMessages.allAssigned}</p>
  return (
    <DeedForm
      action={paths.claimAssignments(claim.id)}
      intent="assignment.give"
      label={assignmentMessages.form}
      submit={assignmentMessages.assign}
      values={null}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ errors, draft }) => (
        <NativeSelect
          size="xs"
          name="personId"
          label={assignmentMessages.person}
          // Whoever is assigned by somebody else meanwhile goes from the list, and nobody else takes their place.
          data={[
            { value: '', label: assignmentMessages.choose },
            ...others.map(({ personId, name }) => ({ value: personId, label: name })),
          ]}
          defaultValue={draft['personId']}
          error={errors['personId']}
          autoFocus
        />
      )}
    </DeedForm>
  )
}

function DueForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  return (
    <DeedForm
      action={paths.claimDetails(claim.id)}
      intent="claim.due"
      label={assignmentMessages.due}
      submit={assignmentMessages.saveDue}
      values={{ dueOn: claim.dueOn }}
      seen={claim.dueSeq}
      standing={claim.dueOn || assignmentMessages.notDue}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ values, errors }) => (
        <TextInput
          size="xs"
          type="date"
          name="dueOn"
          label={assignmentMessages.dueOn}
          description={assignmentMessages.dueHint}
          defaultValue={values.dueOn}
          error={errors['dueOn']}
          autoFocus
        />
      )}
    </DeedForm>
  )
}
