import { createHash } from 'node:crypto'
import { and, asc, desc, eq, gt, inArray, lte, ne, or, sql, type SQL } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '#db/client.ts'
import { claim } from '#db/schema/claims.ts'
import { entry, historyNode, teamHead } from '#db/schema/history.ts'
import type { Rows } from './aggregate.ts'
import { seal, subjectTypes, textKind, type Entry, type EntryDraft, type Subject, type SubjectType } from './entry.ts'
import { toEntry, toRow } from './store/entry-row.ts'
import { merged, sealedEntries, sealedHashes, type WantedEntries } from './store/segments.ts'
import { grown, isKept, leafHash, packed, unpacked, type Peaks } from './tree.ts'

type Reader = Database | Transaction

/** Takes the lock of a subject until the transaction ends. Subjects first, in id order; team heads last. */
export async function lockSubject(tx: Transaction, subject: Subject): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${subject.type}:${subject.id}`}, 0))`)
}

/** The deeds of a subject in order, text edits left out. */
export async function deedsOf(db: Reader, subject: Subject): Promise<Entry[]> {
  const rows = await db
    .select()
    .from(entry)
    .where(and(eq(entry.subjectType, subject.type), eq(entry.subjectId, subject.id), ne(entry.kind, textKind)))
    .orderBy(asc(entry.seq))
  return rows.map(toEntry)
}

/** The seqs of the deeds on a claim and on its report, in order. */
export async function deedSeqsOf(db: Reader, claimId: string): Promise<number[]> {
  const reportId = db.select({ id: claim.reportId }).from(claim).where(eq(claim.id, claimId))
  const isOn = (type: SubjectType, id: SQL | undefined) => and(eq(entry.subjectType, type), id)
  const subject = or(isOn('claim', eq(entry.subjectId, claimId)), isOn('report', inArray(entry.subjectId, reportId)))
  const rows = await db
    .select({ seq: entry.seq })
    .from(entry)
    .where(and(subject, ne(entry.kind, textKind)))
    .orderBy(asc(entry.seq))
  return rows.map(({ seq }) => seq)
}

/** The newest deed on a subject that is of one of these kinds; null for none. */
export async function newestDeedOf(db: Reader, { type, id }: Subject, kinds: readonly string[]): Promise<Entry | null> {
  const [row] = await db
    .select()
    .from(entry)
    .where(and(eq(entry.subjectType, type), eq(entry.subjectId, id), inArray(entry.kind, [...kinds])))
    .orderBy(desc(entry.seq))
    .limit(1)
  return row ? toEntry(row) : null
}

/** The text edits of a claim in order, after one seq and up to another. */
export async function textEditsOf(db: Reader, claimId: string, after = 0, upTo?: number): Promise<Entry[]> {
  const rows = await db
    .select()
    .from(entry)
    .where(
      and(
        eq(entry.subjectType, 'claim'),
        eq(entry.subjectId, claimId),
        eq(entry.kind, textKind),
        gt(entry.seq, after),
        upTo === undefined ? undefined : lte(entry.seq, upTo),
      ),
    )
    .orderBy(asc(entry.seq))
  return withSealed(db, { claimIds: [claimId], after, upTo }, rows.map(toEntry))
}

/** The seq of a claim's newest text edit; 0 for none. */
export async function newestEditOf(db: Reader, claimId: string): Promise<number> {
  const [last] = await db
    .select({ seq: entry.seq })
    .from(entry)
    .where(and(eq(entry.subjectType, 'claim'), eq(entry.subjectId, claimId), eq(entry.kind, textKind)))
    .orderBy(desc(entry.seq))
    .limit(1)
  return last?.seq ?? 0
}

