import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { account, session } from '#db/schema/identity.ts'
import type { RunningServer } from './server.ts'

/** The person with this address. */
export async function personId(db: Database, email: string): Promise<string> {
  const [found] = await db.select({ id: account.id }).from(account).where(eq(account.email, email))
  return found?.id ?? ''
}

/** Ends every session of somebody, as time or an admin would. */
export async function endSessions(server: RunningServer, email: string): Promise<void> {
  await server.inDatabase(async (db) => {
    await db.delete(session).where(eq(session.userId, await personId(db, email)))
  })
}
