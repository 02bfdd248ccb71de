import { and, eq, gt, lte, ne, sql } from 'drizzle-orm'
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

/** Somebody with the password that they have proved. */
export interface Proven {
  readonly id: string
  readonly passwordHash: string
}

const asProven = ({ id, passwordHash }: Proven) => and(eq(account.id, id), eq(account.passwordHash, passwordHash))

/** Whether this is still their password; until the transaction ends, it stays so. */
export async function holdPassword(tx: Transaction, proven: Proven): Promise<boolean> {
  return (await tx.select({ id: account.id }).from(account).where(asProven(proven)).for('share')).length > 0
}

/** Uses a link up: of several at once, one. The person's links, sessions and known browsers end with it. */
export async function redeemReset(
  tx: Transaction,
  { tokenHash, passwordHash, now }: { tokenHash: string; passwordHash: string; now: Date },
): Promise<boolean> {
  const used = and(eq(passwordReset.tokenHash, tokenHash), gt(passwordReset.expiresAt, now))
  const [link] = await tx.delete(passwordReset).where(used).returning()
  if (!link) return false
  const { personId } = link
  // First, so that whoever signs in with the old one meanwhile is waited for, and ended with the others.
  await tx.update(account).set({ passwordHash }).where(eq(account.id, personId))
  await tx.delete(passwordReset).where(eq(passwordReset.personId, personId))
  await tx.delete(session).where(eq(session.userId, personId))
  await tx.delete(device).where(eq(device.personId, personId))
  return true
}

/**
 * Changes a password, if it is still the one that was proved; every other session and browser of the person, and every
 * link that would change it again, ends with it.
 */
export async function replacePassword(
  db: Database,
  proven: Proven,
  { passwordHash, sessionId }: { passwordHash: string; sessionId: string },
): Promise<boolean> {
  const { id } = proven
  return db.transaction(async (tx) => {
    const changed = await tx.update(account).set({ passwordHash }).where(asProven(proven)).returning()
    if (changed.length === 0) return false
    await tx.delete(passwordReset).where(eq(passwordReset.personId, id))
    const here = tx.select({ hash: session.deviceHash }).from(session).where(eq(session.id, sessionId))
    const isElsewhere = sql`${device.tokenHash} is distinct from (${here})`
    await tx.delete(device).where(and(eq(device.personId, id), isElsewhere))
    await tx.delete(session).where(and(eq(session.userId, id), ne(session.id, sessionId)))
    return true
  })
}