/** The entries of a team after one seq and up to another, in order. */
export async function entriesAfter(
  db: Reader,
  teamId: string,
  after: number,
  limit: number,
  upTo?: number,
): Promise<Entry[]> {
  const query = (end: number | undefined) =>
    db
      .select()
      .from(entry)
      .where(ofTeam(teamId, after, end))
      .orderBy(asc(entry.seq))
      .limit(limit)
  // Sequence numbers have no gaps but those of sealed entries. With an end in sight nobody sorts a whole history for its
  // next few entries, as the database does where it does not know yet how long that is.
  const dense = await query(Math.min(after + limit, upTo ?? Infinity))
  const rows = dense.length === limit ? dense : await query(upTo)
  return withSealed(db, { teamId, claimIds: null, after, upTo, limit }, rows.map(toEntry))
}

/** The same of their hashes alone. */
async function hashesAfter(db: Reader, teamId: string, after: number, limit: number) {
  const { seq, hash } = entry
  const rows = await db.select({ seq, hash }).from(entry).where(ofTeam(teamId, after)).orderBy(asc(seq)).limit(limit)
  return withSealed(db, { teamId, claimIds: null, after, limit }, rows)
}

const ofTeam = (teamId: string, after: number, upTo?: number) =>
  and(eq(entry.teamId, teamId), gt(entry.seq, after), upTo === undefined ? undefined : lte(entry.seq, upTo))

/** What was read from the rows of entries, with what of it is sealed. */
async function withSealed<Row extends { readonly seq: number }>(
  db: Reader,
  wanted: WantedEntries,
  rows: readonly Row[],
): Promise<(Row | Entry)[]> {
  const { limit = Infinity } = wanted
  const upTo = rows.length < limit ? wanted.upTo : rows.at(-1)?.seq
  return merged<Row | Entry>(rows, await sealedEntries(db, { ...wanted, upTo })).slice(0, limit)
}

/** The seq of a team's newest entry; 0 for a team without any. */
export async function headOf(db: Reader, teamId: string): Promise<number> {
  const rows = await db.select({ seq: teamHead.seq }).from(teamHead).where(eq(teamHead.teamId, teamId))
  return rows[0]?.seq ?? 0
}

/** The hash of a team's entry in hex, by which it is known again; empty when there is none. */
export async function hashAt(db: Reader, teamId: string, seq: number): Promise<string> {
  const [row] = await db
    .select({ hash: entry.hash })
    .from(entry)
    .where(and(eq(entry.teamId, teamId), eq(entry.seq, seq)))
  const hash = row?.hash ?? (await sealedHashes(db, teamId, [seq])).get(seq)
  return hash ? hexOf(hash) : ''
}

const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

/** How far the history of a team goes, and what it was. */
export interface HistoryMark {
  readonly teamId: string
  readonly seq: number
  /** The hash of the last entry, and the SHA-256 over the hashes of all entries up to it, in hex. */
  readonly last: string
  readonly all: string
}

/** Marks every team's history as it stands. */
export async function markHistory(db: Reader): Promise<HistoryMark[]> {
  const heads = await db.select().from(teamHead).orderBy(asc(teamHead.teamId))
  const marks = []
  for (const { teamId, seq } of heads) marks.push(await markAt(db, teamId, seq))
  return marks.filter((mark) => mark !== null)
}

const markedAtOnce = 1_000

/** The mark of a team's history up to an entry; null when there is none. */
export async function markAt(db: Reader, teamId: string, seq: number): Promise<HistoryMark | null> {
  const all = createHash('sha256')
  let last: { readonly seq: number; readonly hash: Uint8Array } | null = null
  for (let isMore = true; isMore;) {
    const found = await hashesAfter(db, teamId, last?.seq ?? 0, markedAtOnce)
    for (const each of found.filter((one) => one.seq <= seq)) {
      all.update(each.hash)
      last = each
    }
    isMore = found.length === markedAtOnce && last?.seq === found.at(-1)?.seq
  }
  return last && { teamId, seq: last.seq, last: hexOf(last.hash), all: all.digest('hex') }
}

/** The team whose history knows a subject with this id; null for none. */
export async function teamWith(db: Reader, subjectId: string): Promise<string | null> {
  const [row] = await db
    .select({ teamId: entry.teamId })
    .from(entry)
    // By type as well, which is how entries are found quickly.
    .where(and(inArray(entry.subjectType, [...subjectTypes]), eq(entry.subjectId, subjectId)))
    .limit(1)
  return row?.teamId ?? null
}

