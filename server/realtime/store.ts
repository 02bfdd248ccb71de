import { and, eq, inArray } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { claim, claimText } from '#db/schema/claims.ts'
import { report } from '#db/schema/reports.ts'
import { roomClient } from '#db/schema/realtime.ts'
import type { System } from '../context.ts'
import { textKind, type Entry } from '../history/entry.ts'
import { append, lockSubject, textEditsOf } from '../history/store.ts'
import type { ClaimTexts } from './claim-doc.ts'

/** One person's edits to one claim, and the texts after the claim's last edit of this commit. */
export interface TextEdit {
  readonly claimId: string
  readonly teamId: string
  readonly personId: string
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

/** Commits edits in one transaction: entries and derived texts. Edits of withdrawn claims are left out. */
export async function commitTexts(system: System, edits: readonly TextEdit[]): Promise<TextCommit> {
  return system.db.transaction(async (tx) => {
    const claimIds = [...new Set(edits.map(({ claimId }) => claimId))].toSorted()
    for (const id of claimIds) await lockSubject(tx, { type: 'claim', id })
    const live = await tx
      .select({ id: claim.id })
      .from(claim)
      .where(and(inArray(claim.id, claimIds), eq(claim.withdrawn, false)))
    const liveIds = new Set(live.map(({ id }) => id))
    const recorded = edits.filter(({ claimId }) => liveIds.has(claimId))
    const entries: Entry[] = []
    for (const teamId of [...new Set(recorded.map((edit) => edit.teamId))].toSorted()) {
      const drafts = recorded.filter((edit) => edit.teamId === teamId).map((edit) => draftOf(system, edit))
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

function draftOf(system: System, { claimId, teamId, personId, update }: TextEdit) {
  return {
    teamId,
    subject: { type: 'claim', id: claimId } as const,
    kind: textKind,
    actor: personId,
    salt: system.randomBytes(16),
    payload: update,
  }
}

/** The edits of a claim, read behind whatever transaction may still be writing them. */
export async function loadEdits(db: Database, claimId: string): Promise<Uint8Array[]> {
  return db.transaction(async (tx) => {
    await lockSubject(tx, { type: 'claim', id: claimId })
    return (await textEditsOf(tx, claimId)).map(({ payload }) => payload)
  })
}

/** Where a claim belongs, or null. */
export async function findClaim(db: Database, claimId: string): Promise<ClaimPlace | null> {
  const [found] = await db
    .select({ claimId: claim.id, teamId: claim.teamId, reportId: claim.reportId, withdrawn: claim.withdrawn })
    .from(claim)
    .where(eq(claim.id, claimId))
  return found ?? null
}

/** The team of a report, or null. */
export async function findReport(db: Database, reportId: string): Promise<{ teamId: string } | null> {
  const [found] = await db.select({ teamId: report.teamId }).from(report).where(eq(report.id, reportId))
  return found ?? null
}

/** Whether this client id was allocated to this person for this claim. */
export async function isClientOf(
  db: Database,
  clientId: number,
  owner: { claimId: string; personId: string },
): Promise<boolean> {
  const [found] = await db.select().from(roomClient).where(eq(roomClient.clientId, clientId))
  return found?.claimId === owner.claimId && found.personId === owner.personId
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
