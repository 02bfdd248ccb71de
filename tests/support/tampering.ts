import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { asc, eq, gt, gte, inArray, max, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { remadeTables } from '#db/migrate.ts'
import { checkpoint, entry, historyNode, segment, teamHead } from '#db/schema/history.ts'
import { claimSnapshot } from '#db/schema/realtime.ts'
import { checkpointText } from '#server/history/checkpoint.ts'
import { entryHash, commitment, type Entry } from '#server/history/entry.ts'
import { readNumbered } from '#server/history/fork.ts'
import { subjectName } from '#server/history/links.ts'
import { noteOf, type NoteKey } from '#server/history/note.ts'
import { entriesAfter } from '#server/history/store.ts'
import { grown, isKept, leafHash, packed, rootOf, type Peaks } from '#server/history/tree.ts'
import type { Difference } from '#server/history/verify.ts'
import { altered, placed, type Column } from './altered.ts'

/** One change that somebody made who may do anything with the database. */
export interface Tampering {
  readonly kind: string
  /** In words, to be done again by hand. */
  readonly what: string
  /** Whether a difference says where it was. */
  isNamedBy(difference: Difference): boolean
}

type Random = (below: number) => number
type Change = (tx: Transaction) => Promise<Tampering | null>

/**
 * What may go unseen when it is gone: a stored state of a claim is made anew, and a note in between is behind the newer ones.
 * The newest lies outside the database as well. That there was a timestamp only the authority knows.
 */
const dispensable: readonly string[] = ['claim_snapshot', 'checkpoint', 'checkpoint_timestamp']

/** A way to change one thing, chosen at random; null is answered where there is nothing to be changed in this way. */
export function changesOf(columns: readonly Column[], random: Random): Change {
  const one = <T>(all: readonly T[]): T => all[random(all.length)]!
  const tables = [...new Set(columns.map(({ table }) => table))]
  const table = one(tables)
  const column = one(columns.filter((each) => each.table === table))
  const needed = one(tables.filter((each) => !dispensable.includes(each)))
  const ofEntry = one(columns.filter((each) => each.table === 'entry'))
  return one<Change>([
    (tx) => bit(tx, column, random),
    (tx) => bit(tx, ofEntry, random),
    (tx) => deleted(tx, needed, random),
    (tx) => deleted(tx, 'entry', random),
    (tx) => inserted(tx, table, random),
    (tx) => swapped(tx, column, random),
    (tx) => swapped(tx, ofEntry, random),
    (tx) => reordered(tx, random),
    (tx) => emptied(tx, needed),
    (tx) => cutShort(tx, random),
    (tx) => chainedAnew(tx, random),
  ])
}

interface Place {
  readonly row: string
  readonly seq: number
}

/** A row of a table, by where it lies and its `seq`. */
async function place(tx: Transaction, table: string, random: Random): Promise<Place | null> {
  const name = sql.identifier(table)
  const [count] = await tx.execute<{ rows: number }>(sql`select count(*)::int as rows from ${name}`)
  const [found] = await tx.execute<{ row: string; seq: string }>(
    sql`select ctid::text as row, ${placed(table)} as seq from ${name} order by 2, ctid offset ${random(count?.rows ?? 0)} limit 1`,
  )
  return found ? { row: found.row, seq: Number(found.seq) } : null
}

/** Where a difference is to be found: at the entry, or at a row of the table. */
const named =
  (table: string, seqs: readonly number[]) =>
  ({ seq, subject, what }: Difference): boolean =>
    table === 'entry'
      ? seqs.some((each) => each === seq || what === `entry ${each} is missing`)
      : table === 'team_head' ||
        subject.startsWith(`${table} `) ||
        // It says how far the others are told: when it says something else, they are not what they should be.
        (table === 'timeline_head' && remadeTables.some((each) => subject.startsWith(`${each} `))) ||
        // A forged or missing part of a segment is named by the entry.
        (table === 'segment' && seq !== null && seq <= Math.max(...seqs) + 1)

async function bit(tx: Transaction, column: Column, random: Random): Promise<Tampering | null> {
  const { table, column: name } = column
  const found = await place(tx, table, random)
  if (!found) return null
  await tx.execute(
    sql`update ${sql.identifier(table)} set ${sql.identifier(name)} = ${altered(column, random)}
        where ctid = ${found.row}::tid`,
  )
  return { kind: 'bit', what: `${table}.${name} at ${found.seq}`, isNamedBy: named(table, [found.seq]) }
}

async function deleted(tx: Transaction, table: string, random: Random): Promise<Tampering | null> {
  const found = await place(tx, table, random)
  if (!found) return null
  await tx.execute(sql`delete from ${sql.identifier(table)} where ctid = ${found.row}::tid`)
  // Of the last one nothing but the head and what was signed is left: they are of one more than there are.
  const isNamedBy = named(table, [found.seq, found.seq - 1])
  return { kind: 'delete', what: `a row of ${table} at ${found.seq}`, isNamedBy }
}

async function inserted(tx: Transaction, table: string, random: Random): Promise<Tampering | null> {
  const found = await place(tx, table, random)
  if (!found) return null
  const keys = await tx.execute<{ column: string; type: string }>(
    sql`select attname as column, typname as type from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
        join pg_type on pg_type.oid = atttypid where indrelid = ${table}::regclass and indisprimary order by attnum`,
  )
  const key = keys[random(keys.length)]!
  const other = sql`jsonb_build_object(${key.column}::text, to_jsonb(${altered({ table, ...key }, random)}))`
  const name = sql.identifier(table)
  const added = await tx.execute<{ seq: string }>(
    sql`insert into ${name} select (jsonb_populate_record(r, ${other})).* from ${name} r where ctid = ${found.row}::tid
        on conflict do nothing returning ${placed(table)} as seq`,
  )
  if (!added[0]) return null
  const what = `the row of ${table} at ${found.seq} once more, with another ${key.column}`
  const isNamed = named(table, [Number(added[0].seq)])
  // A row of a team that there is not is told by the team.
  const isOfAnother = ({ subject }: Difference) => key.column === 'team_id' && subject.startsWith('team ')
  return { kind: 'insert', what, isNamedBy: (difference) => isNamed(difference) || isOfAnother(difference) }
}

/** Two rows exchange what they have in one column. */
async function swapped(tx: Transaction, { table, column }: Column, random: Random): Promise<Tampering | null> {
  const [one, other] = [await place(tx, table, random), await place(tx, table, random)]
  if (!one || !other || one.row === other.row) return null
  const [name, value] = [sql.identifier(table), sql.identifier(column)]
  await tx.execute(
    sql`create temp table two on commit drop as select * from ${name} where ctid in (${one.row}::tid, ${other.row}::tid)`,
  )
  const moved = await tx.execute(
    sql`update two a set ${value} = b.${value} from two b where a.ctid <> b.ctid and a.${value} is distinct from b.${value}
        returning 1`,
  )
  const [same] = await tx.execute<{ same: boolean }>(
    sql`select count(*) = 0 as same from (select * from two except select * from ${name}) changed`,
  )
  if (moved.length === 0 || same?.same) return null
  await tx.execute(sql`delete from ${name} where ctid in (${one.row}::tid, ${other.row}::tid)`)
  const kept = await tx.execute(sql`insert into ${name} select * from two on conflict do nothing returning 1`)
  if (kept.length < 2) return null
  const seqs = [one.seq, other.seq]
  return { kind: 'swap', what: `${table}.${column} of ${seqs.join(' and ')}`, isNamedBy: named(table, seqs) }
}

/** Two entries that follow one another change their places. */
async function reordered(tx: Transaction, random: Random): Promise<Tampering | null> {
  const { seq: size } = await teamOf(tx)
  const seq = 1 + random(size - 1)
  // Of those that are sealed only their segment can be changed.
  const rows = await tx
    .select()
    .from(entry)
    .where(inArray(entry.seq, [seq, seq + 1]))
  if (rows.length < 2) return null
  for (const [from, to] of [
    [seq, -1],
    [seq + 1, seq],
    [-1, seq + 1],
  ] as const) {
    await tx.update(entry).set({ seq: to }).where(eq(entry.seq, from))
  }
  return { kind: 'reorder', what: `entries ${seq} and ${seq + 1}`, isNamedBy: named('entry', [seq, seq + 1]) }
}

async function emptied(tx: Transaction, table: string): Promise<Tampering | null> {
  const gone = await tx.execute(sql`delete from ${sql.identifier(table)} returning 1`)
  if (gone.length === 0) return null
  return { kind: 'empty', what: `all of ${table}`, isNamedBy: () => true }
}

/** The history ends earlier, with a head, a tree and notes that fit. */
async function cutShort(tx: Transaction, random: Random): Promise<Tampering> {
  const { teamId, seq: size } = await teamOf(tx)
  const [sealed] = await tx.select({ upTo: max(segment.last) }).from(segment)
  const least = Math.max(1, sealed?.upTo ?? 0)
  const left = least + random(size - least)
  for (const table of [entry, historyNode, checkpoint, claimSnapshot] as const)
    await tx.delete(table).where(gt(table.seq, left))
  await chain(tx, teamId, await allOf(tx, teamId))
  return { kind: 'truncate', what: `cut to ${left} entries`, isNamedBy: ({ seq }) => seq === left }
}

/** One entry says something else, every hash after it is made anew, and every note is signed again, by another key. */
async function chainedAnew(tx: Transaction, random: Random): Promise<Tampering> {
  const { teamId } = await teamOf(tx)
  const all = await allOf(tx, teamId)
  const at = random(all.length)
  const hashes = new Map<string, Uint8Array>()
  const anew = all.map((each, index): Entry => {
    const actor = index === at ? `${each.actor}x` : each.actor
    const payloadHash = commitment(each.salt, each.payload)
    const unhashed = { ...each, actor, payloadHash, previous: hashes.get(subjectName(each)) ?? null }
    const hash = entryHash(unhashed)
    hashes.set(subjectName(each), hash)
    return { ...unhashed, hash }
  })
  for (const { seq, actor, previous, hash } of anew.slice(at)) {
    const changed = { actor, hash: Buffer.from(hash), previous: previous && Buffer.from(previous) }
    await tx.update(entry).set(changed).where(eq(entry.seq, seq))
  }
  const roots = await chain(tx, teamId, anew)
  const seq = anew[at]!.seq
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  for (const row of await tx.select().from(checkpoint).where(gte(checkpoint.seq, seq))) {
    const note = signedAnew(row.note, { teamId, root: roots.get(row.seq)!, privateKey, publicKey })
    await tx.update(checkpoint).set({ note }).where(eq(checkpoint.seq, row.seq))
  }
  // By what was signed alone nobody can know more than that it was among those that it was signed for.
  const isNamedBy = (difference: Difference) => difference.seq !== null && difference.seq >= seq
  return { kind: 're-chain', what: `entry ${seq} by somebody else, and all hashes and notes anew`, isNamedBy }
}

interface Anew {
  readonly teamId: string
  readonly root: Uint8Array
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

function signedAnew(note: string, { teamId, root, privateKey, publicKey }: Anew): string {
  const { origin, size } = readNumbered(note, teamId)!
  const key: NoteKey = {
    name: 'desk.example',
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)),
  }
  const text = checkpointText({ origin, size, root })
  return noteOf(text, key, new Uint8Array(sign(null, Buffer.from(text), privateKey)))
}

