import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { and, eq, sql } from 'drizzle-orm'
import { attempt, device, session } from '#db/schema/identity.ts'
import {
  askForReset,
  changePassword,
  chooseNewPassword,
  signIn,
  type Accounts,
} from '#server/identity/account/commands.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import { accountsOver, sentBack, stranger } from '#tests/support/accounts.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

const password = 'seven grey herons landed'
const other = 'nine brown otters surfaced'

let database: FreshDatabase
let accounts: ReturnType<typeof accountsOver>
let people = 0
let email: string
let personId: string

beforeAll(async () => {
  database = await freshDatabase()
  accounts = accountsOver(systemOver(database.app.db))
})
afterAll(() => database.drop())
beforeEach(async () => {
  accounts.letters.length = 0
  await database.owner.db.delete(attempt)
  people += 1
  email = `ann${people}@example.org`
  const { teamId } = await foundTeam(accounts, { name: 'Desk' })
  ;({ personId } = await addMember(accounts, { teamId, name: 'Ann', email, password, roles: ['checker'] }))
})

const here = stranger('192.0.2.1')
const enter = (caller = here, given = password, over: Accounts = accounts) =>
  signIn(over, { email, password: given }, caller)
const enterWith = async (caller = here, given = password) => sentBack((await enter(caller, given))?.cookies ?? [])
const actorOf = async (cookies: string) => (await accounts.sessions.authenticate(cookies))!.actor
const sessionsLeft = () => database.owner.db.select().from(session).where(eq(session.userId, personId))
const devicesLeft = () => database.owner.db.select().from(device).where(eq(device.personId, personId))

async function resetToken(): Promise<string> {
  await askForReset(accounts, { email }, '192.0.2.9')
  await accounts.post.settled()
  return /\/reset\/([\w-]+)/u.exec(accounts.letters.at(-1)?.text ?? '')?.[1] ?? ''
}

/** The same, with something that happens between the check of a password and what it is checked for. */
function meanwhile(happens: () => Promise<unknown>): Accounts {
  const matches: Accounts['passwords']['matches'] = async (stored, given) => {
    const outcome = await accounts.passwords.matches(stored, given)
    await happens()
    return outcome
  }
  return { ...accounts, passwords: { ...accounts.passwords, matches } }
}

describe('a password that changes while somebody signs in with the old one', () => {
  it('by a link: no session begins, and the browser is not known', async () => {
    const token = await resetToken()
    const resetting = () => chooseNewPassword(accounts, token, { password: other }, stranger('192.0.2.9'))
    expect(await enter(here, password, meanwhile(resetting))).toBeNull()
    expect([(await sessionsLeft()).length, (await devicesLeft()).length]).toEqual([0, 1])
  })

  it('by its owner, who is signed in: only theirs is left', async () => {
    const own = await enterWith()
    const actor = await actorOf(own)
    const input = { current: password, password: other }
    const changing = () => changePassword(accounts, actor, input, stranger('192.0.2.1', own))
    expect(await enter(stranger('198.51.100.1'), password, meanwhile(changing))).toBeNull()
    expect((await sessionsLeft()).map(({ id }) => id)).toEqual([actor.sessionId])
    expect(await devicesLeft()).toHaveLength(1)
  })

  it('after it was found right once more: the session that began is ended with the others', async () => {
    const token = await resetToken()
    let resetting: Promise<unknown> = Promise.resolve()
    const begin: Accounts['sessions']['begin'] = async (tx, ...rest) => {
      resetting = chooseNewPassword(accounts, token, { password: other }, stranger('192.0.2.9'))
      await expect.poll(waitsForLock, { timeout: 5_000 }).toBe(true)
      return accounts.sessions.begin(tx, ...rest)
    }
    const signedIn = await enter(here, password, { ...accounts, sessions: { ...accounts.sessions, begin } })
    await resetting
    expect(await accounts.sessions.authenticate(sentBack(signedIn?.cookies ?? []))).toBeNull()
    expect([(await sessionsLeft()).length, (await devicesLeft()).length]).toEqual([0, 1])
  })

  it('cannot be taken back by somebody who changes it with the old one', async () => {
    const theirs = await enterWith()
    const token = await resetToken()
    const over = meanwhile(() => chooseNewPassword(accounts, token, { password: other }, stranger('192.0.2.9')))
    const input = { current: password, password: 'three odd lamps hummed' }
    const change = changePassword(over, await actorOf(theirs), input, stranger('192.0.2.1', theirs))
    await expect(change).rejects.toThrow('This is not your password.')
    expect(await enter(here, other)).not.toBeNull()
  })
})

