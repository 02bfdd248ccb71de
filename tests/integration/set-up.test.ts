import { afterEach, beforeEach, expect, it } from 'vitest'
import { account, session, setUpLink, team } from '#db/schema/identity.ts'
import type { System } from '#server/context.ts'
import { foundTeamWithAdmin } from '#server/identity/commands.ts'
import { signIn } from '#server/identity/account/commands.ts'
import { isToBeSetUp, offerSetUp, setUp } from '#server/identity/set-up.gateway.ts'
import { accountsOver, sentBack, stranger } from '#tests/support/accounts.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

const password = 'a password of enough letters'
const typed = { team: 'Night desk', name: 'Ada Admin', email: 'Ada@example.org', password }
const hour = 60 * 60_000
const gone = 'This link sets nothing up any more.'

let database: FreshDatabase
let system: System
let later = 0

beforeEach(async () => {
  later = 0
  database = await freshDatabase()
  system = systemOver(database.app.db, () => new Date(Date.now() + later))
})
afterEach(() => database.drop())

const offer = async (): Promise<string> => {
  const token = await offerSetUp(system)
  if (token === null) throw new Error('No link was offered.')
  return token
}

it('the link founds the team with its first admin, who can sign in, and is no more then', async () => {
  const token = await offer()
  expect(await setUp(system, token, typed)).toEqual({ email: 'ada@example.org' })
  const accounts = accountsOver(system)
  const signedIn = await signIn(accounts, { email: 'ada@example.org', password }, stranger('192.0.2.1'))
  const found = await accounts.sessions.authenticate(sentBack(signedIn?.cookies ?? []))
  expect(found).toMatchObject({ actor: { name: 'Ada Admin', roles: ['admin'] }, teams: [{ teamName: 'Night desk' }] })
  expect([await isToBeSetUp(system), await offerSetUp(system)]).toEqual([false, null])
  await expect(setUp(system, token, { ...typed, email: 'eve@example.org' })).rejects.toThrow(gone)
  expect(await system.db.select().from(account)).toHaveLength(1)
})

it('of many who use it at once, one founds a team', async () => {
  const token = await offer()
  const tries = Array.from({ length: 8 }, (_, index) =>
    setUp(system, token, { ...typed, email: `a${index}@example.org` }),
  )
  const answers = await Promise.allSettled(tries)
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await system.db.select().from(team)).toHaveLength(1)
  expect(await system.db.select().from(account)).toHaveLength(1)
})

it('each start ends the link of the start before, and of servers that start at once one has the link', async () => {
  const first = await offer()
  const tokens = await Promise.all([offer(), offer(), offer(), offer()])
  await expect(setUp(system, first, typed)).rejects.toThrow(gone)
  const answers = await Promise.allSettled(tokens.map((token) => setUp(system, token, typed)))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await system.db.select().from(team)).toHaveLength(1)
})

it('it runs out after 72 hours, a token that nobody was given founds nothing, and neither opens an account', async () => {
  const token = await offer()
  later = 72 * hour + 1_000
  await expect(setUp(system, token, typed)).rejects.toThrow(gone)
  later = 71 * hour
  await expect(setUp(system, `${token}x`, typed)).rejects.toThrow(gone)
  await expect(setUp(system, '', typed)).rejects.toThrow(gone)
  expect(await system.db.select().from(account)).toEqual([])
  await setUp(system, token, typed)
})

it('it ends when a team is founded from the command line', async () => {
  const token = await offer()
  await foundTeamWithAdmin(system, typed)
  await expect(setUp(system, token, { ...typed, email: 'eve@example.org' })).rejects.toThrow(gone)
  expect(await system.db.select().from(team)).toHaveLength(1)
})

it('a refusal uses nothing up, and neither does an account that is left of a try that broke off', async () => {
  const token = await offer()
  await expect(setUp(system, token, { ...typed, password: 'short' })).rejects.toMatchObject({
    fields: { password: 'A password has at least 12 characters.' },
  })
  await expect(setUp(system, token, { ...typed, team: ' ' })).rejects.toThrow('Give the team a name.')
  const broken: System = { ...system, newId: () => (ids.shift() ?? system.newId)() }
  const ids = [
    () => system.newId(),
    (): string => {
      throw new Error('The database has gone.')
    },
  ]
  await expect(setUp(broken, token, typed)).rejects.toThrow('The database has gone.')
  expect(await system.db.select().from(account)).toHaveLength(1)
  await expect(setUp(system, token, { ...typed, password: 'some other password' })).rejects.toThrow(
    'this is not its password',
  )
  await setUp(system, token, typed)
})

it('nothing that the database holds is the key', async () => {
  const token = await offer()
  const [row] = await system.db.select().from(setUpLink)
  expect(JSON.stringify(row)).not.toContain(token)
  await expect(setUp(system, row?.tokenHash ?? '', typed)).rejects.toThrow(gone)
  expect(await system.db.select().from(session)).toEqual([])
})