/** Makes the tree and the head that fit these entries; answers with the root after each. */
async function chain(tx: Transaction, teamId: string, all: readonly Entry[]): Promise<Map<number, Uint8Array>> {
  const roots = new Map<number, Uint8Array>()
  let peaks: Peaks = []
  await tx.delete(historyNode).where(eq(historyNode.teamId, teamId))
  for (const { seq, hash } of all) {
    const next = grown(peaks, seq - 1, leafHash(hash))
    peaks = next.peaks
    roots.set(seq, rootOf(peaks))
    const nodes = next.completed.filter(isKept).map((node) => ({ ...node, teamId, seq, hash: Buffer.from(node.hash) }))
    if (nodes.length > 0) await tx.insert(historyNode).values(nodes)
  }
  const { seq, at } = all.at(-1)!
  await tx
    .update(teamHead)
    .set({ seq, at, peaks: Buffer.from(packed(peaks)) })
    .where(eq(teamHead.teamId, teamId))
  return roots
}

async function teamOf(tx: Transaction) {
  const [head] = await tx.select().from(teamHead).orderBy(asc(teamHead.teamId)).limit(1)
  return head!
}

const allOf = (tx: Transaction, teamId: string): Promise<Entry[]> => entriesAfter(tx, teamId, 0, 100_000)
