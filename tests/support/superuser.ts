import { and, asc, eq, lte, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { entry } from '#db/schema/history.ts'
import { grown, leafHash, packed } from '#server/history/tree.ts'
import type { FreshDatabase } from './postgres.ts'

/** Does what nobody can by way of the server: no trigger of the database looks. */
export const asSuperuser = <Done>(
  { owner }: FreshDatabase,
  tamper: (tx: Transaction) => Promise<Done>,
): Promise<Done> =>
  owner.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    return tamper(tx)
  })

/** What `look` finds after a superuser's tampering, which is undone again. */
export async function afterTampering<Found>(
  database: FreshDatabase,
  tamper: (tx: Transaction) => Promise<unknown>,
  look: (tx: Transaction) => Promise<Found>,
): Promise<Found> {
  let found: Found | undefined
  const undo = new Error('undo')
  await asSuperuser(database, async (tx) => {
    await tamper(tx)
    found = await look(tx)
    throw undo
  }).catch((error: unknown) => {
    if (error !== undo) throw error
  })
  return found as Found
}

/** The tree over a team's first entries, as its head would keep it, and when the last of them was. */
export async function headAt(db: Database, teamId: string, size: number): Promise<{ peaks: Buffer; at: string }> {
  const rows = await db
    .select()
    .from(entry)
    .where(and(eq(entry.teamId, teamId), lte(entry.seq, size)))
    .orderBy(asc(entry.seq))
  let peaks: readonly Uint8Array[] = []
  for (const { seq, hash } of rows) peaks = grown(peaks, seq - 1, leafHash(new Uint8Array(hash))).peaks
  return { peaks: Buffer.from(packed(peaks)), at: rows.at(-1)?.at ?? '' }
}
