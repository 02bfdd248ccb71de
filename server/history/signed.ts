import { originAfter, type Fork, type NumberedCheckpoint } from './fork.ts'
import { isSame, rootOf, type Peaks } from './tree.ts'

/** A note on a team's history, as it was found. */
export interface FoundNote {
  readonly subject: string
  /** For how many entries it was signed, and under which origin, as the place says where it lies. */
  readonly size: number
  readonly number: number
  /** What it says, whoever signed it; null when it cannot be read. */
  readonly says: NumberedCheckpoint | null
  /** Whether it was signed by the key that is here; also when none is here. */
  readonly isOwn: boolean
}

interface SignedHead extends FoundNote {
  /** By which fork its origin was left; null for the origin of now. */
  readonly leftBy: Fork | null
  readonly wrong: string | null
}

/** What was signed of a team's history, by how many entries it had; emptied as it is looked at. */
export interface Signed {
  readonly heads: Map<number, readonly SignedHead[]>
  readonly forks: readonly Fork[]
  /** Up to which entry what was left at a fork is in the history, and from where on it is not, as far as notes tell. */
  readonly kept: Map<Fork, number>
  readonly parted: Map<Fork, FoundNote>
}

/** What verification holds against the entries: the notes, in the light of the forks. */
export function signedBy(notes: readonly FoundNote[], forks: readonly Fork[]): Signed {
  const heads = new Map<number, SignedHead[]>()
  for (const note of notes) {
    const leftBy = forks.find(({ left }) => left !== null && left.number >= note.number) ?? null
    const head = { ...note, leftBy, wrong: wrongNote(note, leftBy, forks) }
    const known = heads.get(note.size)
    if (known) known.push(head)
    else heads.set(note.size, [head])
  }
  return { heads, forks, kept: new Map(), parted: new Map() }
}

function wrongNote({ says, size, number, isOwn }: FoundNote, leftBy: Fork | null, forks: readonly Fork[]) {
  // Behind a fork the key may be another one; what was signed by the former is still held against the entries.
  if (!says || (!isOwn && !leftBy)) return 'it was not signed by the key of this server, or cannot be read'
  if (says.size !== size) return `it says that there were ${says.size} entries`
  if (says.number !== number) return `it was signed under ${says.origin}`
  if (leftBy?.left) {
    const { left } = leftBy
    return number === left.number && size > left.size
      ? `under this origin ${left.size} entries were signed at last`
      : null
  }
  if (number !== originAfter(forks)) return `it was signed under ${says.origin}, to which no fork leads`
  return size < (forks.at(-1)?.seq ?? 0) ? 'it was signed under an origin that begins later' : null
}

/** What is wrong in what was signed when the history had these peaks; it is taken out, as looked at. */
export function wrongSigned(signed: Signed, size: number, peaks: Peaks): { subject: string; what: string } | null {
  const fork = signed.forks.find(({ seq }) => seq === size)
  if (fork?.wrong) return { subject: `the fork of ${fork.at}`, what: fork.wrong }
  const heads = signed.heads.get(size) ?? []
  signed.heads.delete(size)
  for (const head of heads) {
    const { subject, wrong, says, leftBy } = head
    if (wrong) return { subject, what: wrong }
    const isKept = says !== null && isSame(says.root, rootOf(peaks))
    if (!leftBy && !isKept) return { subject, what: otherEntries }
    if (leftBy && isKept) {
      const other = signed.parted.get(leftBy)
      if (other) return { subject: other.subject, what: otherEntries }
      signed.kept.set(leftBy, size)
    }
    if (leftBy && !isKept && !signed.parted.has(leftBy)) signed.parted.set(leftBy, head)
  }
  return null
}

const otherEntries = 'the entries that it was signed for were others'

/** What is left that was signed of no entry that there is; what was left at a fork is none of it. */
export function unmetSigned({ heads }: Signed, size: number): { subject: string; what: string } | null {
  for (const [at, all] of heads) {
    for (const { subject, wrong, leftBy } of all) {
      if (wrong) return { subject, what: wrong }
      if (!leftBy) return { subject, what: `it was signed for ${at} entries, but there are ${size}` }
    }
  }
  return null
}

/** Up to which entry readers see what was published, as it lies in the database. */
interface ForReaders {
  readonly seq: number
  readonly waitsAfter: number
}

/**
 * What is wrong in that, where the largest checkpoint has so many entries; 0 for none. That `waitsAfter` was the head when
 * publications began to wait, nothing else tells: only that it is not behind what readers see.
 */
export function wrongForReaders(found: ForReaders | null, signed: number): string | null {
  if (!found) return signed > 0 ? 'the row is missing' : null
  const { seq, waitsAfter } = found
  if (waitsAfter < 0 || waitsAfter > seq) return `it says that publications wait since entry ${waitsAfter}`
  const due = Math.max(signed, waitsAfter)
  return seq === due ? null : `it lets readers see up to entry ${seq}, but ${signed} were signed`
}

/** What was left at a fork: how many entries were signed, and how many of them are known to be in the history. */
export interface Left {
  readonly fork: Fork
  readonly signed: number
  readonly kept: number
}

/** What was left at each fork of a history that was read to its end. */
export function leftBehind({ forks, kept }: Signed): Left[] {
  return forks.map((fork) => ({ fork, signed: fork.left?.size ?? 0, kept: kept.get(fork) ?? 0 }))
}
