import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Context, System } from '#server/context.ts'
import {
  acceptInvitation,
  addMember,
  foundTeam,
  makeInvitation,
  removeMember,
  withdrawInvitation,
} from '#server/identity/commands.ts'
import { createPasswords } from '#server/identity/password.gateway.ts'
import { invitationView, rolesAmong, teamView } from '#server/identity/queries.ts'
import { invite as inviteByLetter, join, signIn } from '#server/identity/account/commands.ts'
import { accountsOver, sentBack, stranger } from '#tests/support/accounts.ts'
import { endMembership, giveRolesTo } from '#tests/support/members.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'

const password = 'a password of enough letters'
const hour = 60 * 60_000
const gone = 'This link opens nothing any more.'

let database: FreshDatabase
let system: System
let later = 0
let ada: Context
let teams = 0

beforeAll(async () => {
  database = await freshDatabase()
  system = {
    db: database.app.db,
    now: () => new Date(Date.now() + later),
    newId: randomUUID,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    passwords: createPasswords(),
    rolesAmong,
    announce: () => {},
    signHistory: async () => {},
  }
})
afterAll(() => database.drop())

beforeEach(async () => {
  later = 0
  teams += 1
  const { teamId } = await foundTeam(system, { name: `Desk ${teams}` })
  const email = `ada${teams}@example.org`
  const { personId } = await addMember(system, { teamId, name: 'Ada', email, password, roles: ['admin'] })
  ada = { ...system, actor: { personId, name: 'Ada', teamId, roles: ['admin'], sessionId: '' } }
})

const invite = (email: string, roles: string | readonly string[] = 'checker') => makeInvitation(ada, { email, roles })
const accept = (token: string, name = 'Nina New', given = password) =>
  acceptInvitation(system, token, { name, password: given })

it('an invitation brings somebody in with its roles, and is in the history with who made it', async () => {
  const { token } = await invite('Nina@Example.org', ['checker', 'editor'])
  expect(await invitationView(system, token)).toMatchObject({
    email: 'nina@example.org',
    roles: ['checker', 'editor'],
    hasAccount: false,
  })
  expect((await teamView(ada)).invitations).toMatchObject([{ email: 'nina@example.org', invitedBy: 'Ada' }])
  await accept(token)
  const { members, invitations } = await teamView(ada)
  expect(members).toMatchObject([{ name: 'Ada' }, { name: 'Nina New', roles: ['checker', 'editor'] }])
  expect(invitations).toEqual([])
  const accounts = accountsOver(system)
  const signedIn = await signIn(accounts, { email: 'nina@example.org', password }, stranger('192.0.2.1'))
  const found = await accounts.sessions.authenticate(sentBack(signedIn?.cookies ?? []))
  expect(found?.actor.roles).toEqual(['checker', 'editor'])
})

it('of many who use one link at once, one joins', async () => {
  const { token } = await invite('ned@example.org')
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => accept(token, 'Ned')))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect((await teamView(ada)).members.filter(({ name }) => name === 'Ned')).toHaveLength(1)
  await expect(accept(token, 'Ned')).rejects.toThrow(gone)
})

it('a link that ran out, was withdrawn or never was opens nothing', async () => {
  const { token } = await invite('nora@example.org')
  later = 72 * hour + 1_000
  await expect(invitationView(system, token)).rejects.toThrow(gone)
  await expect(accept(token)).rejects.toThrow(gone)
  later = 71 * hour
  expect(await invitationView(system, token)).toMatchObject({ email: 'nora@example.org' })
  const [open] = (await teamView(ada)).invitations
  await withdrawInvitation(ada, { invitationId: open?.id })
  await expect(accept(token)).rejects.toThrow(gone)
  await expect(accept(randomBytes(32).toString('base64url'))).rejects.toThrow(gone)
  await expect(withdrawInvitation(ada, { invitationId: open?.id })).rejects.toThrow('This invitation was withdrawn.')
})

