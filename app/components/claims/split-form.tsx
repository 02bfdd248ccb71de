import { useRef, type ChangeEvent } from 'react'
import { NativeSelect, TextInput } from '@mantine/core'
import { figureWords } from '#server/claims/figure.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { originMessages } from './messages.ts'
import { OriginForm } from './origin-form.tsx'

interface Part {
  readonly id: string
  readonly words: string
  /** The words of a passage; empty for other parts. */
  readonly quote: string
}

function partsOf(claim: ClaimView): readonly Part[] {
  return [
    ...claim.passages.map(({ id, quote }) => ({ id, words: `“${quote}”`, quote })),
    ...claim.figures.map((figure) => ({
      id: figure.id,
      words: originMessages.figure(figureWords(figure)),
      quote: '',
    })),
    ...claim.evidence.map(({ id, source, quote }) => ({
      id,
      words: originMessages.evidence(source.title || source.url, quote),
      quote: '',
    })),
  ]
}

const fatesOf = ({ id }: Part) => [
  { value: '', label: originMessages.stays },
  { value: `go ${id}`, label: originMessages.goes },
  { value: `both ${id}`, label: originMessages.inBoth },
]

/** Makes a second claim out of this one, saying of each part where it goes. */
export function SplitForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  const statement = useRef<HTMLInputElement>(null)
  const offered = useRef('')
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
          {partsOf(claim).map((part, index) => (
            <NativeSelect
              key={part.id}
              autoFocus={index === 0}
              size="xs"
              name="parts"
              label={part.words}
              data={fatesOf(part)}
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
            defaultValue={draft['statement']}
            error={errors['statement']}
          />
        </>
      )}
    </OriginForm>
  )
}

function fateIn(draft: string | undefined, part: Part): string {
  const chosen = draft?.split('\n') ?? []
  return fatesOf(part).find(({ value }) => value !== '' && chosen.includes(value))?.value ?? ''
}
