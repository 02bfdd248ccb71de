import { originNumber, readCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { Entry } from './entry.ts'
import { textOf } from './note.ts'

/** A fork that was confirmed: a team's history is signed under a new origin from there on. */
export interface Fork {
  /** The entry that confirmed it, and when that was: ISO 8601 in UTC. */
  readonly seq: number
  readonly at: string
  readonly proposedBy: string
  readonly confirmedBy: string
  /** The note that was signed last, which is left, and what it says; null when it says nothing. */
  readonly note: string
  readonly left: NumberedCheckpoint | null
  /** What is wrong with it; null for nothing. */
  readonly wrong: string | null
}

/** What was signed, with the number of its origin. */
export interface NumberedCheckpoint extends Checkpoint {
  readonly number: number
}

/** The kinds of entries that make forks. */
export const forkKinds = ['fork.propose', 'fork.confirm', 'fork.withdraw'] as const

/** What a note says of a team's history, whoever signed it; null for any other note. */
export function readNumbered(note: string, teamId: string): NumberedCheckpoint | null {
  const read = readCheckpoint(textOf(note))
  const number = read && originNumber(read.origin, teamId)
  return read && number !== null ? { ...read, number } : null
}

interface Proposal extends Pick<Entry, 'actor' | 'seq'> {
  readonly note: string
  isOpen: boolean
}

/**
 * The forks that these entries of a team confirm, which are all of their kinds, in order. It asks the entries and nobody
 * else whether two people did it, so that no row of the database makes a fork.
 */
export function forksIn(teamId: string, entries: readonly Entry[]): Fork[] {
  const proposals: Proposal[] = []
  const forks: Fork[] = []
  for (const entry of entries.filter(({ subject }) => subject.type === 'team' && subject.id === teamId)) {
    const said = payloadOf(entry)
    if (entry.kind === 'fork.propose') {
      proposals.push({ actor: entry.actor, seq: entry.seq, note: String(said['note']), isOpen: true })
      continue
    }
    const proposal = proposals[Number(said['number']) - 1]
    if (entry.kind === 'fork.confirm') forks.push(forkOf(teamId, entry, proposal, forks.at(-1)))
    if (proposal) proposal.isOpen = false
  }
  return forks
}

function forkOf(teamId: string, entry: Entry, proposal: Proposal | undefined, before: Fork | undefined): Fork {
  const { seq, at, actor } = entry
  const note = proposal?.note ?? ''
  const left = readNumbered(note, teamId)
  const wrong = wrongFork(entry, proposal, left, before)
  return { seq, at, proposedBy: proposal?.actor ?? '', confirmedBy: actor, note, left, wrong }
}

function wrongFork(
  { actor }: Entry,
  proposal: Proposal | undefined,
  left: NumberedCheckpoint | null,
  before: Fork | undefined,
): string | null {
  if (!proposal?.isOpen) return 'it confirms a fork that nobody proposed, or that was decided already'
  if (proposal.actor === actor) return 'the same person proposed and confirmed the fork'
  if (!left) return 'the fork leaves what is no note on this history'
  if (left.number <= (before?.left?.number ?? 0)) return 'the fork leaves an origin that was left before'
  return null
}

// An altered payload is named by whoever reads all entries.
function payloadOf({ payload }: Entry): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(new TextDecoder().decode(payload)))
  } catch {
    return {}
  }
}

/** Under which of its origins a history with these forks is signed. */
export const originAfter = (forks: readonly Fork[]): number => (forks.at(-1)?.left?.number ?? 0) + 1
