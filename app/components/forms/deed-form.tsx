import { useEffect, useId, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlert } from '#app/ui/icons.ts'
import { BusyButton } from '#app/ui/busy-button.tsx'
import {
  draftName,
  draftOf,
  dropDraft,
  keepDraft,
  sendDraft,
  touchedOver,
  typedIn,
  type Base,
  type Typed,
} from './drafts.ts'
import { formMessages } from './messages.ts'
import { useDeed, type DeedProblem } from './use-deed.ts'

interface Props<Values> {
  readonly action: string
  readonly intent: string
  /** Which of several things with the same action and intent this form is about. */
  readonly subject?: string
  /** The values that stand now. */
  readonly values: Values
  /** The seq they stand at; sent back as `seen`. Leave out for a form that adds something. */
  readonly seen?: number
  readonly label: string
  readonly submit: string
  /** A sentence when the person may not use this form. */
  readonly readOnly?: string | undefined
  /** Its fields say different things, so that of two people who change it each may have their own. */
  readonly isInParts?: boolean
  /** What stands now, in words, shown when somebody else changed it meanwhile. */
  readonly standing?: ReactNode
  readonly onDone?: (id: string | undefined, answer: Readonly<Record<string, unknown>>) => void
  readonly onCancel?: () => void
  readonly children: (form: FormState<Values>) => ReactNode
}

interface FormState<Values> {
  /** The values to fill the fields with: those that stand, or what was typed before. */
  readonly values: Values
  /** What was typed before, by the names of the fields. */
  readonly draft: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/**
 * A form whose fields the browser owns. Once somebody types in it, nothing that arrives from others changes it:
 * it keeps the values and the seq that it was filled from until it is saved or given up, also while another claim is
 * open.
 */
export function DeedForm<Values>(props: Props<Values>) {
  const { send, busy, problem, clear } = useDeed(props.action)
  const name = draftName(props.action, props.intent, props.subject)
  const [held, setHeld] = useState(() => heldDraft(name, props.values))
  const [round, setRound] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const reasonId = useId()
  const [isOvertaken, setOvertaken] = useState(false)
  const filled = held ?? {
    values: props.values,
    base: { seen: props.seen, fields: fieldsOf(props.values) },
    draft: {},
    filling: `${String(props.seen ?? 0)}-${String(round)}`,
  }
  useEffect(() => {
    if (problem && Object.keys(problem.fields).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])

  const release = () => {
    dropDraft(name)
    setOvertaken(false)
    setHeld(null)
    setRound((count) => count + 1)
    clear()
  }
  // What was sent stands now, at its own seq: what was typed after it is a change of that and of nothing newer.
  const goOnFrom = (base: Base) => {
    const draft = draftOf(name)
    if (draft) keepDraft(name, { ...draft, base })
    setHeld((current) => current && { ...current, base })
    setOvertaken(true)
  }
  const submit = async (seen: number | undefined, over: Typed = {}) => {
    if (!form.current || busy) return
    const data = new FormData(form.current)
    const endSending = sendDraft(name, typedIn(data))
    for (const [field, value] of Object.entries(over)) data.set(field, value)
    const sent = typedIn(data)
    if (seen !== undefined) data.set('seen', String(seen))
    const answer = await send(props.intent, data)
    const hasMore = endSending()
    if (!answer.ok) return
    if (hasMore) return goOnFrom({ seen: seen === undefined ? undefined : (standsAt(answer) ?? seen), fields: sent })
    release()
    props.onDone?.(answer.id, answer)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit(filled.base.seen)
  }
  const onInput = () => {
    if (form.current) keepDraft(name, { fields: typedIn(new FormData(form.current)), base: filled.base })
    setHeld((current) => current ?? filled)
  }
  const cancel = () => {
    dropDraft(name)
    props.onCancel?.()
  }
  const submitMine = () => {
    if (!form.current) return
    const mine = { fields: typedIn(new FormData(form.current)), base: filled.base }
    void submit(props.seen, props.isInParts ? touchedOver(fieldsOf(props.values), mine) : {})
  }
  return (
    <form ref={form} onSubmit={onSubmit} onInput={onInput} onKeyDown={submitByKey} aria-label={props.label} noValidate>
      <fieldset disabled={props.readOnly !== undefined} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack gap="xs" key={filled.filling}>
          {props.children({ values: filled.values, draft: filled.draft, errors: problem?.fields ?? {} })}
        </Stack>
        {problem && (
          <Failure
            problem={problem}
            standing={props.standing}
            mine={props.isInParts ? formMessages.mineInParts : formMessages.mine}
            onMine={submitMine}
            onTheirs={release}
          />
        )}
        <Group gap="xs" mt="xs">
          <BusyButton type="submit" size="xs" busy={busy} aria-describedby={props.readOnly ? reasonId : undefined}>
            {props.submit}
          </BusyButton>
          {props.onCancel && (
            <Button type="button" size="xs" variant="default" onClick={cancel}>
              {formMessages.cancel}
            </Button>
          )}
          {held && (
            <Text size="xs" c="dimmed">
              {isOvertaken ? sinceThen(props.seen) : formMessages.notSent}
            </Text>
          )}
        </Group>
      </fieldset>
      {props.readOnly && (
        <Text id={reasonId} size="xs" c="dimmed" mt={4}>
          {props.readOnly}
        </Text>
      )}
    </form>
  )
}

/** In a field of several lines Enter is a line. */
function submitByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
}

interface Held<Values> {
  readonly values: Values
  readonly base: Base
  readonly draft: Readonly<Record<string, string>>
  /** Another one when the fields are to be filled anew. */
  readonly filling: string
}

/** Where what was sent stands, by the answer to it. */
const standsAt = ({ seq }: Readonly<Record<string, unknown>>) => (typeof seq === 'number' ? seq : undefined)

const sinceThen = (seen: number | undefined) =>
  seen === undefined ? formMessages.addedSince : formMessages.notSentSince

/** What the form is filled with when something was typed in it before. */
function heldDraft<Values>(name: string, standing: Values): Held<Values> | null {
  const draft = draftOf(name)
  return draft && { values: { ...standing, ...draft.fields }, base: draft.base, draft: draft.fields, filling: 'draft' }
}

/** What the fields hold when a form is filled with these values. */
const fieldsOf = (values: unknown): Typed =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => typeof value === 'string'))

interface FailureProps {
  readonly problem: DeedProblem
  readonly standing: ReactNode
  readonly mine: string
  readonly onMine: () => void
  readonly onTheirs: () => void
}

function Failure(props: FailureProps) {
  const changed = props.problem.id === 'changed-since'
  return (
    <Alert role="alert" mt="xs" p="xs" color={changed ? 'yellow' : 'red'} icon={<IconAlert size={18} />}>
      <Text size="sm">{props.problem.message}</Text>
      {changed && props.standing && (
        <>
          <Text size="sm" mt={4}>
            {formMessages.keptYours}
          </Text>
          <Text size="sm" fw={600} component="div">
            {props.standing}
          </Text>
        </>
      )}
      {changed && (
        <Group gap="xs" mt="xs">
          <Button size="xs" type="button" onClick={props.onMine}>
            {props.mine}
          </Button>
          <Button size="xs" type="button" variant="default" onClick={props.onTheirs}>
            {formMessages.theirs}
          </Button>
        </Group>
      )}
    </Alert>
  )
}
