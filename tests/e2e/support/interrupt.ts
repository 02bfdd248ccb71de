import { randomBytes, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { account, member, session } from '#db/schema/identity.ts'
import type { Context } from '#server/context.ts'
import { changeMember, removeMember } from '#server/identity/commands.ts'
import type { Role } from '#server/policy/roles.ts'
import type { RunningServer } from './server.ts'

async function personId(db: Database, email: string): Promise<string> {
  const [found] = await db.select({ id: account.id }).from(account).where(eq(account.email, email))
  return found?.id ?? ''
}

/** Ends every session of somebody, as time or an admin would. */
export async function endSessions(server: RunningServer, email: string): Promise<void> {
  await server.inDatabase(async (db) => {
    await db.delete(session).where(eq(session.userId, await personId(db, email)))
  })
}

/** Gives a member other roles, as an admin elsewhere would. */
export const demote = (server: RunningServer, email: string, roles: readonly Role[]): Promise<void> =>
  asAdmin(server, email, (ctx, id) => changeMember(ctx, id, { roles }))

/** Ends a membership, as an admin elsewhere would. */
export const removeFromTeam = (server: RunningServer, email: string): Promise<void> =>
  asAdmin(server, email, removeMember)

function asAdmin(
  server: RunningServer,
  email: string,
  deed: (ctx: Context, personId: string) => Promise<void>,
): Promise<void> {
  return server.inDatabase(async (db) => {
    const id = await personId(db, email)
    const [found] = await db.select().from(member).where(eq(member.personId, id))
    const actor = { personId: 'admin', name: 'Admin', teamId: found?.teamId ?? '', roles: ['admin'], sessionId: '' }
    const ctx = {
      db,
      now: () => new Date(),
      newId: randomUUID,
      randomBytes: (length: number) => new Uint8Array(randomBytes(length)),
      announce: () => {},
      actor,
    } as unknown as Context
    await deed(ctx, id)
  })
}
