import { useState } from 'react'
import { TextInput } from '@mantine/core'
import { reviewMessages as words } from './review-messages.ts'

/** From when on readers see it: chosen in the person's own time zone, sent as a moment in UTC. */
export function VisibleFrom({ error }: { error: string | undefined }) {
  const [chosen, setChosen] = useState('')
  const moment = chosen === '' ? '' : new Date(chosen).toISOString()
  return (
    <>
      <TextInput
        size="xs"
        type="datetime-local"
        label={words.visibleFrom}
        description={words.visibleHint}
        value={chosen}
        error={error}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <input type="hidden" name="visibleFrom" value={moment} />
    </>
  )
}
