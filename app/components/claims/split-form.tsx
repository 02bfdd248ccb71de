import { useRef, type ChangeEvent } from 'react'
import { NativeSelect, TextInput } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { originMessages } from './messages.ts'
import { OriginForm } from './origin-form.tsx'
import { partsOf, type Part } from './split-parts.ts'

/** Makes a second claim out of this one, saying of each part where it goes. */
export function SplitForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  const statement = useRef<HTMLInputElement>(null)
  const parts = partsOf(claim)
  const only = parts.find(({ isOnlyPassage }) => isOnlyPassage)?.quote ?? ''
  const offered = useRef(only)
  const offer = (part: Part) => (event: ChangeEvent<HTMLSelectElement>) => {
    const input = statement.current
    // What somebody wrote themselves stays.
    if (!input || !part.quote || !event.currentTarget.value || input.value !== offered.current) return
    input.value = part.quote
    offered.current = input.value
    // The form learns what was typed from its fields.
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  return (
    <OriginForm
      claim={claim}
      intent="claim.split"
      title={originMessages.splitTitle}
      hint={originMessages.splitHint}
      submit={originMessages.splitDo}
      onDone={onDone}
    >
      {({ errors, draft }) => (
        <>
          {parts.map((part, index) => (
            <NativeSelect
              key={part.id}
              autoFocus={index === 0}
              size="xs"
              name="parts"
              label={part.words}
              description={part.isOnlyPassage && originMessages.onlyPassage}
              data={[...part.fates]}
              defaultValue={fateIn(draft['parts'], part)}
              onChange={offer(part)}
            />
          ))}
          <TextInput
            ref={statement}
            size="xs"
            name="statement"
            label={originMessages.statement}
            description={originMessages.statementHint}
            defaultValue={draft['statement'] ?? only}
            error={errors['statement']}
          />
        </>
      )}
    </OriginForm>
  )
}

function fateIn(draft: string | undefined, part: Part): string {
  const chosen = draft?.split('\n') ?? []
  return part.fates.find(({ value }) => value !== '' && chosen.includes(value))?.value ?? part.fates[0]?.value ?? ''
}
