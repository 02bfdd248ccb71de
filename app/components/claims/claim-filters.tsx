import { useState, type RefObject } from 'react'
import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { claimKinds, claimKindTitles, priorities, priorityNames } from '#server/claims/classes.ts'
import { ratings, scale } from '#server/claims/verdict.ts'
import { stageNames, stages } from '#server/claims/stage.ts'
import { IconSearch } from '#app/ui/icons.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { everything, filtersOf, type Choice } from './choose.ts'
import { claimMessages, filterMessages } from './messages.ts'

interface Option {
  readonly value: string
  readonly label: string
}

const options = <T extends string>(any: string, all: readonly T[], names: Readonly<Record<T, string>>): Option[] => [
  { value: '', label: any },
  ...all.map((value) => ({ value, label: names[value] })),
]
const stageOptions = options(claimMessages.anyStage, stages, stageNames)
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
const kindOptions = options(filterMessages.anyKind, claimKinds, claimKindTitles)
const priorityOptions = options(filterMessages.anyPriority, priorities, priorityNames)
const dueOptions = [
  { value: '', label: filterMessages.anyDue },
  { value: 'dated', label: filterMessages.dated },
  { value: 'overdue', label: filterMessages.overdue },
]

interface Props {
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
  readonly searchRef: RefObject<HTMLInputElement>
}

/** Which claims to list, and in which order. */
export function ClaimFilters({ choice, onChoice, searchRef }: Props) {
  const { view } = useWorkspace()
  const [isOpen, setOpen] = useState(false)
  const { personId } = view.viewer
  const shared = { choice, onChoice }
  const further = filtersOf(choice).filter((name) => furtherFilters.includes(name)).length
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
      <Filter label={claimMessages.filterStage} name="stage" data={stageOptions} {...shared} />
      <Filter label={claimMessages.filterRating} name="rating" data={ratingOptions} {...shared} />
      <Filter label={claimMessages.sort} name="sort" data={sortOptions} {...shared} />
      {view.checkers.some((each) => each.personId === personId) && (
        <Checkbox
          size="xs"
          label={filterMessages.mine}
          checked={choice.assignee === personId}
          onChange={(event) => onChoice({ ...choice, assignee: event.currentTarget.checked ? personId : '' })}
        />
      )}
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
      <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {filterMessages.more(further)}
      </Button>
      {isOpen && <FurtherFilters choice={choice} onChoice={onChoice} />}
    </Group>
  )
}

const furtherFilters: readonly (keyof Choice)[] = ['assignee', 'claimKind', 'priority', 'tag', 'due']

function FurtherFilters(shared: Pick<Props, 'choice' | 'onChoice'>) {
  const { view } = useWorkspace()
  const people = [
    { value: '', label: filterMessages.anyone },
    { value: 'nobody', label: filterMessages.nobody },
    ...view.checkers.map(({ personId, name }) => ({ value: personId, label: name })),
  ]
  const tags = [
    { value: '', label: filterMessages.anyTag },
    ...[...new Set(view.claims.flatMap((claim) => claim.tags))].toSorted().map((tag) => ({ value: tag, label: tag })),
  ]
  return (
    <>
      <Filter label={filterMessages.assignee} name="assignee" data={people} {...shared} />
      <Filter label={filterMessages.kind} name="claimKind" data={kindOptions} {...shared} />
      <Filter label={filterMessages.priority} name="priority" data={priorityOptions} {...shared} />
      <Filter label={filterMessages.tag} name="tag" data={tags} {...shared} />
      <Filter label={filterMessages.due} name="due" data={dueOptions} {...shared} />
    </>
  )
}

interface FilterProps {
  readonly label: string
  readonly name: Exclude<keyof Choice, 'disputed' | 'broken' | 'text'>
  readonly data: readonly Option[]
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
}

function Filter({ label, name, data, choice, onChoice }: FilterProps) {
  const pick = (value: string) => {
    const known = data.some((option) => option.value === value)
    onChoice({ ...choice, [name]: known ? value : everything[name] })
  }
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      data={[...data]}
      value={choice[name]}
      onChange={(event) => pick(event.currentTarget.value)}
    />
  )
}
