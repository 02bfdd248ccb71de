import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlert } from '#app/ui/icons.ts'
import { formMessages } from './messages.ts'
import { useDeed, type DeedProblem } from './use-deed.ts'

interface Props<Values> {
  readonly action: string
  readonly intent: string
  /** The values that stand now. */
  readonly values: Values
  /** The seq they stand at; sent back as `seen`. Leave out for a form that adds something. */
  readonly seen?: number
  readonly label: string
  readonly submit: string
  /** A sentence when the person may not use this form. */
  readonly readOnly?: string | undefined
  /** What stands now, in words, shown when somebody else changed it meanwhile. */
  readonly standing?: ReactNode
  readonly onDone?: (id: string | undefined) => void
  readonly onCancel?: () => void
  readonly children: (form: { values: Values; errors: Readonly<Record<string, string>> }) => ReactNode
}

/**
 * A form whose fields the browser owns. Once somebody types in it, nothing that arrives from others changes it:
 * it keeps the values and the seq that it was filled from until it is saved or given up.
 */
export function DeedForm<Values>(props: Props<Values>) {
  const { send, busy, problem, clear } = useDeed(props.action)
  const [held, setHeld] = useState<{ values: Values; seen: number | undefined } | null>(null)
  const [round, setRound] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const reasonId = useId()
  const filled = held ?? { values: props.values, seen: props.seen }
  const unsent = useRef(false)
  useWarnBeforeLeaving(unsent)

  const release = () => {
    unsent.current = false
    setHeld(null)
    setRound((count) => count + 1)
    clear()
  }
  const submit = async (seen: number | undefined) => {
    if (!form.current || busy) return
    const data = new FormData(form.current)
    if (seen !== undefined) data.set('seen', String(seen))
    const answer = await send(props.intent, data)
    if (!answer.ok) return
    release()
    props.onDone?.(answer.id)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit(filled.seen)
  }
  const onInput = () => {
    unsent.current = true
    setHeld((current) => current ?? filled)
  }
  return (
    <form ref={form} onSubmit={onSubmit} onInput={onInput} aria-label={props.label} noValidate>
      <fieldset disabled={props.readOnly !== undefined} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack gap="xs" key={`${filled.seen ?? 0}-${round}`}>
          {props.children({ values: filled.values, errors: problem?.fields ?? {} })}
        </Stack>
        {problem && (
          <Failure
            problem={problem}
            standing={props.standing}
            onMine={() => void submit(props.seen)}
            onTheirs={release}
          />
        )}
        <Group gap="xs" mt="xs">
          <Button type="submit" size="xs" loading={busy} aria-describedby={props.readOnly ? reasonId : undefined}>
            {props.submit}
          </Button>
          {props.onCancel && (
            <Button type="button" size="xs" variant="default" onClick={props.onCancel}>
              {formMessages.cancel}
            </Button>
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

function useWarnBeforeLeaving(unsent: { readonly current: boolean }) {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unsent.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [unsent])
}

function Failure(props: { problem: DeedProblem; standing: ReactNode; onMine: () => void; onTheirs: () => void }) {
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
            {formMessages.mine}
          </Button>
          <Button size="xs" type="button" variant="default" onClick={props.onTheirs}>
            {formMessages.theirs}
          </Button>
        </Group>
      )}
    </Alert>
  )
}
