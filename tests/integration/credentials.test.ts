import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context, System } from '#server/context.ts'
import { askForReset, chooseNewPassword, join, signIn, type Accounts } from '#server/identity/account/commands.ts'
import { openReset } from '#server/identity/account/queries.ts'
import { addMember, foundTeam, makeInvitation } from '#server/identity/commands.ts'
import { invitationView } from '#server/identity/queries.ts'
import { offerSetUp, setUp } from '#server/identity/set-up.gateway.ts'
import { accountsOver, sentBack, stranger } from '#tests/support/accounts.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

const password = 'seven grey herons landed'
const [ada, nina] = ['ada@example.org', 'nina@example.org']

let database: FreshDatabase
let accounts: ReturnType<typeof accountsOver>
/** Everything that opens something just now. */
const inUse: string[] = []

beforeAll(async () => {
  database = await freshDatabase()
  const system = systemOver(database.app.db)
  accounts = accountsOver(system)
  await useEverything(system)
})
afterAll(() => database.drop())

/** Uses every feature that gives somebody a credential, and leaves one of each open. */
async function useEverything(system: System): Promise<void> {
  const { teamId } = await foundTeam(system, { name: 'Desk' })
  const { personId } = await addMember(system, { teamId, name: 'Ada', email: ada, password, roles: ['admin'] })
  const admin: Context = { ...system, actor: { personId, name: 'Ada', teamId, roles: ['admin'], sessionId: '' } }
  const used = await makeInvitation(admin, { email: nina, roles: 'checker' })
  await join(accounts, used.token, { name: 'Nina', password }, stranger('192.0.2.1'))
  const open = await makeInvitation(admin, { email: 'ned@example.org', roles: 'checker' })
  await chooseNewPassword(accounts, await resetToken(nina), { password }, stranger('192.0.2.1'))
  const reset = await resetToken(nina)
  inUse.push(open.token, reset)
  for (const email of [ada, nina]) {
    const signedIn = await signIn(accounts, { email, password }, stranger('192.0.2.1'))
    for (const cookie of signedIn?.cookies ?? []) inUse.push(/=([\w-]+)/u.exec(cookie)?.[1] ?? '')
  }
}

async function resetToken(email: string): Promise<string> {
  await askForReset(accounts, { email }, '192.0.2.1')
  await accounts.post.settled()
  return /\/reset\/([\w-]+)/u.exec(accounts.letters.at(-1)?.text ?? '')?.[1] ?? ''
}

/** Every value of every table as text: bytes as hex, base64url and letters. */
async function dump({ owner }: FreshDatabase): Promise<string[]> {
  const columns = await owner.db.execute<Record<'table' | 'column' | 'type', string>>(
    sql`select table_name as table, column_name as column, udt_name as type from information_schema.columns
        where table_schema in ('public', 'drizzle')`,
  )
  const values: string[] = []
  for (const { table, column, type } of columns) {
    const [name, from] = [
      sql.identifier(column),
      table.startsWith('__') ? sql`drizzle.__drizzle_migrations` : sql.identifier(table),
    ]
    const hex = type === 'bytea' ? sql`encode(${name}, 'hex')` : sql`${name}::text`
    const rows = await owner.db.execute<{ value: string | null }>(sql`select distinct ${hex} as value from ${from}`)
    for (const { value } of rows) if (value !== null) values.push(...(type === 'bytea' ? readings(value) : [value]))
  }
  return values
}

const readings = (hex: string): string[] => {
  const bytes = Buffer.from(hex, 'hex')
  return [hex, bytes.toString('base64url'), bytes.toString('base64'), bytes.toString('latin1')]
}

