import type { Mark, Refusal } from '../history/aggregate.ts'
import type { Substitute } from '../history/erasure.ts'
import type { KeptStretch } from '../realtime/kept-sources.ts'

/** What somebody proposed to erase from a team's history, and what another person said to it. */
export interface ProposedErasure {
  readonly number: number
  /** The words that shall go; once they are gone, blocks stand for them here too. */
  readonly words: string
  /** Why it is lawful and must be. */
  readonly reason: string
  readonly proposedBy: string
  readonly proposedAt: string
  readonly state: 'proposed' | 'confirmed' | 'withdrawn'
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly seq: number
}

/**
 * `by` is who asks; `erased` is what stands in the place of the entries that had the words, and `whose` is what these do not
 * tell any more of who wrote what.
 */
export type ErasureCommand =
  | { kind: 'erasure.propose'; words: string; reason: string }
  | { kind: 'erasure.confirm'; number: number; by: string; erased: Substitute[]; whose: KeptStretch[] }
  | { kind: 'erasure.withdraw'; number: number }
export type ErasureEvent =
  | Extract<ErasureCommand, { kind: 'erasure.propose' | 'erasure.withdraw' }>
  | { kind: 'erasure.confirm'; number: number; erased: Substitute[]; whose: KeptStretch[] }

/** Whether a command or an event is about an erasure. */
export function isOfErasure<Deed extends { kind: string }>(
  deed: Deed,
): deed is Extract<Deed, { kind: `erasure.${string}` }> {
  return deed.kind.startsWith('erasure.')
}

/** Decides on an erasure: one proposal is open at a time, and nobody confirms their own. */
export function decideErasure(erasures: readonly ProposedErasure[], command: ErasureCommand): ErasureEvent | Refusal {
  if (command.kind === 'erasure.propose') {
    const isOpen = erasures.some(({ state }) => state === 'proposed')
    return isOpen ? { refused: 'An erasure is proposed already. Decide on that first.', because: 'invalid' } : command
  }
  const erasure = erasures.find(({ number }) => number === command.number)
  if (!erasure) return { refused: 'There is no such proposal.', because: 'not-found' }
  if (erasure.state !== 'proposed') {
    return { refused: `This proposal was ${erasure.state} already.`, because: 'changed-since' }
  }
  if (command.kind === 'erasure.withdraw') return command
  if (command.by === erasure.proposedBy) return { refused: ownProposal, because: 'forbidden' }
  return { kind: command.kind, number: command.number, erased: command.erased, whose: command.whose }
}

/** Why nobody confirms what they proposed. */
export const ownProposal = 'You proposed this: another editor or admin confirms it.'

/** The proposals after one more deed on them. */
export function withErasure(
  erasures: readonly ProposedErasure[],
  event: ErasureEvent,
  { seq, at, actor }: Mark,
): readonly ProposedErasure[] {
  if (event.kind === 'erasure.propose') {
    const { words, reason } = event
    const open = { state: 'proposed', decidedBy: null, decidedAt: null } as const
    const number = erasures.length + 1
    return [...erasures, { number, words, reason, proposedBy: actor, proposedAt: at, ...open, seq }]
  }
  const state = event.kind === 'erasure.confirm' ? 'confirmed' : 'withdrawn'
  return erasures.map((erasure) =>
    erasure.number === event.number ? { ...erasure, state, decidedBy: actor, decidedAt: at, seq } : erasure,
  )
}
