import { NativeSelect, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import type { EvidenceView } from '#server/reports/workspace.ts'
import { evidenceMessages as words, stanceNames, stances } from './messages.ts'

export type Bearing = Pick<EvidenceView, 'stance' | 'quote' | 'locator' | 'note'>

const stanceOptions = stances.map((stance) => ({ value: stance, label: stanceNames[stance] }))

interface Props {
  readonly values: Bearing
  readonly errors: Readonly<Record<string, string>>
}

/** What a source says of the claim: stance, quoted words, where they stand, and a note. */
export function BearingFields({ values, errors }: Props) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        <NativeSelect
          size="xs"
          name="stance"
          label={words.stance}
          data={stanceOptions}
          defaultValue={values.stance}
          error={errors['stance']}
        />
        <TextInput
          size="xs"
          name="locator"
          label={words.locator}
          placeholder={words.locatorHint}
          defaultValue={values.locator}
          error={errors['locator']}
        />
      </SimpleGrid>
      <Textarea
        size="xs"
        name="quote"
        label={words.quote}
        rows={2}
        defaultValue={values.quote}
        error={errors['quote']}
      />
      <Textarea size="xs" name="note" label={words.note} rows={2} defaultValue={values.note} error={errors['note']} />
    </>
  )
}
