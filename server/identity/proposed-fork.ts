import type { Mark, Refusal } from '../history/aggregate.ts'

/** What somebody proposed when the history of a team could not be signed on, and what another person said to it. */
export interface ProposedFork {
  readonly number: number
  readonly reason: string
  /** The note that was signed last and would be left, to the letter; how many entries it was signed for. */
  readonly note: string
  readonly signed: number
  /** How many entries there were when it was proposed. */
  readonly size: number
  readonly proposedBy: string
  readonly proposedAt: string
  readonly state: 'proposed' | 'confirmed' | 'withdrawn'
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly seq: number
}

/** `by` is who asks; `last` is the note that was signed last and is not gone on from, null when there is none. */
export type ForkCommand =
  | { kind: 'fork.propose'; reason: string; note: string; signed: number; size: number }
  | { kind: 'fork.confirm'; number: number; by: string; last: string | null }
  | { kind: 'fork.withdraw'; number: number }
export type ForkEvent =
  | Extract<ForkCommand, { kind: 'fork.propose' | 'fork.withdraw' }>
  | { kind: 'fork.confirm'; number: number }

/** Whether a command or an event is about a fork. */
export function isOfFork<Deed extends { kind: string }>(deed: Deed): deed is Extract<Deed, { kind: `fork.${string}` }> {
  return deed.kind.startsWith('fork.')
}

/** Decides on a fork of the team's history: one proposal is open at a time. */
export function decideFork(forks: readonly ProposedFork[], command: ForkCommand): ForkEvent | Refusal {
  if (command.kind === 'fork.propose') {
    const isOpen = forks.some(({ state }) => state === 'proposed')
    return isOpen ? { refused: 'A fork is proposed already. Withdraw that first.', because: 'invalid' } : command
  }
  const fork = forks.find(({ number }) => number === command.number)
  if (!fork) return { refused: 'There is no such proposal.', because: 'not-found' }
  if (fork.state !== 'proposed')
    return { refused: `This proposal was ${fork.state} already.`, because: 'changed-since' }
  if (command.kind === 'fork.withdraw') return command
  const refusal = refusedConfirming(fork, command)
  return refusal ?? { kind: command.kind, number: command.number }
}

/** Why this person does not confirm a proposal now: it is another person's deed, and about the note that was signed last. */
export function refusedConfirming(
  { proposedBy, note }: Pick<ProposedFork, 'proposedBy' | 'note'>,
  { by, last }: { readonly by: string; readonly last: string | null },
): Refusal | null {
  if (by === proposedBy) {
    return { refused: 'You proposed this: another admin or an auditor confirms it.', because: 'forbidden' }
  }
  if (last === null) {
    const refused = 'There is nothing to be left now: the history is signed on, or what was signed last cannot be read.'
    return { refused, because: 'changed-since' }
  }
  const refused = 'What was signed last is not what was proposed to be left. Propose it anew.'
  return note === last ? null : { refused, because: 'changed-since' }
}

/** The proposals after one more deed on them. */
export function withFork(
  forks: readonly ProposedFork[],
  event: ForkEvent,
  { seq, at, actor }: Mark,
): readonly ProposedFork[] {
  if (event.kind === 'fork.propose') {
    const { kind: _, ...proposed } = event
    const open = { state: 'proposed', decidedBy: null, decidedAt: null } as const
    return [...forks, { number: forks.length + 1, ...proposed, proposedBy: actor, proposedAt: at, ...open, seq }]
  }
  const state = event.kind === 'fork.confirm' ? 'confirmed' : 'withdrawn'
  return forks.map((fork) =>
    fork.number === event.number ? { ...fork, state, decidedBy: actor, decidedAt: at, seq } : fork,
  )
}
