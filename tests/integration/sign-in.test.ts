import { randomBytes, randomUUID } from 'node:crypto'
import { SMTPServer } from 'smtp-server'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { attempt, passwordReset } from '#db/schema/identity.ts'
import type { System } from '#server/context.ts'
import {
  askForReset,
  changePassword,
  chooseNewPassword,
  endSession,
  signIn,
  type Caller,
} from '#server/identity/account/commands.ts'
import { accountView, openReset } from '#server/identity/account/queries.ts'
import { createAttempts } from '#server/identity/attempts.gateway.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import { createPasswords } from '#server/identity/password.gateway.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import { createPost } from '#server/notifications/mail.gateway.ts'
import { accountsOver, sentBack, stranger } from '#tests/support/accounts.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'

const password = 'seven grey herons landed'
const other = 'nine brown otters surfaced'
const gone = 'This link opens nothing any more'
const tooOften = { id: 'too-many', status: 429 }

let database: FreshDatabase
let accounts: ReturnType<typeof accountsOver>
let later = 0
let people = 0
let email: string

beforeAll(async () => {
  database = await freshDatabase()
  const system: System = {
    db: database.app.db,
    now: () => new Date(Date.now() + later),
    newId: randomUUID,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    passwords: createPasswords(),
    rolesAmong,
    announce: () => {},
    signHistory: async () => {},
  }
  accounts = accountsOver(system)
})
afterAll(() => database.drop())

beforeEach(async () => {
  later = 0
  accounts.letters.length = 0
  await database.owner.db.delete(attempt)
  people += 1
  email = `ann${people}@example.org`
  const { teamId } = await foundTeam(accounts, { name: 'Desk' })
  await addMember(accounts, { teamId, name: 'Ann', email, password, roles: ['checker'] })
})

const enter = (caller: Caller, given = password) => signIn(accounts, { email, password: given }, caller)
const fail = async (caller: Caller, times: number) => {
  const tries = Array.from({ length: times }, () => enter(caller, 'a wrong password'))
  expect(new Set(await Promise.all(tries))).toEqual(new Set([null]))
}
const actorOf = async (cookies: string) => {
  const found = await accounts.sessions.authenticate(cookies)
  if (!found) throw new Error('Nobody is signed in.')
  return found.actor
}
/** Signs in; answers what the browser sends from now on. */
const enterWith = async (caller: Caller, given = password) => sentBack((await enter(caller, given))?.cookies ?? [])
async function resetToken(caller: Caller): Promise<string> {
  await askForReset(accounts, { email }, caller.address)
  await accounts.post.settled()
  return /\/reset\/([\w-]+)/u.exec(accounts.letters.at(-1)?.text ?? '')?.[1] ?? ''
}

describe('wrong passwords', () => {
  it('are counted, also many at once, and then even the right one waits', async () => {
    const tries = Array.from({ length: 30 }, () => enter(stranger('192.0.2.1'), 'a wrong password'))
    const answers = await Promise.allSettled(tries)
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    const refusal = await enter(stranger('192.0.2.1')).catch((error: unknown) => error)
    expect(refusal).toMatchObject(tooOften)
    expect(refusal).toMatchObject({ message: 'That was tried too often from here. Try again in 15 minutes.' })
    expect(Number((refusal as { headers: Record<string, string> }).headers['retry-after'])).toBeGreaterThan(800)
    expect(await enter(stranger('192.0.2.2'))).not.toBeNull()
  })

  it('of an address that nobody has are answered alike, after the same work', async () => {
    const done: string[] = []
    const { passwords } = accounts
    const watched = {
      ...accounts,
      passwords: {
        ...passwords,
        matches: (stored: string | null, given: string) => {
          done.push('compared')
          return passwords.matches(stored, given)
        },
      },
    }
    const nobody = { email: 'nobody@example.org', password }
    for (let i = 0; i < 10; i++) expect(await signIn(watched, nobody, stranger('192.0.2.1'))).toBeNull()
    expect(done).toHaveLength(10)
    await expect(signIn(watched, nobody, stranger('192.0.2.1'))).rejects.toMatchObject(tooOften)
  })

  it('that others try keep nobody out of a browser that they know, nor after a reset by mail', async () => {
    const known = await enterWith(stranger('192.0.2.1'))
    for (let network = 1; network <= 6; network++) await fail(stranger(`198.51.100.${network}`), 10)
    await expect(enter(stranger('198.51.100.9'))).rejects.toMatchObject(tooOften)
    expect(await enter(stranger('198.51.100.1', known))).not.toBeNull()
    const token = await resetToken(stranger('203.0.113.1'))
    const { cookie } = await chooseNewPassword(accounts, token, { password: other }, stranger('203.0.113.1'))
    expect(await enter(stranger('203.0.113.1', sentBack([cookie])), other)).not.toBeNull()
    await fail(stranger('203.0.113.1', sentBack([cookie])), 10)
    await expect(enter(stranger('203.0.113.1', sentBack([cookie])), other)).rejects.toMatchObject(tooOften)
  })

  it('of many accounts from one network are counted together, also from one household’s IPv6', async () => {
    const tries = Array.from({ length: 120 }, (_, index) =>
      signIn(accounts, { email: `n${index}@example.org`, password }, stranger(`2001:db8::${index + 1}`)),
    )
    const answers = await Promise.allSettled(tries)
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(100)
  })

  it('right ones use nothing up, and the count ends by itself', async () => {
    for (let i = 0; i < 12; i++) expect(await enter(stranger('192.0.2.1'))).not.toBeNull()
    await fail(stranger('192.0.2.1'), 10)
    await database.owner.db.update(attempt).set({ expire: new Date(Date.now() - 1) })
    expect(await enter(stranger('192.0.2.1'))).not.toBeNull()
  })

  it('are still counted while their table is gone', async () => {
    await database.owner.sql`alter table attempt rename to attempt_gone`
    try {
      const withoutTable = { ...accounts, attempts: createAttempts(database.app.db) }
      const enterHere = (given: string) => signIn(withoutTable, { email, password: given }, stranger('192.0.2.1'))
      expect(await enterHere(password)).not.toBeNull()
      for (let i = 0; i < 10; i++) expect(await enterHere('a wrong password')).toBeNull()
      await expect(enterHere(password)).rejects.toMatchObject(tooOften)
    } finally {
      await database.owner.sql`alter table attempt_gone rename to attempt`
    }
  })
})