/** What somebody with a copy of the database would try: each value, its parts that look like a token, and what they decode to. */
function candidates(values: readonly string[]): Set<string> {
  const found = new Set<string>()
  for (const value of values) {
    if (value.length < 500) found.add(value)
    for (const [word] of value.matchAll(/[\w-]{16,}/gu)) {
      found.add(word)
      for (const encoding of ['hex', 'base64url'] as const) {
        const bytes = Buffer.from(word, encoding)
        if (bytes.length < 12 || bytes.length > 64) continue
        for (const reading of readings(bytes.toString('hex'))) found.add(reading)
      }
      // A token is 43 letters long: it may stand anywhere in a longer run.
      for (let at = 0; at + 43 < word.length && at < 200; at++) found.add(word.slice(at, at + 43))
    }
  }
  return found
}

/** What a string opens, as a cookie of any name or as any link. */
async function opened(word: string, { db, now, sessions, devices }: Accounts): Promise<string[]> {
  const doors: Record<string, () => Promise<unknown>> = {
    'link of an invitation': () => invitationView(accounts, word),
    'link to a new password': () => openReset({ ...accounts, db, now, attempts: unlimited }, word, ''),
  }
  for (const prefix of ['', '__Host-']) {
    doors[`cookie ${prefix}session`] = () => expectFound(sessions.recognise(`${prefix}session=${word}`))
    for (const email of [ada, nina]) {
      doors[`cookie ${prefix}device of ${email}`] = () => expectFound(devices.known(email, `${prefix}device=${word}`))
    }
  }
  const tries = Object.entries(doors).map(async ([name, open]) =>
    (await open().then(
      () => true,
      () => false,
    ))
      ? [name]
      : [],
  )
  return (await Promise.all(tries)).flat()
}

const unlimited: Accounts['attempts'] = {
  prove: (_who, work) => work(),
  openLink: (_address, work) => work(),
  askForLetter: async () => true,
}

async function expectFound(found: Promise<unknown>): Promise<void> {
  if ((await found) === null) throw new Error('nothing')
}

it('what is in use opens what it should', async () => {
  const doors = await Promise.all(inUse.map((token) => opened(token, accounts)))
  expect(doors.map((each) => each[0])).toEqual([
    'link of an invitation',
    'link to a new password',
    'cookie session',
    `cookie device of ${ada}`,
    'cookie session',
    `cookie device of ${nina}`,
  ])
})

it('nothing that a copy of the database holds opens anything', async () => {
  const values = await dump(database)
  const words = candidates(values)
  expect(words.size).toBeGreaterThan(300)
  for (const token of inUse) expect(values.filter((value) => value.includes(token))).toEqual([])
  const everything = values.join('\n')
  for (const token of inUse) expect(everything).not.toContain(Buffer.from(token, 'base64url').toString('hex'))
  expect(everything).not.toContain(password)
  const found: string[] = []
  const left = [...words]
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let word = left.pop(); word !== undefined; word = left.pop()) {
        for (const door of await opened(word, accounts)) found.push(`${word}: ${door}`)
      }
    }),
  )
  expect(found).toEqual([])
}, 120_000)

it('neither does anything that identifies a session on one’s own account page', async () => {
  const cookies = sentBack((await signIn(accounts, { email: ada, password }, stranger('192.0.2.1')))?.cookies ?? [])
  const actor = (await accounts.sessions.recognise(cookies))?.actor
  for (const { id } of await accounts.sessions.openOf(actor?.personId ?? '')) {
    expect(await opened(id, accounts)).toEqual([])
  }
})

it('nor is there a link in it that sets a new Plumbline up', async () => {
  const fresh = await freshDatabase()
  try {
    const system = systemOver(fresh.app.db)
    const token = (await offerSetUp(system)) ?? ''
    const input = { team: 'Desk', name: 'Ada', email: ada, password }
    const words = candidates(await dump(fresh))
    expect(words).not.toContain(token)
    for (const word of words) await expect(setUp(system, word, input)).rejects.toThrow('sets nothing up any more')
    expect(await setUp(system, token, input)).toEqual({ email: ada })
  } finally {
    await fresh.drop()
  }
})