it('whoever has an account joins with its password and no other', async () => {
  const first = await invite('nils@example.org')
  await accept(first.token, 'Nils')
  const other = await foundTeam(system, { name: 'Another desk' })
  const email = 'otto@example.org'
  const { personId } = await addMember(system, { ...other, name: 'Otto', email, password, roles: ['admin'] })
  const otto: Context = { ...ada, actor: { ...ada.actor, personId, teamId: other.teamId } }
  const { token } = await makeInvitation(otto, { email: 'nils@example.org', roles: 'auditor' })
  await expect(accept(token, 'Nils', 'some other password')).rejects.toThrow('this is not its password')
  await accept(token, 'Nils')
  expect((await teamView(otto)).members).toMatchObject([{ name: 'Nils', roles: ['auditor'] }, { name: 'Otto' }])
})

it('roles that do not go together, addresses that are none and people who are no admin invite nobody', async () => {
  await expect(invite('no address')).rejects.toThrow('Write a full e-mail address.')
  const long = `${randomBytes(5_000).toString('hex')}@example.org`
  await expect(invite(long)).rejects.toThrow('An e-mail address has at most 254 characters.')
  await expect(invite('nina2@example.org', ['auditor', 'editor'])).rejects.toThrow('An auditor has no other role')
  await expect(invite('nina2@example.org', [])).rejects.toThrow('Choose at least one role.')
  const mara: Context = { ...ada, actor: { ...ada.actor, roles: ['editor'] } }
  await expect(makeInvitation(mara, { email: 'nina2@example.org', roles: 'admin' })).rejects.toThrow('Only an admin')
  expect((await teamView(ada)).invitations).toEqual([])
  expect((await teamView(mara)).invitations).toEqual([])
})

/** Another admin of the desk, and what they do to somebody's membership. */
async function secondAdmin(): Promise<Context> {
  const { token } = await invite(`bea${teams}@example.org`, 'admin')
  await accept(token, 'Bea')
  const bea = (await teamView(ada)).members.find(({ name }) => name === 'Bea')
  return { ...ada, actor: { ...ada.actor, name: 'Bea', personId: bea?.personId ?? '' } }
}

it('an admin who was removed or demoted brings nobody in', async () => {
  const ended = 'Whoever invited you is no admin of this team any more. Ask for a new invitation.'
  const bea = await secondAdmin()
  const another = await invite('norma@example.org', 'admin')
  await giveRolesTo(bea, ada.actor.personId, ['editor'])
  await expect(invitationView(system, another.token)).rejects.toThrow(ended)
  await expect(accept(another.token, 'Norma')).rejects.toThrow(ended)
  await giveRolesTo(bea, ada.actor.personId, ['admin'])
  expect(await invitationView(system, another.token)).toMatchObject({ email: 'norma@example.org' })
  await endMembership(bea, ada.actor.personId)
  await expect(invitationView(system, another.token)).rejects.toThrow(ended)
  await expect(accept(another.token, 'Norma')).rejects.toThrow(ended)
})

it('nobody is invited who is in the team; of other teams nothing is told', async () => {
  const elsewhere = await foundTeam(system, { name: 'Another desk' })
  const email = `olga${teams}@example.org`
  await addMember(system, { ...elsewhere, name: 'Olga', email, password, roles: ['admin'] })
  await accept((await invite(email)).token, 'Olga')
  const refused = `${email} is a member of this team already.`
  await expect(invite(email.toUpperCase())).rejects.toMatchObject({ message: refused, fields: { email: refused } })
  expect((await teamView(ada)).invitations).toEqual([])
  const olga = (await teamView(ada)).members.find(({ name }) => name === 'Olga')
  await removeMember(ada, { personId: olga?.personId, seen: olga?.seq })
  expect(await invite(email)).toHaveProperty('token')
})

it('whoever is removed has no invitation left that somebody made out to them; others keep theirs', async () => {
  const email = `nell${teams}@example.org`
  const [spare, other] = [await invite(email, 'editor'), await invite('nolan@example.org')]
  await accept((await invite(email)).token, 'Nell')
  const nell = (await teamView(ada)).members.find(({ name }) => name === 'Nell')
  const stale = { personId: nell?.personId, seen: (nell?.seq ?? 0) - 1 }
  await expect(removeMember(ada, stale)).rejects.toThrow('Somebody changed this membership')
  expect(await invitationView(system, spare.token)).toMatchObject({ email })
  await endMembership(ada, nell?.personId ?? '')
  await expect(invitationView(system, spare.token)).rejects.toThrow(gone)
  expect((await teamView(ada)).invitations).toMatchObject([{ email: 'nolan@example.org' }])
  expect(await invitationView(system, other.token)).toMatchObject({ email: 'nolan@example.org' })
})