describe('a forgotten password', () => {
  it('is changed by a mailed link, once, and everybody else is signed out', async () => {
    const cookies = await enterWith(stranger('192.0.2.1'))
    const token = await resetToken(stranger('192.0.2.9'))
    expect(accounts.letters.at(-1)).toMatchObject({ to: email, subject: 'Choose a new password for Plumbline' })
    expect(await openReset(accounts, token, '192.0.2.9')).toMatchObject({ email })
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => chooseNewPassword(accounts, token, { password: other }, stranger('192.0.2.9'))),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await accounts.post.settled()
    expect(accounts.letters.at(-1)).toMatchObject({ to: email, subject: 'Your password for Plumbline was changed' })
    expect(await accounts.sessions.authenticate(cookies)).toBeNull()
    await expect(openReset(accounts, token, '192.0.2.9')).rejects.toThrow(gone)
    expect(await enter(stranger('192.0.2.9'))).toBeNull()
    expect(await enter(stranger('192.0.2.9'), other)).not.toBeNull()
  })

  it('has a link for one hour; all that were asked for end with the first used', async () => {
    const [first, second] = [await resetToken(stranger('192.0.2.9')), await resetToken(stranger('192.0.2.9'))]
    later = 59 * 60_000
    await chooseNewPassword(accounts, second, { password: other }, stranger('192.0.2.9'))
    await expect(openReset(accounts, first, '192.0.2.9')).rejects.toThrow(gone)
    later = 0
    const third = await resetToken(stranger('192.0.2.9'))
    later = 61 * 60_000
    await expect(chooseNewPassword(accounts, third, { password }, stranger('192.0.2.9'))).rejects.toThrow(gone)
  })

  it('is asked for so often only, and an address that nobody has gets nothing and is not told apart', async () => {
    for (let i = 0; i < 8; i++) await askForReset(accounts, { email }, '192.0.2.9')
    await askForReset(accounts, { email: 'nobody@example.org' }, '192.0.2.9')
    await accounts.post.settled()
    expect(accounts.letters).toHaveLength(6)
    for (let i = 9; i < 20; i++) await askForReset(accounts, { email: `n${i}@example.org` }, '192.0.2.9')
    await expect(askForReset(accounts, { email: 'n@example.org' }, '192.0.2.9')).rejects.toMatchObject(tooOften)
    await expect(askForReset(accounts, { email: 'none' }, '192.0.2.8')).rejects.toThrow('Write a full e-mail address.')
  })

  it('goes out by SMTP, in plain words', async () => {
    const received: string[] = []
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, _session, done) => {
        let text = ''
        stream.on('data', (part: Buffer) => (text += part.toString()))
        stream.on('end', () => done(null, String(received.push(text))))
      },
    })
    const { port } = await new Promise<{ port: number }>((resolve) => {
      const server = smtp.listen(0, '127.0.0.1', () => resolve(server.address() as { port: number }))
    })
    const errors: unknown[] = []
    const post = createPost({
      smtpUrl: `smtp://127.0.0.1:${port}`,
      from: 'Plumbline <desk@example.org>',
      onUnsent: () => {},
      onError: (error) => void errors.push(error),
    })
    await askForReset({ ...accounts, post }, { email }, '192.0.2.9')
    await post.settled()
    await new Promise<void>((resolve) => {
      smtp.close(() => resolve())
    })
    expect([errors, post.sendsMail]).toEqual([[], true])
    expect(received[0]).toMatch(/^From: Plumbline <desk@example\.org>/mu)
    expect(received[0]?.replaceAll('=\r\n', '')).toMatch(/http:\/\/plumbline\.test\/reset\/[\w-]{43}/u)
  })
})

