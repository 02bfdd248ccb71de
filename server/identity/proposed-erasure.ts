import type { Mark, Refusal } from '../history/aggregate.ts'
import { block, type Substitute } from '../history/erasure.ts'
import { blocked } from '../history/substitute.ts'
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

/** Somebody was shown the words that shall go. */
export interface ErasureLook {
  /** That of the proposal. */
  readonly number: number
  readonly lookedBy: string
  readonly lookedAt: string
  readonly seq: number
}

/** What was proposed in a team, and who looked at it. */
export interface Erasing {
  readonly erasures: readonly ProposedErasure[]
  readonly looks: readonly ErasureLook[]
}

/**
 * `by` is who asks; `erased` is what stands in the place of the entries that had the words, and `whose` is what these do not
 * tell any more of who wrote what.
 */
export type ErasureCommand =
  | { kind: 'erasure.propose'; words: string; reason: string }
  | { kind: 'erasure.look'; number: number }
  | { kind: 'erasure.confirm'; number: number; by: string; erased: Substitute[]; whose: KeptStretch[] }
  | { kind: 'erasure.withdraw'; number: number }
export type ErasureEvent =
  | Extract<ErasureCommand, { kind: 'erasure.propose' | 'erasure.look' | 'erasure.withdraw' }>
  | { kind: 'erasure.confirm'; number: number; erased: Substitute[]; whose: KeptStretch[] }

/** Whether a command or an event is about an erasure. */
export function isOfErasure<Deed extends { kind: string }>(
  deed: Deed,
): deed is Extract<Deed, { kind: `erasure.${string}` }> {
  return deed.kind.startsWith('erasure.')
}

/** Decides on an erasure: one proposal is open at a time, and nobody confirms their own, or what they never looked at. */
export function decideErasure({ erasures, looks }: Erasing, command: ErasureCommand): ErasureEvent | Refusal {
  if (command.kind === 'erasure.propose') {
    const isOpen = erasures.some(({ state }) => state === 'proposed')
    return isOpen ? { refused: 'An erasure is proposed already. Decide on that first.', because: 'invalid' } : command
  }
  const erasure = erasures.find(({ number }) => number === command.number)
  if (!erasure) return { refused: 'There is no such proposal.', because: 'not-found' }
  if (command.kind === 'erasure.look') {
    return isErased(erasure.words) ? { refused: erasedAlready, because: 'changed-since' } : command
  }
  if (erasure.state !== 'proposed') {
    return { refused: `This proposal was ${erasure.state} already.`, because: 'changed-since' }
  }
  if (command.kind === 'erasure.withdraw') return command
  if (command.by === erasure.proposedBy) return { refused: ownProposal, because: 'forbidden' }
  if (!hasLooked(looks, command)) return { refused: notLooked, because: 'invalid' }
  return { kind: command.kind, number: command.number, erased: command.erased, whose: command.whose }
}

/** Under whatever proposal it was, nothing is left of such words that anybody could be shown. */
const isErased = (words: string): boolean => words.replaceAll(block, '').trim() === ''
const erasedAlready = 'These words are erased: blocks stand in their place, and there is nothing to show.'

/** Whether somebody was shown the words of a proposal. */
export const hasLooked = (
  looks: readonly Pick<ErasureLook, 'number' | 'lookedBy'>[],
  { number, by }: { readonly number: number; readonly by: string },
): boolean => looks.some((look) => look.number === number && look.lookedBy === by)

/** Why nobody confirms what they never looked at. */
export const notLooked = 'Look at the words first: press “Show the words”. Whoever confirms has seen what goes.'

/** How much of a proposal is told without a look at its words: how long they are, and the reason without them. */
export const veiled = ({ words, reason }: Pick<ProposedErasure, 'words' | 'reason'>) => ({
  letters: Array.from(words).length,
  reason: blocked(reason, words),
})

/** Why nobody can look at the words of a proposal; null when there are some. */
export const whyNotLook = ({ words }: Pick<ProposedErasure, 'words'>): string | null =>
  isErased(words) ? erasedAlready : null

/** How long words are that are not shown. */
export const lettersInWords = (letters: number): string => `${letters} letters, not shown`

/** Why nobody confirms what they proposed. */
export const ownProposal = 'You proposed this: another editor or admin confirms it.'

/** The proposals, and who looked at them, after one more deed. */
export function withErasure({ erasures, looks }: Erasing, event: ErasureEvent, { seq, at, actor }: Mark): Erasing {
  if (event.kind === 'erasure.look') {
    return { erasures, looks: [...looks, { number: event.number, lookedBy: actor, lookedAt: at, seq }] }
  }
  if (event.kind === 'erasure.propose') {
    const { words, reason } = event
    const open = { state: 'proposed', decidedBy: null, decidedAt: null } as const
    const number = erasures.length + 1
    const proposed = { number, words, reason, proposedBy: actor, proposedAt: at, ...open, seq }
    return { erasures: [...erasures, proposed], looks }
  }
  const state = event.kind === 'erasure.confirm' ? 'confirmed' : 'withdrawn'
  const decided = erasures.map((erasure): ProposedErasure =>
    erasure.number === event.number ? { ...erasure, state, decidedBy: actor, decidedAt: at, seq } : erasure,
  )
  return { erasures: decided, looks }
}