it('of a removal and a joining by a spare link at once, the removal has the last word', async () => {
  const email = `noel${teams}@example.org`
  const spare = await invite(email, 'editor')
  await accept((await invite(email)).token, 'Noel')
  const noel = (await teamView(ada)).members.find(({ name }) => name === 'Noel')
  const matches: System['passwords']['matches'] = async () => {
    await endMembership(ada, noel?.personId ?? '')
    return true
  }
  const slow = { ...system, passwords: { ...system.passwords, matches } }
  await expect(acceptInvitation(slow, spare.token, { name: 'Noel', password })).rejects.toThrow(gone)
})

it('nobody takes the name of a present member; whoever comes back has the name they had', async () => {
  const { token } = await invite(`nadia${teams}@example.org`)
  await expect(accept(token, ' ADA ')).rejects.toMatchObject({
    fields: { name: 'Somebody in this team has this name. Add what tells you apart.' },
  })
  await accept(token, 'Nadia')
  const nadia = (await teamView(ada)).members.find(({ name }) => name === 'Nadia')
  await endMembership(ada, nadia?.personId ?? '')
  await accept((await invite(`nadia${teams}@example.org`, 'editor')).token, 'Another name')
  expect((await teamView(ada)).members).toMatchObject([{ name: 'Ada' }, { name: 'Nadia', roles: ['editor'] }])
})

it('an invitation that ran out is not listed as open', async () => {
  await invite('nestor@example.org')
  later = 72 * hour - 60_000
  expect((await teamView(ada)).invitations).toHaveLength(1)
  later = 72 * hour + 1_000
  expect((await teamView(ada)).invitations).toEqual([])
})

it('nothing that the database holds opens an invitation', async () => {
  const { token } = await invite('nico@example.org')
  const tables = await database.owner.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const strings = new Set<string>()
  for (const { name } of tables) {
    const rows = await database.owner.db.execute<{ row: string }>(
      sql`select to_jsonb(t)::text as row from ${sql.identifier(name)} t`,
    )
    for (const { row } of rows) for (const [word] of row.matchAll(/[\w-]{20,}/gu)) strings.add(word)
  }
  expect(strings.has(token)).toBe(false)
  expect(strings.size).toBeGreaterThan(10)
  for (const word of strings) await expect(invitationView(system, word)).rejects.toThrow(gone)
})

it('a joining that is refused leaves no account behind', async () => {
  await accept((await invite('first@example.org')).token, 'Mara Checker')
  const { token } = await invite('second@example.org')
  await expect(accept(token, 'Mara Checker', 'seven quiet lanterns rowing')).rejects.toThrow(/name/u)
  expect(await invitationView(system, token)).toMatchObject({ hasAccount: false })
  await accept(token, 'Somebody Else', 'nine green umbrellas dancing')
  expect((await teamView(ada)).members.map(({ name }) => name)).toContain('Somebody Else')
})

it('where letters reach people the link goes to its address alone; whoever joins anew is told there', async () => {
  const accounts = accountsOver(system)
  const mailing = { ...accounts, post: { ...accounts.post, sendsMail: true } }
  const answer = await inviteByLetter(mailing, ada.actor, { email: 'lena@example.org', roles: 'checker' })
  expect(answer).toEqual({ mailedTo: 'lena@example.org' })
  const [letter] = accounts.letters
  expect(letter).toMatchObject({ to: 'lena@example.org', subject: `Join Desk ${teams} on Plumbline` })
  const token = /join\/(\S+)/u.exec(letter?.text ?? '')?.[1] ?? ''
  await join(mailing, token, { name: 'Lena', password }, stranger('192.0.2.9'))
  await expect.poll(() => accounts.letters.length).toBe(2)
  expect(accounts.letters[1]).toMatchObject({ to: 'lena@example.org', subject: 'Your account on Plumbline' })
  expect(
    JSON.stringify(await inviteByLetter(accounts, ada.actor, { email: 'lea@example.org', roles: 'checker' })),
  ).toMatch(/token/u)
})
