import type { Page } from '@playwright/test'
import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { account, member, session } from '#db/schema/identity.ts'
import type { Context } from '#server/context.ts'
import { demoPassword } from '#server/demo/team.ts'
import type { Role } from '#server/policy/roles.ts'
import { endMembership, giveRolesTo } from '#tests/support/members.ts'
import { systemOver } from '#tests/support/system.ts'
import { expect, type RunningServer } from './server.ts'

async function personId(db: Database, email: string): Promise<string> {
  const [found] = await db.select({ id: account.id }).from(account).where(eq(account.email, email))
  return found?.id ?? ''
}

/** Ends every session of a person, as time does. */
export async function endSessions(server: RunningServer, email: string): Promise<void> {
  await server.inDatabase(async (db) => {
    await db.delete(session).where(eq(session.userId, await personId(db, email)))
  })
}

/** Gives a member other roles, as an admin elsewhere would. */
export const giveRoles = (server: RunningServer, email: string, roles: readonly Role[]): Promise<void> =>
  asAdmin(server, email, (ctx, id) => giveRolesTo(ctx, id, roles))

/** Ends a membership, as an admin elsewhere would. */
export const removeFromTeam = (server: RunningServer, email: string): Promise<void> =>
  asAdmin(server, email, endMembership)

function asAdmin(
  server: RunningServer,
  email: string,
  deed: (ctx: Context, personId: string) => Promise<void>,
): Promise<void> {
  return server.inDatabase(async (db) => {
    const id = await personId(db, email)
    const [found] = await db.select().from(member).where(eq(member.personId, id))
    const actor = { personId: 'admin', name: 'Admin', teamId: found?.teamId ?? '', roles: ['admin'], sessionId: '' }
    const asIfAdmin = async () => new Map([['admin', ['admin']]])
    await deed({ ...systemOver(db), rolesAmong: asIfAdmin, actor } as unknown as Context, id)
  })
}

/** Signs in again on a page whose sign-in has ended. */
export async function renewSignIn(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in again' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByLabel('Password').fill(demoPassword)
  await dialog.getByRole('button', { name: 'Sign in again' }).click()
  await expect(dialog).toBeHidden()
}
