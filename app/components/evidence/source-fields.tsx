import { useState } from 'react'
import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import type { RefObject } from 'react'
import { useWorkspace } from '../reports/workspace-context.ts'
import { evidenceMessages as words } from './messages.ts'

type ByName = Readonly<Record<string, string>>

interface Props {
  readonly errors: ByName
  /** What was typed before. */
  readonly draft: ByName
}

/** One of the team's sources, or the fields of a new one. */
export function SourceFields({ errors, draft, focusRef }: Props & { focusRef: RefObject<HTMLSelectElement> }) {
  const { view } = useWorkspace()
  const [chosen, setChosen] = useState(draft['sourceId'] ?? '')
  const options = [
    { value: '', label: words.newSource },
    ...view.sources.map((source) => ({ value: source.id, label: source.title || source.url })),
  ]
  return (
    <>
      <NativeSelect
        ref={focusRef}
        size="xs"
        name="sourceId"
        label={words.source}
        data={options}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        error={errors['sourceId']}
      />
      {chosen === '' && <NewSourceFields errors={errors} draft={draft} />}
    </>
  )
}

function NewSourceFields({ errors, draft }: Props) {
  const field = (name: 'title' | 'publisher' | 'author', label: string) => (
    <TextInput size="xs" name={name} label={label} defaultValue={draft[name]} error={errors[name]} />
  )
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
      <TextInput
        size="xs"
        name="url"
        type="url"
        label={words.url}
        placeholder="https://"
        defaultValue={draft['url']}
        error={errors['url']}
      />
      {field('title', words.title)}
      {field('publisher', words.publisher)}
      {field('author', words.author)}
      <TextInput
        size="xs"
        name="publishedOn"
        type="date"
        label={words.publishedOn}
        defaultValue={draft['publishedOn']}
        error={errors['publishedOn']}
      />
      <NativeSelect
        size="xs"
        name="sourceKind"
        label={words.kind}
        defaultValue={draft['sourceKind']}
        data={[
          { value: 'primary', label: words.primary },
          { value: 'secondary', label: words.secondary },
        ]}
        error={errors['sourceKind']}
      />
    </SimpleGrid>
  )
}
