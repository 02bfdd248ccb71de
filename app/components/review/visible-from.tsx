import { useState } from 'react'
import { NativeSelect, TextInput } from '@mantine/core'
import { reviewMessages as words } from './review-messages.ts'

interface Props {
  /** What was chosen before, by the names of the fields. */
  readonly draft: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

const options = [
  { value: 'now', label: words.atOnce },
  { value: 'later', label: words.fromThen },
]

/**
 * From when on readers see it: at once, or from a time that is chosen in the person's own time zone and sent as a moment in
 * UTC. Whoever wants a time and names none is told so; nothing goes out early for a time half written.
 */
export function VisibleFrom({ draft, errors }: Props) {
  const [when, setWhen] = useState(draft['when'] ?? 'now')
  const [chosen, setChosen] = useState(draft['chosen'] ?? '')
  return (
    <>
      <NativeSelect
        size="xs"
        name="when"
        label={words.visibleFrom}
        data={options}
        value={when}
        onChange={(event) => setWhen(event.currentTarget.value)}
      />
      {when === 'later' && (
        <>
          <TextInput
            size="xs"
            type="datetime-local"
            name="chosen"
            label={words.fromThen}
            description={words.visibleHint}
            value={chosen}
            error={errors['visibleFrom']}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <input type="hidden" name="visibleFrom" value={momentOf(chosen)} />
        </>
      )}
    </>
  )
}

/** Empty for what is no moment that a calendar of four-digit years has. */
function momentOf(chosen: string): string {
  const date = new Date(chosen)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9_999 ? '' : date.toISOString()
}