/** What an appender knows of its entry; place and links are given by the history. */
export type Appended = Omit<EntryDraft, 'seq' | 'at' | 'previous'>

/** Takes the lock of a team's head until the transaction ends: nothing else of the team is recorded meanwhile. */
export async function lockHead(tx: Transaction, teamId: string, now: Date): Promise<typeof teamHead.$inferSelect> {
  // First come, first served. A row that changes at every turn is not: whoever waits for it may be overtaken again and
  // again by somebody who appends without a pause, as an import does.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`head:${teamId}`}, 0))`)
  await tx
    .insert(teamHead)
    .values({ teamId, seq: 0, at: now.toISOString(), peaks: new Uint8Array() })
    .onConflictDoNothing()
  const [head] = await tx.select().from(teamHead).where(eq(teamHead.teamId, teamId)).for('update')
  if (!head) throw new Error(`Team ${teamId} has no head.`)
  return head
}

/** Appends entries of one team in the given order. Locks the team's head: call it last in a transaction. */
export async function append(tx: Transaction, now: Date, drafts: readonly Appended[]): Promise<Entry[]> {
  const first = drafts[0]
  if (!first) return []
  const time = now.toISOString()
  const head = await lockHead(tx, first.teamId, now)
  const at = head.at > time ? head.at : time
  const latest = new Map<string, Uint8Array | null>()
  const entries: Entry[] = []
  for (const draft of drafts) {
    const key = `${draft.subject.type}:${draft.subject.id}`
    const previous = latest.has(key) ? (latest.get(key) ?? null) : await latestHash(tx, draft.subject)
    const sealed = seal({ ...draft, seq: head.seq + entries.length + 1, at, previous })
    latest.set(key, sealed.hash)
    entries.push(sealed)
  }
  await tx.insert(entry).values(entries.map(toRow))
  await tx
    .update(teamHead)
    .set({ seq: head.seq + entries.length, at, peaks: packed(await grow(tx, unpacked(head.peaks), entries)) })
    .where(eq(teamHead.teamId, first.teamId))
  return entries
}

/** Puts entries into the tree whose peaks these are, keeps the roots that proofs need, and answers with its new peaks. */
async function grow(tx: Transaction, before: Peaks, entries: readonly Entry[]): Promise<Peaks> {
  let peaks = before
  const kept: (typeof historyNode.$inferSelect)[] = []
  for (const { teamId, seq, hash } of entries) {
    const next = grown(peaks, seq - 1, leafHash(hash))
    peaks = next.peaks
    for (const node of next.completed.filter(isKept)) kept.push({ teamId, seq, ...node })
  }
  if (kept.length > 0) await tx.insert(historyNode).values(kept)
  return peaks
}

async function latestHash(tx: Transaction, subject: Subject): Promise<Uint8Array | null> {
  const [last] = await tx
    .select({ hash: entry.hash })
    .from(entry)
    .where(and(eq(entry.subjectType, subject.type), eq(entry.subjectId, subject.id)))
    .orderBy(desc(entry.seq))
    .limit(1)
  return last ? new Uint8Array(last.hash) : null
}

/** Writes the rows that the entry at `seq` changed; the others already stand. */
export async function saveRows(
  tx: Transaction,
  tables: Readonly<Record<string, PgTable>>,
  rows: Rows,
  seq: number,
): Promise<void> {
  for (const [name, all] of Object.entries(rows)) {
    const table = tables[name]
    if (!table) throw new Error(`No table stands for ${name}.`)
    for (const row of all) {
      if (row.seq !== seq) continue
      await tx
        .insert(table)
        .values({ ...row })
        .onConflictDoUpdate({ target: keyOf(table), set: { ...row } })
    }
  }
}

/** The primary key columns of a table. */
export function keyOf(table: PgTable): PgColumn[] {
  const { columns, primaryKeys } = getTableConfig(table)
  return primaryKeys[0]?.columns ?? columns.filter((column) => column.primary)
}
