import type { Mark, Refusal } from '../history/aggregate.ts'
import type { Span } from '../reports/passage.ts'
import type { ClaimEvent } from './claim.ts'

/** Exact words of one edition that a claim stands on. */
export interface Passage extends Span {
  readonly id: string
  readonly seq: number
  readonly edition: number
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
  readonly withdrawn: boolean
}

export type NewPassage = Omit<Passage, 'seq' | 'withdrawn'>

export type PassageCommand =
  | { kind: 'passage.add'; passage: NewPassage }
  | { kind: 'passage.withdraw'; passageId: string }

/** Whether two passages are the same words at the same place. */
export function isSamePlace(one: NewPassage, other: NewPassage): boolean {
  return one.edition === other.edition && one.start === other.start && one.end === other.end
}

/** Why a change of the passages makes no sense now; null when it does. */
export function decidePassage(passages: readonly Passage[], command: PassageCommand): Refusal | null {
  const standing = passages.filter(({ withdrawn }) => !withdrawn)
  if (command.kind === 'passage.add') {
    return standing.some((each) => isSamePlace(each, command.passage))
      ? { refused: 'This claim already stands on these words.', because: 'invalid' }
      : null
  }
  if (!standing.some(({ id }) => id === command.passageId)) {
    return { refused: 'This passage is gone.', because: 'not-found' }
  }
  return standing.length > 1
    ? null
    : { refused: 'A claim stands on at least one passage. Add another first.', because: 'invalid' }
}

/** The passages after an event. */
export function evolvePassages(passages: readonly Passage[], event: ClaimEvent, { seq }: Mark): readonly Passage[] {
  if (event.kind === 'passage.add') return [...passages, { ...event.passage, seq, withdrawn: false }]
  if (event.kind === 'passage.withdraw') {
    return passages.map((each) => (each.id === event.passageId ? { ...each, seq, withdrawn: true } : each))
  }
  return passages
}
