import type { RefObject } from 'react'
import { Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { ratings, scale } from '#server/claims/verdict.ts'
import { stageNames, stages } from '#server/claims/stage.ts'
import { IconSearch } from '#app/ui/icons.ts'
import type { Choice } from './choose.ts'
import { claimMessages } from './messages.ts'

const stageOptions = [
  { value: '', label: claimMessages.anyStage },
  ...stages.map((stage) => ({ value: stage, label: stageNames[stage] })),
]
const ratingOptions = [
  { value: '', label: claimMessages.anyRating },
  { value: 'none', label: claimMessages.noVerdict },
  ...ratings.map((rating) => ({ value: rating, label: scale[rating].name })),
]
const sortOptions = [
  { value: 'team', label: claimMessages.sortTeam },
  { value: 'place', label: claimMessages.sortPlace },
  { value: 'change', label: claimMessages.sortChange },
]

interface Props {
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
  readonly searchRef: RefObject<HTMLInputElement>
}

const picked = <T extends string>(options: readonly { value: string }[], value: string): T =>
  (options.some((option) => option.value === value) ? value : (options[0]?.value ?? '')) as T

/** Which claims to list, and in which order. */
export function ClaimFilters({ choice, onChoice, searchRef }: Props) {
  return (
    <Group gap="xs" role="search" aria-label={claimMessages.filterText}>
      <TextInput
        ref={searchRef}
        size="xs"
        type="search"
        w={{ base: '100%', xs: 150 }}
        aria-label={claimMessages.filterText}
        placeholder={claimMessages.filterText}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={choice.text}
        onChange={(event) => onChoice({ ...choice, text: event.currentTarget.value })}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <NativeSelect
        size="xs"
        aria-label={claimMessages.filterStage}
        data={stageOptions}
        value={choice.stage}
        onChange={(event) => onChoice({ ...choice, stage: picked(stageOptions, event.currentTarget.value) })}
      />
      <NativeSelect
        size="xs"
        aria-label={claimMessages.filterRating}
        data={ratingOptions}
        value={choice.rating}
        onChange={(event) => onChoice({ ...choice, rating: picked(ratingOptions, event.currentTarget.value) })}
      />
      <NativeSelect
        size="xs"
        aria-label={claimMessages.sort}
        data={sortOptions}
        value={choice.sort}
        onChange={(event) => onChoice({ ...choice, sort: picked(sortOptions, event.currentTarget.value) })}
      />
      <Checkbox
        size="xs"
        label={claimMessages.onlyDisputed}
        checked={choice.disputed}
        onChange={(event) => onChoice({ ...choice, disputed: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label={claimMessages.onlyBroken}
        checked={choice.broken}
        onChange={(event) => onChoice({ ...choice, broken: event.currentTarget.checked })}
      />
    </Group>
  )
}
