import { useState, type FormEvent, type RefObject } from 'react'
import { Button, Group, Text, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { changeMessages } from '../review/messages.ts'
import { reportMessages } from './messages.ts'
import { placesOf } from './places.ts'
import type { useMakeClaim } from './use-make-claim.ts'
import { useWorkspace } from './workspace-context.ts'
import styles from './words-finder.module.css'

interface Props {
  readonly maker: ReturnType<typeof useMakeClaim>
  readonly inputRef: RefObject<HTMLInputElement>
}

const around = 40

/** Making a claim without selecting: the exact words are typed, found in the report and shown in their place. */
export function WordsFinder({ maker, inputRef }: Props) {
  const { view, changes } = useWorkspace()
  const [words, setWords] = useState('')
  const [nth, setNth] = useState(0)
  const { text } = view.report
  const places = placesOf(text, words)
  const at = places.length > 0 ? nth % places.length : 0
  const place = places[at]
  const run = async (deed: (chosen: { start: number; end: number }) => Promise<boolean>) => {
    if (!place || !(await deed(place))) return
    // The next words may be there already.
    setWords((now) => (now === words ? '' : now))
    // Without words its button can do nothing more, and would lose the focus.
    inputRef.current?.focus()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void run(maker.make)
  }
  return (
    <details className={styles.finder} data-words-finder>
      <summary>{reportMessages.fromWords}</summary>
      <form onSubmit={onSubmit}>
        <TextInput
          ref={inputRef}
          size="xs"
          mt="xs"
          label={reportMessages.findWords}
          description={reportMessages.fromWordsHint}
          value={words}
          autoComplete="off"
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setNth(0)
          }}
        />
        <Text size="xs" mt={4} role="status">
          {words.trim() !== '' && (place ? reportMessages.foundSome(places.length, at + 1) : reportMessages.foundNone)}
        </Text>
        {place && (
          <p className={styles.context} dir="auto">
            …{text.slice(Math.max(0, place.start - around), place.start)}
            <mark>{text.slice(place.start, place.end)}</mark>
            {text.slice(place.end, place.end + around)}…
          </p>
        )}
        <Group gap="xs" mt="xs">
          <BusyButton type="submit" size="xs" disabled={!place || maker.whyNot !== undefined} busy={maker.busy}>
            {reportMessages.makeClaim}
          </BusyButton>
          {maker.addTo !== null && (
            <Button size="xs" variant="default" disabled={!place} onClick={() => void run(maker.add)}>
              {reportMessages.addTo(maker.addTo)}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            disabled={!place || maker.whyNot !== undefined}
            onClick={() => place && changes.ask(place)}
          >
            {changeMessages.ask}
          </Button>
          {places.length > 1 && (
            <Button size="xs" variant="subtle" onClick={() => setNth(at + 1)}>
              {reportMessages.nextPlace}
            </Button>
          )}
        </Group>
        {(maker.whyNot ?? maker.problem) && (
          <Text size="xs" mt={4} role="alert">
            {maker.whyNot ?? maker.problem}
          </Text>
        )}
      </form>
    </details>
  )
}
