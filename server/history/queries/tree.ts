import { and, eq, or, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '#db/client.ts'
import { entry, historyNode } from '#db/schema/history.ts'
import { sealedHashes } from '../store/segments.ts'
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
 * them, from the entries. Many at once cost two reads of the database.
 * @throws {Error} when something that they are made from is not there.
 */
export async function rootsOf(db: Reader, teamId: string, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const different = new Map(ranges.map((range) => [`${range.from} ${range.to}`, subtreesOf(range).map(partOf)]))
  const hashes = await hashesOf(db, teamId, [...different.values()].flat())
  const roots = new Map(
    [...different].map(([name, parts]) => [name, rootOf(parts.map((part) => rootOver(part, hashes)))]),
  )
  return ranges.map(({ from, to }) => roots.get(`${from} ${to}`) ?? rootOf([]))
}

function partOf({ level, index }: { readonly level: number; readonly index: number }): Part {
  const below = keptLevelOf(level)
  const count = 2 ** (level - below)
  return { level: below, first: index * count, last: (index + 1) * count - 1 }
}

const nameOf = (level: number, index: number) => `${level} ${index}`

async function hashesOf(db: Reader, teamId: string, parts: readonly Part[]): Promise<Map<string, Uint8Array>> {
  const hashes = new Map<string, Uint8Array>()
  const wanted = new Map<number, Set<number>>()
  for (const { level, first, last } of parts) {
    const indexes = wanted.get(level) ?? new Set()
    wanted.set(level, indexes)
    for (let index = first; index <= last; index += 1) indexes.add(index)
  }
  const leaves = [...(wanted.get(0) ?? [])].map((index) => index + 1)
  wanted.delete(0)
  if (leaves.length > 0) {
    const rows = await db
      .select({ seq: entry.seq, hash: entry.hash })
      .from(entry)
      .where(and(eq(entry.teamId, teamId), among(entry.seq, leaves)))
    const put = (seq: number, hash: Uint8Array) => hashes.set(nameOf(0, seq - 1), leafHash(new Uint8Array(hash)))
    for (const { seq, hash } of rows) put(seq, hash)
    const missing = leaves.filter((seq) => !hashes.has(nameOf(0, seq - 1)))
    for (const [seq, hash] of await sealedHashes(db, teamId, missing)) put(seq, hash)
  }
  if (wanted.size === 0) return hashes
  const { level, index } = historyNode
  const above = [...wanted].map(([each, indexes]) => and(eq(level, each), among(index, [...indexes])))
  const rows = await db
    .select()
    .from(historyNode)
    .where(and(eq(historyNode.teamId, teamId), or(...above)))
  for (const node of rows) hashes.set(nameOf(node.level, node.index), new Uint8Array(node.hash))
  return hashes
}

/** One parameter, however many there are. */
export const among = (column: PgColumn, numbers: readonly number[]): SQL =>
  sql`${column} = any(string_to_array(${numbers.join(',')}, ',')::bigint[])`

function rootOver({ level, first, last }: Part, hashes: ReadonlyMap<string, Uint8Array>): Uint8Array {
  let peaks: readonly Uint8Array[] = []
  for (let index = first; index <= last; index += 1) {
    const hash = hashes.get(nameOf(level, index))
    if (!hash) throw new Error(`The tree of the history lacks what it had at level ${level}, ${index}.`)
    peaks = grown(peaks, index - first, hash).peaks
  }
  return rootOf(peaks)
}
