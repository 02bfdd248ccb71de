import { and, eq, gt, lte, ne } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { account, device, passwordReset, session } from '#db/schema/identity.ts'

/** The account of a person, or null. */
export async function accountById(db: Database, id: string) {
  const [row] = await db.select().from(account).where(eq(account.id, id))
  return row ?? null
}

/** Keeps the hash of a link; those that ran out go. */
export async function insertReset(db: Database, row: typeof passwordReset.$inferInsert, now: Date): Promise<void> {
  await db.delete(passwordReset).where(lte(passwordReset.expiresAt, now))
  await db.insert(passwordReset).values(row)
}

/** Whose password a link with this hash changes, or null. */
export async function resetOf(db: Database, tokenHash: string, now: Date) {
  const [row] = await db
    .select({ personId: account.id, email: account.email })
    .from(passwordReset)
    .innerJoin(account, eq(account.id, passwordReset.personId))
    .where(and(eq(passwordReset.tokenHash, tokenHash), gt(passwordReset.expiresAt, now)))
  return row ?? null
}

/** Uses a link up: of several at once, one. The person's links, sessions and known browsers end with it. */
export async function redeemReset(
  db: Database,
  { tokenHash, passwordHash, now }: { tokenHash: string; passwordHash: string; now: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const used = and(eq(passwordReset.tokenHash, tokenHash), gt(passwordReset.expiresAt, now))
    const [link] = await tx.delete(passwordReset).where(used).returning()
    if (!link) return false
    await setPassword(tx, link.personId, passwordHash)
    await tx.delete(session).where(eq(session.userId, link.personId))
    await tx.delete(device).where(eq(device.personId, link.personId))
    return true
  })
}

/** Changes a password; every other session of the person, and every link that would change it again, ends with it. */
export async function replacePassword(
  db: Database,
  { personId, passwordHash, sessionId }: { personId: string; passwordHash: string; sessionId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await setPassword(tx, personId, passwordHash)
    await tx.delete(session).where(and(eq(session.userId, personId), ne(session.id, sessionId)))
  })
}

async function setPassword(tx: Transaction, personId: string, passwordHash: string): Promise<void> {
  await tx.update(account).set({ passwordHash }).where(eq(account.id, personId))
  await tx.delete(passwordReset).where(eq(passwordReset.personId, personId))
}
