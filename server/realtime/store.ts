import { and, desc, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { claim, claimText } from '#db/schema/claims.ts'
import { report } from '#db/schema/reports.ts'
import { claimSnapshot, roomClient } from '#db/schema/realtime.ts'
import { requestedChange, thread } from '#db/schema/review.ts'
import type { System } from '../context.ts'
import { textKind, type Entry, type Subject } from '../history/entry.ts'
import { append, lockHead, lockSubject, newestEditOf, textEditsOf } from '../history/store.ts'
import { erasedUpTo, erasedUpToOf, heldWordsOf, tryHoldWords } from '../history/store/erasure.ts'
import { can } from '../policy/can.ts'
import type { ClaimTexts } from './claim-doc.ts'
import { RightLost, RoomBehind } from './flush.ts'
import type { Loaded } from './room.ts'

/** One person's edits to one claim, and the texts after the claim's last edit of this commit. */
export interface TextEdit {
  readonly claimId: string
  readonly teamId: string
  /** The newest text entry that the room knows. */
  readonly base: number
  /** The entry by which words of the team were erased last when the room was loaded. */
  readonly erasedUpTo: number
  readonly personId: string
  readonly sessionId: string
  readonly update: Uint8Array
  readonly texts: ClaimTexts
}

export interface TextCommit {
  readonly entries: readonly Entry[]
  /** Claims that were withdrawn: their edits were not recorded. */
  readonly closed: ReadonlySet<string>
}

export interface ClaimPlace {
  readonly claimId: string
  readonly teamId: string
  readonly reportId: string
  readonly withdrawn: boolean
}

/** How long a commit waits for a lock, in milliseconds: less than edits may wait behind it. */
const longestWait = 1_500

/**
 * Commits edits in one transaction: entries and derived texts. Edits of withdrawn claims are left out.
 * @throws {RightLost} when a writer may not write at the place in history where the edit would stand.
 * @throws {RoomBehind} when edits stand in the history that the room of these does not know, or words of their team were
 * erased since it was loaded, or are just now.
 */
export async function commitTexts(system: System, edits: readonly TextEdit[]): Promise<TextCommit> {
  return system.db.transaction(async (tx) => {
    // Whoever holds one claim for long must not keep all the others from being saved.
    await tx.execute(sql`set local lock_timeout = ${sql.raw(String(longestWait))}`)
    const teamIds = edits.map(({ teamId }) => teamId)
    // Behind an erasure their rooms would be behind it: they do not wait for it, and nor do those of other teams.
    if (!(await tryHoldWords(tx, teamIds))) throw new RoomBehind()
    const claimIds = [...new Set(edits.map(({ claimId }) => claimId))].toSorted()
    for (const id of claimIds) await lockSubject(tx, { type: 'claim', id })
    const live = await tx
      .select({ id: claim.id, erasedUpTo: erasedUpToOf(claim.teamId) })
      .from(claim)
      .where(and(inArray(claim.id, claimIds), eq(claim.withdrawn, false)))
    const liveIds = new Set(live.map(({ id }) => id))
    // The texts of a room that was loaded before would bring back what was erased.
    const upTo = new Map(live.map(({ id, erasedUpTo: seq }) => [id, seq]))
    if (edits.some((edit) => liveIds.has(edit.claimId) && upTo.get(edit.claimId) !== edit.erasedUpTo))
      throw new RoomBehind()
    const recorded = edits.filter(({ claimId }) => liveIds.has(claimId))
    await expectNothingBetween(tx, recorded)
    const entries: Entry[] = []
    for (const teamId of [...new Set(recorded.map((edit) => edit.teamId))].toSorted()) {
      const own = recorded.filter((edit) => edit.teamId === teamId)
      // Behind the lock of the head no right can change before these entries stand.
      await lockHead(tx, teamId, system.now())
      const people = [...new Set(own.map(({ personId }) => personId))]
      const rolesOf = await system.rolesAmong(tx, teamId, people)
      const mayWrite = (personId: string) => can({ roles: rolesOf.get(personId) ?? [] }, textKind)
      if (!people.every(mayWrite)) throw new RightLost()
      const drafts = own.map((edit) => draftOf(system, edit))
      entries.push(...(await append(tx, system.now(), drafts)))
    }
    const texts = new Map(recorded.map((edit) => [edit.claimId, edit]))
    for (const { claimId, teamId, texts: text } of texts.values()) {
      const seq = Math.max(...entries.flatMap((entry) => (entry.subject.id === claimId ? [entry.seq] : [])))
      const row = { claimId, teamId, seq, ...text }
      await tx.insert(claimText).values(row).onConflictDoUpdate({ target: claimText.claimId, set: row })
    }
    return { entries, closed: new Set(claimIds.filter((id) => !liveIds.has(id))) }
  })
}

/** An earlier commit that nobody waited for any more, or another process, may have been here since the room was loaded. */
async function expectNothingBetween(tx: Transaction, edits: readonly TextEdit[]): Promise<void> {
  const newest = await newestOf(
    tx,
    edits.map(({ claimId }) => claimId),
  )
  for (const { claimId, base } of edits) {
    // The derived row tells it fast; where it does not fit, it may be the row that is wrong.
    if ((newest.get(claimId) ?? 0) !== base && (await newestEditOf(tx, claimId)) !== base) throw new RoomBehind()
  }
}

/** The newest text entry of each of these claims. */
export async function newestOf(db: Database | Transaction, claimIds: readonly string[]) {
  const { claimId, seq } = claimText
  const found = await db
    .select({ claimId, seq })
    .from(claimText)
    .where(inArray(claimId, [...claimIds]))
  return new Map(found.map((row) => [row.claimId, row.seq]))
}

function draftOf(system: System, { claimId, teamId, personId, sessionId, update }: TextEdit) {
  return {
    teamId,
    subject: { type: 'claim', id: claimId } as const,
    kind: textKind,
    actor: personId,
    session: sessionId,
    salt: system.randomBytes(16),
    payload: update,
  }
}

/** The texts of a claim cannot be read just now, because words of its team are being erased. */
export class WordsTaken extends Error {
  override name = 'WordsTaken'
}

/**
 * The texts of a claim, read behind whatever transaction may still be writing them: the newest snapshot and the edits
 * after it, or every edit from the first.
 * @throws {WordsTaken}
 */
export async function loadClaim(db: Database, claimId: string, from: 'snapshot' | 'start'): Promise<Loaded> {
  return db.transaction(async (tx) => {
    const [held] = await tx
      .select({ words: heldWordsOf(claim.teamId), claim: heldClaim, teamId: claim.teamId })
      .from(claim)
      .where(eq(claim.id, claimId))
    if (held && !held.words) throw new WordsTaken()
    const snapshot = from === 'snapshot' ? await newestSnapshot(tx, claimId) : null
    const edits = await textEditsOf(tx, claimId, snapshot?.seq)
    // Behind the lock: in one query with it, this might be the one before.
    return { ...loadedFrom(snapshot, edits), erasedUpTo: held ? await erasedUpTo(tx, held.teamId) : 0 }
  })
}

// As `lockSubject` does it, in one query with what comes before it.
const heldClaim = sql`pg_advisory_xact_lock(hashtextextended('claim:' || ${claim.id}, 0))`

/** The texts of a claim as they stood after an entry of its team's history, the same way. */
export async function loadClaimAt(
  db: Database | Transaction,
  claimId: string,
  seq: number,
): Promise<Omit<Loaded, 'erasedUpTo'>> {
  const snapshot = await newestSnapshot(db, claimId, seq)
  return loadedFrom(snapshot, await textEditsOf(db, claimId, snapshot?.seq, seq))
}

function loadedFrom(snapshot: typeof claimSnapshot.$inferSelect | null, edits: readonly Entry[]) {
  return {
    updates: [...(snapshot ? [new Uint8Array(snapshot.state)] : []), ...edits.map(({ payload }) => payload)],
    seq: edits.at(-1)?.seq ?? snapshot?.seq ?? 0,
    tail: edits.length,
  }
}

async function newestSnapshot(db: Database | Transaction, claimId: string, upTo?: number) {
  const [found] = await db
    .select()
    .from(claimSnapshot)
    .where(and(eq(claimSnapshot.claimId, claimId), upTo === undefined ? undefined : lte(claimSnapshot.seq, upTo)))
    .orderBy(desc(claimSnapshot.seq))
    .limit(1)
  return found ?? null
}

/**
 * Keeps the state of a claim's texts after an entry, unless words of the team were erased since it was made, or are just now. What was kept
 * once is never changed.
 */
export async function insertSnapshot(
  db: Database,
  snapshot: typeof claimSnapshot.$inferInsert,
  madeAfter: number,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await tryHoldWords(tx, [snapshot.teamId]))) return
    if ((await erasedUpTo(tx, snapshot.teamId)) !== madeAfter) return
    await tx.insert(claimSnapshot).values(snapshot).onConflictDoNothing()
  })
}

