import { and, eq, getTableName, max, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '#db/client.ts'
import { claim, claimText } from '#db/schema/claims.ts'
import { entry, erasure } from '#db/schema/history.ts'
import { keptSources, type KeptSources, type KeptStretch } from '../../realtime/kept-sources.ts'
import { textKind } from '../entry.ts'
import { erasureKind, type Substitute } from '../erasure.ts'
import { entriesIn, sealedAt, segmentOf, segmentsWith, type StoredSegment } from './segments.ts'

type Reader = Database | Transaction

/**
 * Keeps these teams from erasing anything until the transaction ends, so that what is read in it is not erased before it is
 * written somewhere else. The first lock of all.
 */
export async function holdWords(tx: Transaction, teamIds: readonly string[]): Promise<void> {
  for (const teamId of [...new Set(teamIds)].toSorted()) {
    await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${`words:${teamId}`}, 0))`)
  }
}

/** The same without waiting; false where words of one of them are being erased: that may take long, and holds up nobody else. */
export async function tryHoldWords(tx: Transaction, teamIds: readonly string[]): Promise<boolean> {
  for (const teamId of [...new Set(teamIds)].toSorted()) {
    const [lock] = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock_shared(hashtextextended(${`words:${teamId}`}, 0)) as mine`,
    )
    if (!lock?.mine) return false
  }
  return true
}

