import type { AppLoadContext } from '@remix-run/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { action as change } from '#app/routes/identity/members.ts'
import { loader as who } from '#app/routes/identity/who.ts'
import type { Context, System } from '#server/context.ts'
import { signIn } from '#server/identity/account/commands.ts'
import { acceptInvitation, addMember, foundTeam, makeInvitation, removeMember } from '#server/identity/commands.ts'
import { madeFor, markOf } from '#server/identity/made-for.ts'
import { teamView } from '#server/identity/queries.ts'
import { accountsOver, sentBack, stranger } from '#tests/support/accounts.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

const password = 'a password of enough letters'

let database: FreshDatabase
let system: System
let context: AppLoadContext
let day: Context
let night: Context
/** Olga's session, and the mark of her page in the day desk. */
let olga: string
let page: string

async function adminOf(name: string): Promise<Context> {
  const { teamId } = await foundTeam(system, { name })
  const email = `${name.replace(' ', '.')}@example.org`
  const { personId } = await addMember(system, { teamId, name: 'Ada', email, password, roles: ['admin'] })
  return { ...system, actor: { personId, name: 'Ada', teamId, roles: ['admin'], sessionId: '' } }
}

async function cookieOf(email: string): Promise<string> {
  return sentBack((await signIn(context.accounts, { email, password }, stranger('192.0.2.1')))?.cookies ?? [])
}

beforeAll(async () => {
  database = await freshDatabase()
  system = systemOver(database.app.db)
  const accounts = accountsOver(system)
  context = { system, accounts, sessions: accounts.sessions } as unknown as AppLoadContext
  day = await adminOf('Day desk')
  night = await adminOf('Night desk')
  const email = 'olga@example.org'
  for (const admin of [day, night]) {
    const { token } = await makeInvitation(admin, { email, roles: 'editor' })
    await acceptInvitation(system, token, { name: 'Olga', password })
  }
  olga = await cookieOf(email)
  const personId = (await context.sessions.recognise(olga))?.actor.personId ?? ''
  page = markOf({ personId, teamId: day.actor.teamId })
})
afterAll(() => database.drop())

async function leave(admin: Context): Promise<void> {
  const found = (await teamView(admin)).members.find(({ name }) => name === 'Olga')
  await removeMember(admin, { personId: found?.personId, seen: found?.seq })
}

const from = (cookie: string, mark: string, more: RequestInit = {}) => ({
  request: new Request('http://plumbline.test/', { headers: { cookie, [madeFor.header]: mark }, ...more }),
  params: {},
  context,
})
const asked = async (cookie: string, mark = page): Promise<unknown> => (await who(from(cookie, mark))).json()
const answered = async (cookie: string, mark: string): Promise<unknown> => {
  const response = await change(from(cookie, mark, { method: 'POST', body: new FormData() }))
  return { status: response.status, ...(await response.json()) }
}

it('a page learns that its person has left its team, also when they are in another one or in none', async () => {
  expect(await asked(olga)).toMatchObject({ viewer: { teamId: day.actor.teamId }, left: null })
  await leave(day)
  expect(await asked(olga)).toMatchObject({ viewer: { teamId: night.actor.teamId }, left: 'Day desk' })
  await leave(night)
  expect(await asked(olga)).toMatchObject({ viewer: null, left: 'Day desk' })
  const message = 'You are no longer a member of Day desk. What you typed is still here to copy.'
  expect(await answered(olga, page)).toMatchObject({ status: 403, message })
})

it('nobody else learns anything, nor does she of teams that she was never in', async () => {
  const [personId = ''] = page.split(' ')
  const elsewhere = await adminOf('Other desk')
  const ada = await cookieOf('Night.desk@example.org')
  for (const [cookie, mark] of [
    ['', page],
    ['session=unknown', page],
    [ada, page],
    [olga, markOf({ personId, teamId: elsewhere.actor.teamId })],
    [olga, ''],
  ] as const) {
    expect(await asked(cookie, mark)).toMatchObject({ left: null })
  }
  for (const cookie of ['', 'session=unknown']) {
    const thrown = await answered(cookie, page).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ status: 401 })
  }
})
