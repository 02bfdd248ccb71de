import { sha256 } from '#sha256'

/**
 * The tree over a team's entries (RFC 6962 §2.1): its leaves are the entries' hashes in order. A tree is carried as its
 * peaks, the roots of the complete subtrees that it consists of, the largest first: one for every bit of its size.
 */
export type Peaks = readonly Uint8Array[]

/** A run of leaves: from one index up to, but not with, another. */
export interface Range {
  readonly from: number
  readonly to: number
}

const hashLength = 32

const join = (...parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** The hash of a leaf that holds these bytes. */
export const leafHash = (bytes: Uint8Array): Uint8Array => sha256(join(Uint8Array.of(0), bytes))

const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(join(Uint8Array.of(1), left, right))

/** A complete subtree: it spans 2^level leaves, and is the index-th of its size. */
export interface Subtree {
  readonly level: number
  readonly index: number
  readonly hash: Uint8Array
}

/** A tree of `size` leaves with one more; `completed` are the subtrees that this leaf completes, itself the first. */
export function grown(peaks: Peaks, size: number, leaf: Uint8Array): { peaks: Uint8Array[]; completed: Subtree[] } {
  const rest = [...peaks]
  let [level, index, hash] = [0, size, leaf]
  const completed: Subtree[] = [{ level, index, hash }]
  for (let left = size; left % 2 === 1; left = (left - 1) / 2) {
    const before = rest.pop()
    if (!before) throw new Error(`A tree of ${size} leaves has more peaks.`)
    hash = nodeHash(before, hash)
    level += 1
    index = (index - 1) / 2
    completed.push({ level, index, hash })
  }
  return { peaks: [...rest, hash], completed }
}

/** Peaks as one run of bytes, as a head keeps them. */
export const packed = (peaks: Peaks): Uint8Array => join(...peaks)

/** The peaks that such a run of bytes holds. */
export function unpacked(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / hashLength }, (_, at) =>
    bytes.slice(at * hashLength, (at + 1) * hashLength),
  )
}

/** Every so many levels the root of a complete subtree is kept: every 16 entries one, and for every 16 of these. */
const levelsApart = 4

/** Whether a subtree is one whose root is kept. */
export const isKept = ({ level }: Pick<Subtree, 'level'>): boolean => level > 0 && level % levelsApart === 0

/** The highest level, at or below this one, whose roots are kept; 0 for the leaves themselves. */
export const keptLevelOf = (level: number): number => level - (level % levelsApart)

/** The root of the tree with these peaks. */
export function rootOf(peaks: Peaks): Uint8Array {
  const last = peaks.at(-1)
  if (!last) return sha256(new Uint8Array())
  return peaks.slice(0, -1).reduceRight((root, peak) => nodeHash(peak, root), last)
}

/** The complete subtrees that a run of leaves consists of, the largest first; it begins where one of them may. */
export function subtreesOf({ from, to }: Range): readonly Omit<Subtree, 'hash'>[] {
  const parts = []
  for (let at = from; at < to;) {
    let level = 0
    while (2 ** (level + 1) <= to - at && at % 2 ** (level + 1) === 0) level += 1
    parts.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return parts
}

/** The greatest power of two that is less than a number of leaves. */
function half(count: number): number {
  let most = 1
  while (most * 2 < count) most *= 2
  return most
}

/** The runs of leaves whose roots prove that a leaf is in a tree, in their order (RFC 6962 §2.1.1). */
export function inclusionRanges(index: number, { from, to }: Range): Range[] {
  if (to - from <= 1) return []
  const middle = from + half(to - from)
  return index < middle
    ? [...inclusionRanges(index, { from, to: middle }), { from: middle, to }]
    : [...inclusionRanges(index, { from: middle, to }), { from, to: middle }]
}

/** The runs of leaves whose roots prove that a tree goes on another one of `older` leaves (RFC 6962 §2.1.2). */
export function consistencyRanges(older: number, size: number): Range[] {
  return older === size ? [] : continued(older, { from: 0, to: size }, true)
}

function continued(older: number, { from, to }: Range, isWhole: boolean): Range[] {
  if (older === to) return isWhole ? [] : [{ from, to }]
  const middle = from + half(to - from)
  return older <= middle
    ? [...continued(older, { from, to: middle }, isWhole), { from: middle, to }]
    : [...continued(older, { from: middle, to }, false), { from, to: middle }]
}

/** Whether a proof shows that the leaf at an index is in the tree of this size and root (RFC 9162 §2.1.3.2). */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  { size, root }: Tree,
  proof: readonly Uint8Array[],
): boolean {
  if (index < 0 || index >= size || leaf.length !== hashLength) return false
  let [at, last, hash] = [index, size - 1, leaf]
  for (const other of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(other, hash)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else {
      hash = nodeHash(hash, other)
    }
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && isSame(hash, root)
}

/** A tree, as a checkpoint names it. */
export interface Tree {
  readonly size: number
  readonly root: Uint8Array
}

/** Whether a proof shows that a tree begins with the whole of an older one (RFC 9162 §2.1.4.2). */
export function isContinued(older: Tree, newer: Tree, proof: readonly Uint8Array[]): boolean {
  if (older.size < 1 || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && isSame(older.root, newer.root)
  const isComplete = Number.isInteger(Math.log2(older.size))
  const path = isComplete ? [older.root, ...proof] : [...proof]
  const [first] = path
  if (!first || (isComplete ? proof.length === 0 : path.length === 0)) return false
  let [at, last] = [older.size - 1, newer.size - 1]
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)]
  let [before, now] = [first, first]
  for (const other of path.slice(1)) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      before = nodeHash(other, before)
      now = nodeHash(other, now)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else {
      now = nodeHash(now, other)
    }
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && isSame(before, older.root) && isSame(now, newer.root)
}

/** Whether two hashes are the same bytes. */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  // A call for every byte would take longer than to compute a hash.
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false
  return true
}