const waitsForLock = async (): Promise<boolean> => {
  const waiting = await database.owner.db.execute(
    sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return waiting.length > 0
}

const shown = async () => (await accounts.sessions.openOf(personId)).map(({ id }) => id)

describe('a browser that was new', () => {
  it('stays so however often it signs in, until another one says that it was them', async () => {
    const own = await actorOf(await enterWith())
    const first = await enterWith(stranger('198.51.100.1'))
    const again = await enterWith(stranger('198.51.100.1', first))
    await accounts.sessions.signOut(first)
    expect(await accounts.sessions.unfamiliarOf(own)).toBe(1)
    await accounts.sessions.acceptOthers(await actorOf(again), await shown())
    expect(await accounts.sessions.unfamiliarOf(own)).toBe(1)
    expect((await accounts.sessions.openOf(personId)).filter(({ isUnfamiliar }) => isUnfamiliar)).toHaveLength(1)
    // Who had signed out when the page was shown, or signed in later, was not on it.
    const others = await shown()
    const later = await enterWith(stranger('203.0.113.7'))
    await accounts.sessions.acceptOthers(own, others)
    expect(await accounts.sessions.unfamiliarOf(own)).toBe(1)
    await accounts.sessions.signOut(later)
    await accounts.sessions.acceptOthers(own, await shown())
    await enter(stranger('203.0.113.7', later))
    expect(await accounts.sessions.unfamiliarOf(own)).toBe(1)
    await accounts.sessions.acceptOthers(own, await shown())
    expect(await accounts.sessions.unfamiliarOf(own)).toBe(0)
    await enter(stranger('198.51.100.1', again))
    expect(await accounts.sessions.unfamiliarOf(own)).toBe(0)
  })

  it('is known no longer once the password is changed; the one that changed it is', async () => {
    const [own, theirs] = [await enterWith(), await enterWith(stranger('198.51.100.1'))]
    const actor = await actorOf(own)
    await changePassword(accounts, actor, { current: password, password: other }, stranger('192.0.2.1', own))
    expect(await accounts.devices.known(email, theirs)).toBeNull()
    expect(await accounts.devices.known(email, own)).not.toBeNull()
    accounts.letters.length = 0
    await enter(stranger('198.51.100.1', theirs), other)
    await accounts.post.settled()
    expect(accounts.letters.map(({ subject }) => subject)).toContain('New sign-in to Plumbline')
  })
})

it('over https a neighbour’s plain cookie signs nobody in and makes no browser known', async () => {
  const behindHttps = accountsOver(accounts, true)
  const cookies = sentBack((await enter(here, password, behindHttps))?.cookies ?? [])
  const eve = `eve${people}@example.org`
  const { teamId } = await foundTeam(accounts, { name: 'Eve’s' })
  const added = await addMember(accounts, { teamId, name: 'Eve', email: eve, password, roles: ['checker'] })
  const hers = sentBack((await signIn(accounts, { email: eve, password }, here))?.cookies ?? [])
  const { sessions, devices } = behindHttps
  for (const both of [`${hers}; ${cookies}`, `${cookies}; ${hers}`]) {
    expect((await sessions.recognise(both))?.actor.personId).toBe(personId)
    expect((await sessions.authenticate(both))?.actor.personId).toBe(personId)
    expect([await devices.known(eve, both), await devices.known(email, both)]).toEqual([null, expect.any(String)])
  }
  expect([await sessions.recognise(hers), await sessions.authenticate(hers)]).toEqual([null, null])
  await enter(stranger('192.0.2.1', hers), password, behindHttps)
  const [row] = await database.owner.db.select().from(device).where(eq(device.personId, added.personId))
  const shared = and(eq(device.personId, personId), eq(device.tokenHash, row?.tokenHash ?? ''))
  expect(await database.owner.db.select().from(device).where(shared)).toEqual([])
})

it('whoever is kept out by what others tried is told so, like somebody whom nobody knows', async () => {
  // What is counted is the wish: the work of comparing is not what this is about.
  const unlike = { ...accounts, passwords: { ...accounts.passwords, matches: async () => false } }
  const said = []
  for (const address of [email, 'nobody@example.org']) {
    const tries = Array.from({ length: 60 }, (_, index) =>
      signIn(unlike, { email: address, password: 'a wrong password' }, stranger(`198.51.${index}.1`)),
    )
    await Promise.all(tries)
    said.push(await signIn(accounts, { email: address, password }, here).catch((error: Error) => error.message))
  }
  const sentence =
    'Somebody tried this address too often. Choose a new password by a link in your mail, or wait 60 minutes.'
  expect(said).toEqual([sentence, sentence])
})
