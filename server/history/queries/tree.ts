import { and, between, eq, or } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { entry, historyNode } from '#db/schema/history.ts'
import { grown, keptLevelOf, leafHash, rootOf, subtreesOf, type Range } from '../tree.ts'

type Reader = Database | Transaction

/** What a root is made from: so many hashes of one level, from one index on. */
interface Part {
  readonly level: number
  readonly first: number
  readonly last: number
}

/**
 * The roots over runs of a team's entries, as proofs have them, read from the kept roots of complete subtrees and, below
 * them, from the entries.
 * @throws {Error} when something that they are made from is not there.
 */
export async function rootsOf(db: Reader, teamId: string, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const parts = ranges.map((range) => subtreesOf(range).map(partOf))
  const hashes = await hashesOf(db, teamId, parts.flat())
  return parts.map((own) => rootOf(own.map((part) => rootOver(part, hashes))))
}

function partOf({ level, index }: { readonly level: number; readonly index: number }): Part {
  const below = keptLevelOf(level)
  const count = 2 ** (level - below)
  return { level: below, first: index * count, last: (index + 1) * count - 1 }
}

const nameOf = (level: number, index: number) => `${level} ${index}`

async function hashesOf(db: Reader, teamId: string, parts: readonly Part[]): Promise<Map<string, Uint8Array>> {
  const hashes = new Map<string, Uint8Array>()
  const leaves = parts.filter(({ level }) => level === 0)
  if (leaves.length > 0) {
    const rows = await db
      .select({ seq: entry.seq, hash: entry.hash })
      .from(entry)
      .where(
        and(eq(entry.teamId, teamId), or(...leaves.map(({ first, last }) => between(entry.seq, first + 1, last + 1)))),
      )
    for (const { seq, hash } of rows) hashes.set(nameOf(0, seq - 1), leafHash(new Uint8Array(hash)))
  }
  const above = parts.filter(({ level }) => level > 0)
  if (above.length === 0) return hashes
  const rows = await db
    .select()
    .from(historyNode)
    .where(
      and(
        eq(historyNode.teamId, teamId),
        or(
          ...above.map(({ level, first, last }) =>
            and(eq(historyNode.level, level), between(historyNode.index, first, last)),
          ),
        ),
      ),
    )
  for (const { level, index, hash } of rows) hashes.set(nameOf(level, index), new Uint8Array(hash))
  return hashes
}

function rootOver({ level, first, last }: Part, hashes: ReadonlyMap<string, Uint8Array>): Uint8Array {
  let peaks: readonly Uint8Array[] = []
  for (let index = first; index <= last; index += 1) {
    const hash = hashes.get(nameOf(level, index))
    if (!hash) throw new Error(`The tree of the history lacks what it had at level ${level}, ${index}.`)
    peaks = grown(peaks, index - first, hash).peaks
  }
  return rootOf(peaks)
}