/** Which of these claims are withdrawn. */
export async function withdrawnAmong(db: Database, claimIds: readonly string[]): Promise<string[]> {
  const found = await db
    .select({ id: claim.id })
    .from(claim)
    .where(and(inArray(claim.id, [...claimIds]), eq(claim.withdrawn, true)))
  return found.map(({ id }) => id)
}

/** Where a claim belongs, or null. */
export async function findClaim(db: Database, claimId: string): Promise<ClaimPlace | null> {
  const [found] = await db
    .select({ claimId: claim.id, teamId: claim.teamId, reportId: claim.reportId, withdrawn: claim.withdrawn })
    .from(claim)
    .where(eq(claim.id, claimId))
  return found ?? null
}

/** The report that a claim, talk about one, or a requested change belongs to; null for what belongs to none. */
export async function reportOf(db: Database, { type, id }: Subject): Promise<string | null> {
  const ofClaim = { reportId: claim.reportId }
  const ofChange = { reportId: requestedChange.reportId }
  const found =
    type === 'claim'
      ? await db.select(ofClaim).from(claim).where(eq(claim.id, id))
      : type === 'thread'
        ? await db.select(ofClaim).from(thread).innerJoin(claim, eq(claim.id, thread.claimId)).where(eq(thread.id, id))
        : type === 'requested-change'
          ? await db.select(ofChange).from(requestedChange).where(eq(requestedChange.id, id))
          : []
  return found[0]?.reportId ?? null
}

/** The team of a report, or null. */
export async function findReport(db: Database, reportId: string): Promise<{ teamId: string } | null> {
  const [found] = await db.select({ teamId: report.teamId }).from(report).where(eq(report.id, reportId))
  return found ?? null
}

/** Whether this client id is this person's for this claim, or was until words of the claim were erased. */
export async function clientOf(
  db: Database,
  clientId: number,
  owner: { claimId: string; personId: string },
): Promise<'own' | 'erased' | null> {
  const [found] = await db.select().from(roomClient).where(eq(roomClient.clientId, clientId))
  if (found?.claimId !== owner.claimId || found.personId !== owner.personId) return null
  return found.ended ? 'erased' : 'own'
}

/** Allocates a client id that was never given before. */
export async function insertClient(
  db: Database | Transaction,
  owner: { claimId: string; personId: string; sessionId: string },
): Promise<number> {
  const [row] = await db.insert(roomClient).values(owner).returning({ clientId: roomClient.clientId })
  if (!row) throw new Error('No client id was allocated.')
  return row.clientId
}
