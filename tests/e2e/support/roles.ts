import { request, type APIRequestContext } from '@playwright/test'
import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { account, member, session } from '#db/schema/identity.ts'
import { seedReport, type DemoCast } from '#server/demo/commands.ts'
import { demoMembers, demoPassword } from '#server/demo/team.ts'
import type { System } from '#server/context.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import { madeFor, markOf } from '#server/identity/made-for.ts'
import type { Role } from '#server/policy/roles.ts'
import { endMembership } from '#tests/support/members.ts'
import { signedElsewhere } from '#tests/support/signing.ts'
import { systemOver } from '#tests/support/system.ts'

/** The columns of the tables of rights. */
export const everybody = [
  'nobody',
  'gone',
  'stranger',
  'checker',
  'editor',
  'auditor',
  'admin',
  'checker+admin',
  'all',
] as const
export type Somebody = (typeof everybody)[number]

/** Somebody with a browser's cookies, and no browser. */
export interface Caller {
  readonly request: APIRequestContext
  /** Their cookies, for a socket. */
  readonly cookie: string
  /** What their pages say whom they were made for; for nobody nothing. */
  readonly mark: string
}

/** An address as pages of these link to it: a file of which it is recorded who took it says whom the page is for. */
export const linked = (path: string, { mark }: Caller): string =>
  path.endsWith('/history/bundle') ? `${path}?${madeFor.parameter}=${encodeURIComponent(mark)}` : path

const password = demoPassword
const addresses: Readonly<Record<Exclude<Somebody, 'nobody'>, string>> = {
  gone: 'gone@example.org',
  stranger: 'stranger@example.org',
  checker: 'checker@example.org',
  editor: 'editor@example.org',
  auditor: 'auditor@example.org',
  admin: 'admin@example.org',
  'checker+admin': 'two@example.org',
  all: 'all@example.org',
}

/** What only the page of somebody's own account shows, and to nobody else: their address, and which sessions are theirs. */
export async function ownOf(db: Database, who: Somebody): Promise<string[]> {
  if (who === 'nobody') return []
  const rows = await db
    .select({ id: session.id })
    .from(session)
    .innerJoin(account, eq(account.id, session.userId))
    .where(eq(account.email, addresses[who]))
  return [addresses[who], ...rows.map(({ id }) => id)]
}

/** The members of the demo team, as commands know them; what they publish waits until the server signs, or is signed so. */
export async function demoCast(db: Database, signHistory = signedElsewhere): Promise<DemoCast> {
  const rows = await db
    .select({ email: account.email, personId: account.id, teamId: member.teamId })
    .from(account)
    .innerJoin(member, eq(member.personId, account.id))
  const cast = demoMembers.map(({ key, name, email, roles }) => {
    const { personId = '', teamId = '' } = rows.find((row) => row.email === email) ?? {}
    return [key, { ...systemOver(db), signHistory, actor: { personId, teamId, name, roles, sessionId: 'demo' } }]
  })
  return Object.fromEntries(cast) as DemoCast
}

/** Makes another report like the demo's, with all that deeds are done on. */
export const anotherReport = async (db: Database, signHistory: System['signHistory']): Promise<string> =>
  seedReport(await demoCast(db, signHistory))

/** Adds somebody to the demo team. */
export async function addSomebody(db: Database, email: string, roles: readonly Role[]): Promise<string> {
  const { ada } = await demoCast(db)
  const { teamId } = ada.actor
  const { personId } = await addMember(systemOver(db), { teamId, name: 'Somebody New', email, password, roles })
  return personId
}

/** Adds whom the demo team lacks, and signs everybody in; whoever is gone leaves the team after that. */
export async function signInEverybody(db: Database, baseURL: string): Promise<Record<Somebody, Caller>> {
  const goneId = await addSomebody(db, addresses.gone, ['checker', 'admin'])
  await addSomebody(db, addresses['checker+admin'], ['checker', 'admin'])
  await addSomebody(db, addresses.all, ['checker', 'editor', 'admin'])
  const { teamId } = await foundTeam(systemOver(db), { name: 'Elsewhere' })
  const stranger = { name: 'Stranger', email: addresses.stranger, roles: ['checker', 'editor', 'admin'] }
  await addMember(systemOver(db), { teamId, password, ...stranger })
  const callers: Partial<Record<Somebody, Caller>> = {}
  for (const somebody of everybody) callers[somebody] = await signInAs(baseURL, somebody)
  const { ada } = await demoCast(db)
  await endMembership(ada, goneId)
  return callers as Record<Somebody, Caller>
}

async function signInAs(baseURL: string, somebody: Somebody): Promise<Caller> {
  const context = await request.newContext({ baseURL })
  if (somebody !== 'nobody') {
    const form = { email: addresses[somebody], password }
    const answer = await context.post('/sign-in', { headers: { origin: baseURL }, form, maxRedirects: 0 })
    if (answer.status() !== 302) throw new Error(`${somebody} could not sign in: ${answer.status()}`)
  }
  const { cookies } = await context.storageState()
  const { viewer } = await (await context.get('/sign-in/who')).json()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return { request: context, cookie, mark: viewer ? markOf(viewer) : '' }
}
