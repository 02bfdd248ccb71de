import { useRef } from 'react'
import { Button, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { claimKinds, claimKindTitles, priorities, priorityNames } from '#server/claims/classes.ts'
import { tagsIn } from '#server/claims/tags.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { formMessages } from '../forms/messages.ts'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { detailMessages } from './messages.ts'

const kindOptions = [
  { value: '', label: detailMessages.noKind },
  ...claimKinds.map((value) => ({ value, label: claimKindTitles[value] })),
]
const priorityOptions = priorities.map((value) => ({ value, label: priorityNames[value] }))

/** What sort of statement it is, how soon it is to be checked, and its tags. */
export function ClassesForm({ claim }: { claim: ClaimView }) {
  const { claimKind, priority, tags, classesSeq } = claim
  return (
    <DeedForm
      action={paths.claimDetails(claim.id)}
      intent="claim.classify"
      label={detailMessages.classes}
      submit={detailMessages.saveClasses}
      values={{ claimKind: claimKind, priority: priority, tags: tags.join(', ') }}
      seen={classesSeq}
      isInParts
      readOnly={useWhyNot('claim.classify', claim)}
      standing={formMessages.standing({
        [detailMessages.kind]: claimKind && claimKindTitles[claimKind],
        [detailMessages.priority]: priorityNames[priority],
        [detailMessages.tags]: tags.join(', '),
      })}
    >
      {({ values, errors }) => (
        <>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
            <NativeSelect
              size="xs"
              name="claimKind"
              label={detailMessages.kind}
              data={kindOptions}
              defaultValue={values.claimKind}
              error={errors['claimKind']}
            />
            <NativeSelect
              size="xs"
              name="priority"
              label={detailMessages.priority}
              data={priorityOptions}
              defaultValue={values.priority}
              error={errors['priority']}
            />
          </SimpleGrid>
          <TagField standing={values.tags} error={errors['tags']} />
        </>
      )}
    </DeedForm>
  )
}

/** Free entry, with the team's other tags to choose from. */
function TagField({ standing, error }: { standing: string; error: string | undefined }) {
  const { view } = useWorkspace()
  const field = useRef<HTMLInputElement>(null)
  const add = (tag: string) => {
    const input = field.current
    if (!input) return
    input.value = [...new Set([...tagsIn(input.value), tag])].join(', ')
    // The form learns what was typed from its fields.
    input.dispatchEvent(new Event('input', { bubbles: true }))
    input.focus()
  }
  const suggested = view.tags.filter((tag) => !tagsIn(standing).includes(tag)).slice(0, 12)
  return (
    <>
      <TextInput
        ref={field}
        size="xs"
        name="tags"
        label={detailMessages.tags}
        description={detailMessages.tagsHint}
        defaultValue={standing}
        error={error}
      />
      {suggested.length > 0 && (
        <Group gap={4} role="group" aria-label={detailMessages.suggestedTags}>
          {suggested.map((tag) => (
            <Button
              key={tag}
              type="button"
              size="compact-xs"
              variant="default"
              aria-label={detailMessages.addTag(tag)}
              onClick={() => add(tag)}
            >
              {tag}
            </Button>
          ))}
        </Group>
      )}
    </>
  )
}
