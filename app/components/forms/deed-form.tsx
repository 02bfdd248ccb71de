import {
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlert } from '#app/ui/icons.ts'
import { BusyButton } from '#app/ui/busy-button.tsx'
import {
  draftName,
  draftOf,
  dropDraft,
  isUnderway,
  keepDraft,
  onDrafts,
  sendDraft,
  touchedOver,
  typedIn,
  type Base,
  type Typed,
} from './drafts.ts'
import { dataOf } from './form-data.ts'
import { formMessages } from './messages.ts'
import { useFirstWrongField, useNews } from './refused-fields.ts'
import { useDeed, type DeedProblem } from './use-deed.ts'

interface Props<Values> {
  readonly action: string
  readonly intent: string
  /** Which of several things with the same action and intent this form is about. */
  readonly subject?: string
  /** The intent of a form in whose place this one may come: what was typed there is here. */
  readonly draftAs?: string
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
  /** What is said once it is saved, where nothing else on the page shows it. */
  readonly savedWords?: string
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
  const { send, problem, clear } = useDeed(props.action)
  const name = draftName(props.action, props.draftAs ?? props.intent, props.subject)
  const busy = useSyncExternalStore(onDrafts, () => isUnderway(name), isNever)
  const [held, setHeld] = useState(() => heldDraft(name, props.values))
  const [saved, setSaved] = useState<Saved | null>(null)
  const [round, setRound] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const reasonId = useId()
  const [isOvertaken, setOvertaken] = useState(false)
  const filled = held ?? filling(props, saved, round)
  useFirstWrongField(form, problem)
  const { news, goOn } = useNews(problem)
  // It may have been sent by this form as it was before another claim was open.
  useEffect(() => onDrafts(() => draftOf(name) === null && setHeld(null)), [name])

  const release = () => {
    dropDraft(name)
    setOvertaken(false)
    setHeld(null)
    setRound((count) => count + 1)
    clear()
  }
  const holdOn = (base: Base) => {
    const draft = draftOf(name)
    if (draft) keepDraft(name, { ...draft, base })
    setHeld((current) => current && { ...current, base })
  }
  const submit = async (seen: number | undefined) => {
    if (!form.current || busy) return
    goOn()
    const data = dataOf(form.current)
    const sent = typedIn(data)
    const endSending = sendDraft(name, sent)
    if (seen !== undefined) data.set('seen', String(seen))
    const answer = await send(props.intent, data)
    const hasMore = endSending()
    if (!answer.ok) return
    const stands = seen === undefined ? undefined : standsAt(answer)
    if (hasMore) {
      // What was sent stands now, at its own seq: what was typed after it is a change of that and of nothing newer.
      holdOn({ seen: stands ?? seen, fields: sent })
      return setOvertaken(true)
    }
    setSaved(stands === undefined ? null : { seq: stands, fields: sent })
    release()
    props.onDone?.(answer.id, answer)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit(filled.base.seen)
  }
  const onInput = () => {
    goOn()
    if (form.current) keepDraft(name, { fields: typedIn(new FormData(form.current)), base: filled.base })
    setHeld((current) => current ?? filled)
  }
  const cancel = () => {
    dropDraft(name)
    props.onCancel?.()
  }
  const submitMine = () => {
    const standing = { seen: props.seen, fields: fieldsOf(props.values) }
    if (form.current && props.isInParts) {
      const typed = typedIn(new FormData(form.current))
      fillIn(form.current, touchedOver(standing.fields, { fields: typed, base: filled.base }))
      onInput()
    }
    holdOn(standing)
    void submit(props.seen)
  }
  return (
    <form ref={form} onSubmit={onSubmit} onInput={onInput} onKeyDown={submitByKey} aria-label={props.label} noValidate>
      <fieldset className="fields" disabled={props.readOnly !== undefined}>
        <Stack gap="xs" key={filled.filling}>
          {props.children({ values: filled.values, draft: filled.draft, errors: problem?.fields ?? {} })}
        </Stack>
        {news && (
          <Failure
            problem={news}
            standing={props.standing}
            isKnown={props.seen !== filled.base.seen}
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
          {props.savedWords && (
            <Text role="status" size="xs">
              {saved && !held && !problem ? props.savedWords : ''}
            </Text>
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

const isNever = () => false

/** In a field of several lines Enter is a line. */
function submitByKey(event: KeyboardEvent<HTMLFormElement>): void {
  const { key, ctrlKey, metaKey, repeat, target } = event
  if (key !== 'Enter' || !(ctrlKey || metaKey) || repeat || event.defaultPrevented) return
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) event.currentTarget.requestSubmit()
}

/** Puts values into fields that are on the page. */
function fillIn(form: HTMLFormElement, fields: Typed): void {
  for (const [field, value] of Object.entries(fields)) {
    const control = form.elements.namedItem(field)
    if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.value = value
    if (control instanceof HTMLTextAreaElement) control.value = value
  }
}

/** What was saved by this form, and where it stands. */
interface Saved {
  readonly seq: number
  readonly fields: Typed
}

/** What nobody has typed in is filled with: what was saved from here, until the page knows as much, else what stands. */
function filling<Values>({ values, seen }: Props<Values>, saved: Saved | null, round: number): Held<Values> {
  if (saved && seen !== undefined && seen < saved.seq) {
    const base = { seen: saved.seq, fields: saved.fields }
    return { values: { ...values, ...saved.fields }, base, draft: {}, filling: `saved-${String(round)}` }
  }
  return {
    values,
    base: { seen, fields: fieldsOf(values) },
    draft: {},
    filling: `${String(seen ?? 0)}-${String(round)}`,
  }
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
  /** Whether the page has loaded what stands now. */
  readonly isKnown: boolean
  readonly standing: ReactNode
  readonly mine: string
  readonly onMine: () => void
  readonly onTheirs: () => void
}

function Failure(props: FailureProps) {
  const changed = props.problem.id === 'changed-since'
  const isToChoose = changed && props.isKnown
  return (
    <Alert role="alert" mt="xs" p="xs" color={changed ? 'yellow' : 'red'} icon={<IconAlert size={18} />}>
      <Text size="sm">{props.problem.message}</Text>
      {isToChoose && props.standing && (
        <>
          <Text size="sm" mt={4}>
            {formMessages.keptYours}
          </Text>
          <Text size="sm" fw={600} component="div">
            {props.standing}
          </Text>
        </>
      )}
      {isToChoose && (
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