/** Waits for everybody who holds a team's words, and keeps others from holding them until the transaction ends. */
export async function takeWords(tx: Transaction, teamId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`words:${teamId}`}, 0))`)
}

/** `tryHoldWords` within a query, for the team in this column. */
export const heldWordsOf = (teamId: PgColumn): SQL<boolean> =>
  sql<boolean>`pg_try_advisory_xact_lock_shared(hashtextextended('words:' || ${teamId}, 0))`

/**
 * The entry by which words of a team were erased last; 0 for none. What was read before it may hold them. To be asked behind
 * the lock, and in a query of its own.
 */
export const erasedUpToOf = (teamId: PgColumn): SQL<number> =>
  sql`(select coalesce(max(x.seq), 0)::int from ${erasure} x where x.team_id = ${ofItsTable(teamId)} and x.state = 'confirmed')`

/** Where a query has one table, drizzle names columns alone, and a query within has a column of this name itself. */
const ofItsTable = ({ table, name }: PgColumn): SQL =>
  sql`${sql.identifier(getTableName(table))}.${sql.identifier(name)}`

/** The same by itself. */
export async function erasedUpTo(db: Reader, teamId: string): Promise<number> {
  const [row] = await db
    .select({ seq: max(erasure.seq) })
    .from(erasure)
    .where(and(eq(erasure.teamId, teamId), eq(erasure.state, 'confirmed')))
  return row?.seq ?? 0
}

/** The claims of whose texts something was erased after an entry of their team, sealed or not. */
export async function claimsErasedAfter(db: Reader, teamId: string, after: number): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ seq: string; kind: string | null; about: string | null }>(sql`
    with erasing as materialized (
      select convert_from(payload, 'UTF8')::jsonb -> 'erased' as erased from ${entry}
      where subject_type = 'team' and subject_id = ${teamId} and team_id = ${teamId} and kind = ${erasureKind}
        and seq > ${after}
    )
    select (each ->> 'seq') as seq, written.kind, written.subject_id as about
    from erasing cross join lateral jsonb_array_elements(erased) each
    left join ${entry} written on written.team_id = ${teamId} and written.seq = (each ->> 'seq')::bigint`)
  const missing = rows.filter(({ kind }) => kind === null).map(({ seq }) => Number(seq))
  const sealed = await sealedAt(db, teamId, missing)
  const claims = rows.flatMap(({ kind, about }) => (kind === textKind && about !== null ? [about] : []))
  return new Set([...claims, ...[...sealed.values()].map(({ subject }) => subject.id)])
}

/** What was kept, whenever something of a claim's team was erased, of whose words its texts have. */
export async function keptSourcesOf(db: Reader, claimId: string): Promise<KeptSources> {
  const rows = await db.execute<{ whose: readonly KeptStretch[] }>(sql`
    select convert_from(e.payload, 'UTF8')::jsonb -> 'whose' as whose from ${claim} c join ${entry} e
      on e.subject_type = 'team' and e.subject_id = c.team_id and e.team_id = c.team_id and e.kind = ${erasureKind}
    where c.id = ${claimId} order by e.seq`)
  return keptSources(rows.flatMap(({ whose }) => whose))
}

/** What is put in the place of an entry's payload, with its salt. */
export interface Replacement extends Substitute {
  readonly salt: Uint8Array
  readonly payload: Uint8Array
}

/** So many bytes are put in their place at once. */
const mostBytes = 2_000_000

/** Puts replacements in the place of what a team's entries held, behind the entry of this transaction that lists them. */
export async function replaceEntries(
  tx: Transaction,
  teamId: string,
  replacements: readonly Replacement[],
): Promise<void> {
  let some: object[] = []
  let bytes = 0
  const send = async () => {
    if (some.length > 0) await tx.execute(sql`select erase_entries(${teamId}, ${JSON.stringify(some)}::jsonb)`)
    some = []
    bytes = 0
  }
  const text = (of: Uint8Array) => Buffer.from(of).toString('base64')
  for (const { seq, salt, payload } of replacements) {
    some.push({ seq, salt: text(salt), payload: text(payload) })
    bytes += payload.length
    if (bytes > mostBytes) await send()
  }
  await send()
}

/** The same for those of them that are sealed: their segments are packed anew, and say of their entries what they said. */
export async function replaceSealed(
  tx: Transaction,
  teamId: string,
  replacements: readonly Replacement[],
): Promise<void> {
  const bySeq = new Map(replacements.map((each) => [each.seq, each]))
  for (const row of await segmentsWith(tx, teamId, [...bySeq.keys()])) await replaceIn(tx, row, bySeq)
}

async function replaceIn(tx: Transaction, row: StoredSegment, bySeq: ReadonlyMap<number, Replacement>): Promise<void> {
  const entries = await entriesIn(row)
  // A seq between its first and its last may be that of a row.
  if (!entries.some(({ seq }) => bySeq.has(seq))) return
  const others = entries.map((each) => {
    const { salt = each.salt, payload = each.payload } = bySeq.get(each.seq) ?? {}
    return { ...each, salt, payload }
  })
  const { bytes, checksum } = await segmentOf(row.teamId, others)
  await tx.execute(sql`select erase_sealed(${row.teamId}, ${row.last}, ${bytes}, ${checksum})`)
}

/** Takes away what was made of the texts of claims before something of them was erased, and ends the documents that hold it. */
export async function endTexts(tx: Transaction, teamId: string, claimIds: readonly string[]): Promise<void> {
  await tx.execute(sql`select end_texts(${teamId}, ${JSON.stringify(claimIds)}::jsonb)`)
}

/** The proposal of a team with this number while nobody has decided on it; null for none. */
export async function openErasure(db: Reader, teamId: string, number: number) {
  const [row] = await db
    .select()
    .from(erasure)
    .where(and(eq(erasure.teamId, teamId), eq(erasure.number, number), eq(erasure.state, 'proposed')))
  return row ?? null
}

/** The words of a team's proposal to erase them; empty for none. */
export async function proposedWords(db: Reader, teamId: string, number: number): Promise<string> {
  const [row] = await db
    .select({ words: erasure.words })
    .from(erasure)
    .where(and(eq(erasure.teamId, teamId), eq(erasure.number, number)))
  return row?.words ?? ''
}

/** Saves the derived texts of a claim anew, as after the same edit. */
export async function updateTexts(
  tx: Transaction,
  claimId: string,
  texts: Pick<typeof claimText.$inferInsert, 'statement' | 'analysis' | 'notes'>,
): Promise<void> {
  await tx.update(claimText).set(texts).where(eq(claimText.claimId, claimId))
}