describe('one’s own account', () => {
  it('changes the password of whoever knows it, and signs all others out', async () => {
    const [here, there] = [await enterWith(stranger('192.0.2.1')), await enterWith(stranger('192.0.2.2'))]
    const actor = await actorOf(here)
    const change = (current: string, next: string) =>
      changePassword(accounts, actor, { current, password: next }, stranger('192.0.2.1', here))
    await expect(change('a wrong password', other)).rejects.toThrow('This is not your password.')
    await expect(change(password, 'short')).rejects.toThrow('at least 12 characters')
    await expect(change(password, `${email} and more`)).rejects.toThrow('does not contain')
    const token = await resetToken(stranger('192.0.2.2'))
    await change(password, other)
    expect((await actorOf(here)).sessionId).toBe(actor.sessionId)
    expect(await accounts.sessions.authenticate(there)).toBeNull()
    expect(
      await database.owner.db.select().from(passwordReset).where(eq(passwordReset.personId, actor.personId)),
    ).toEqual([])
    await expect(openReset(accounts, token, '192.0.2.2')).rejects.toThrow(gone)
    for (let i = 0; i < 9; i++)
      await expect(change(password, 'three odd lamps hummed')).rejects.toThrow('not your password')
    await expect(change(other, 'three odd lamps hummed')).rejects.toMatchObject(tooOften)
  })

  it('lists where one is signed in, and ends one or all others, nobody else’s', async () => {
    const [here, there] = [await enterWith(stranger('192.0.2.1')), await enterWith(stranger('2001:db8:1::1'))]
    await enterWith(stranger('192.0.2.3'))
    const actor = await actorOf(here)
    const view = await accountView(accounts, actor)
    expect([view.email, view.sendsMail]).toEqual([email, false])
    expect(view.sessions.map(({ network }) => network).toSorted()).toEqual(['192.0.…', '192.0.…', '2001:db8:1:…'])
    expect(view.sessions.filter(({ isThis }) => isThis)).toHaveLength(1)
    expect(new Set(view.sessions.map(({ browser }) => browser))).toEqual(new Set(['Firefox on Windows']))
    const { sessionId } = await actorOf(there)
    const somebody = { ...actor, personId: 'somebody' }
    await expect(endSession(accounts, somebody, { sessionId })).rejects.toThrow('signed out already')
    await endSession(accounts, actor, { sessionId })
    expect(await accounts.sessions.authenticate(there)).toBeNull()
    await accounts.sessions.endOthers(actor)
    expect((await accountView(accounts, actor)).sessions).toHaveLength(1)
  })

  it('tells of a sign-in from a browser that was never seen, and only of that', async () => {
    const here = await enterWith(stranger('192.0.2.1'))
    await enter(stranger('192.0.2.1', here))
    await accounts.post.settled()
    expect(accounts.letters).toEqual([])
    const there = await enterWith(stranger('198.51.100.1'))
    await accounts.post.settled()
    expect(accounts.letters).toMatchObject([{ to: email, subject: 'New sign-in to Plumbline' }])
    const [actor, intruder] = [await actorOf(here), await actorOf(there)]
    expect(await accounts.sessions.unfamiliarOf(actor)).toBe(1)
    const shown = (await accounts.sessions.openOf(actor.personId)).map(({ id }) => id)
    await accounts.sessions.acceptOthers(intruder, shown)
    expect(await accounts.sessions.unfamiliarOf(actor)).toBe(1)
    await accounts.sessions.acceptOthers(actor, shown)
    expect(await accounts.sessions.unfamiliarOf(actor)).toBe(0)
  })

  it('knows no browser by a cookie that was made up', async () => {
    const planted = `device=${randomBytes(32).toString('base64url')}`
    const cookies = await enterWith(stranger('192.0.2.1', planted))
    expect(cookies).not.toContain(planted)
    const rows = await database.owner.db.execute<{ n: number }>(sql`select count(*)::int as n from device
      where token_hash = encode(sha256(${planted.slice(7)}::bytea), 'hex')`)
    expect(rows[0]?.n).toBe(0)
  })
})
