import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { claim } from '#db/schema/claims.ts'
import { account, member, session } from '#db/schema/identity.ts'
import { followNotices, type Notices } from '#db/notices.ts'
import { withdrawClaim } from '#server/claims/commands.ts'
import type { System } from '#server/context.ts'
import { change, recordAsSystem } from '#server/history/commands.ts'
import { lockSubject, textEditsOf } from '#server/history/store.ts'
import { addMember, foundTeam, removeMember } from '#server/identity/commands.ts'
import { madeFor, markOf } from '#server/identity/made-for.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import { createSessions } from '#server/identity/sessions.gateway.ts'
import { teams } from '#server/identity/store.ts'
import type { Actor } from '#server/policy/can.ts'
import type { Role } from '#server/policy/roles.ts'
import { closeCode } from '#server/realtime/protocol.ts'
import { someBrowser } from '#tests/support/accounts.ts'
import { endMembership, giveRolesTo } from '#tests/support/members.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import {
  aWhile,
  openBare,
  openPage,
  serveRooms,
  startClaim,
  until,
  type Page,
  type Person,
  type RoomsServer,
} from '#tests/support/rooms.ts'

const password = 'correct horse battery'
const withinASecond = 1_000

let database: FreshDatabase
let server: RoomsServer
let notices: Notices | null
let pages: Page[] = []
let teamId: string
let claimId: string
let boss: Person
let ann: Person
let bob: Person

/** Somebody who really signs in: the cookie that their socket brings is that of a stored session. */
async function join(system: System, name: string, roles: readonly Role[]): Promise<Person> {
  const email = `${name}@example.org`
  const { personId } = await addMember(system, { teamId, name, email, password, roles })
  const sessions = createSessions(system.db, system.now, false)
  const cookie = await system.db.transaction((tx) => sessions.begin(tx, personId, someBrowser))
  const signedIn = await sessions.authenticate(cookie)
  return { ...signedIn!.actor, personId, cookie: cookie.split(';')[0] ?? '' }
}

/** Makes somebody with an account a member of another team too. */
async function intoTeam(otherId: string, { personId, name }: Person, roles: readonly Role[]): Promise<void> {
  const adding = { kind: 'member.add', personId, name, roles } as const
  await recordAsSystem(server.contextOf(boss), otherId, change(teams, otherId, adding))
}

/** The seq of a membership in the desk. */
async function seqOf(personId: string): Promise<number> {
  const inDesk = and(eq(member.teamId, teamId), eq(member.personId, personId))
  return (await database.app.db.select().from(member).where(inDesk))[0]!.seq
}

async function serve(options: { sweepEvery?: number; listens?: boolean } = {}): Promise<void> {
  const { db } = database.app
  const sessions = createSessions(db, () => new Date(), false)
  server = await serveRooms(db, [], {
    rolesAmong,
    recognise: async (cookie) => (await sessions.recognise(cookie))?.actor ?? null,
    ...(options.sweepEvery ? { sweepEvery: options.sweepEvery } : {}),
  })
  if (options.listens === false) return
  const begun = new Promise<void>((resolve) => {
    notices = followNotices(database.app, database.appAddress, 'plumbline_access', {
      hear: (hint) => void server.rooms.judgeAnew(hint),
      begin: resolve,
    })
  })
  await begun
}

async function open(person: Person): Promise<Page> {
  const page = await openPage(server, person, claimId)
  pages.push(page)
  return page
}

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  notices = null
  await serve()
  const system = server.contextOf({} as Actor)
  await database.owner.db.delete(account)
  ;({ teamId } = await foundTeam(system, { name: 'Desk' }))
  boss = await join(system, 'boss', ['admin', 'editor'])
  ann = await join(system, 'ann', ['checker'])
  bob = await join(system, 'bob', ['checker'])
  ;({ claimId } = await startClaim(server.contextOf(bob)))
})
afterEach(async () => {
  for (const page of pages) page.end()
  pages = []
  await notices?.close()
  await server.close()
})

describe('within a second', () => {
  it('a session that ended anywhere loses its sockets', async () => {
    const page = await open(ann)
    await database.owner.db.delete(session).where(eq(session.userId, ann.personId))
    await until(() => page.closes.includes(closeCode.signedOut), 'ann is sent away', withinASecond)
  })

  it('a member who was removed loses theirs, and is let in nowhere', async () => {
    const page = await open(ann)
    await endMembership(server.contextOf(boss), ann.personId)
    await until(() => page.closes.includes(closeCode.signedOut), 'ann is sent away', withinASecond)
    expect(await createSessions(database.app.db, () => new Date(), false).authenticate(ann.cookie)).toBeNull()
  })

  it('a member who chose another team in another tab loses theirs, and comes back with the choice', async () => {
    const page = await open(ann)
    const other = await foundTeam(server.contextOf(boss), { name: 'Another desk' })
    await intoTeam(other.teamId, ann, ['editor'])
    const sessions = createSessions(database.app.db, () => new Date(), false)
    const bobPage = await open(bob)
    expect(await sessions.chooseTeam(ann.cookie, other.teamId)).toBe(true)
    await until(() => page.closes.includes(closeCode.somebodyElse), 'ann is sent away', withinASecond)
    const asHere = `${madeFor.parameter}=${encodeURIComponent(markOf(ann))}`
    const headers = { cookie: ann.cookie ?? '', origin: 'http://plumbline.test' }
    const again = await openBare(server, `/rooms/claim/${claimId}?${asHere}`, headers)
    expect(await again.closed).toBe(closeCode.somebodyElse)
    const unsaid = await openBare(server, `/rooms/claim/${claimId}`, headers)
    expect(await unsaid.closed).toBe(closeCode.forbidden)
    await sessions.chooseTeam(ann.cookie, teamId)
    const back = await openBare(server, `/rooms/claim/${claimId}?${asHere}`, headers)
    await until(() => back.frames.length > 0, 'ann is back')
    back.end()
    expect(bobPage.closes).toEqual([])
  })

  it('a member who was removed and is in another team falls to that one, with no socket left here', async () => {
    const other = await foundTeam(server.contextOf(boss), { name: 'Another desk' })
    await intoTeam(other.teamId, ann, ['editor'])
    const page = await open(ann)
    await removeMember(server.contextOf(boss), { personId: ann.personId, seen: await seqOf(ann.personId) })
    await until(() => page.closes.includes(closeCode.somebodyElse), 'ann is sent away', withinASecond)
    const found = await createSessions(database.app.db, () => new Date(), false).authenticate(ann.cookie)
    expect([found?.actor.teamId, found?.teams.length]).toEqual([other.teamId, 1])
  })

  it('a claim that was withdrawn anywhere is closed for writing', async () => {
    const page = await open(ann)
    await withdrawClaim({ ...server.contextOf(bob), announce: () => {} }, claimId, { reason: 'Twice.' })
    await until(() => page.closes.includes(closeCode.closedForWriting), 'ann is sent away', withinASecond)
  })

  it('a role that changed is judged anew, and nobody sees what is typed after it', async () => {
    const [annPage, bobPage] = [await open(ann), await open(bob)]
    annPage.doc.getText('notes').insert(0, 'before ')
    await until(() => bobPage.text('notes') === 'before ', 'bob sees what ann may write')
    const typing = setInterval(() => annPage.doc.getText('notes').insert(0, 'x'), 2)
    await giveRolesTo(server.contextOf(boss), ann.personId, ['auditor'])
    const demotedAt = (await database.app.db.select().from(member).where(eq(member.personId, ann.personId)))[0]!.seq
    await until(() => annPage.closes.length > 0, 'ann is sent away', withinASecond)
    await aWhile()
    clearInterval(typing)
    const edits = await textEditsOf(database.app.db, claimId)
    expect(edits.filter(({ actor, seq }) => actor === ann.personId && seq > demotedAt)).toEqual([])
    expect(bobPage.closes).toEqual([])
    expect(await server.rooms.allocateClient(server.contextOf({ ...ann, roles: ['auditor'] }), claimId)).toEqual({
      readOnly: true,
    })
  })
})

describe('a deed that waits', () => {
  it('is not recorded when the right to it has gone meanwhile', async () => {
    const { db } = database.owner
    let release = () => {}
    const waiting = new Promise<void>((resolve) => (release = resolve))
    let isHeld = () => {}
    const held = new Promise<void>((resolve) => (isHeld = resolve))
    const holding = db.transaction(async (tx) => {
      await lockSubject(tx, { type: 'claim', id: claimId })
      isHeld()
      await waiting
    })
    await held
    const deed = withdrawClaim(server.contextOf(ann), claimId, { reason: 'Not ours.' })
    const refused = expect(deed).rejects.toThrow('Your role in this team does not allow this.')
    await giveRolesTo(server.contextOf(boss), ann.personId, ['auditor'])
    release()
    await Promise.all([holding, refused])
    const [row] = await db.select().from(claim).where(eq(claim.id, claimId))
    expect(row?.withdrawn).toBe(false)
  })
})

it('a tab that is only open does not keep its session alive', async () => {
  const page = await open(ann)
  const old = new Date(Date.now() - 2 * 24 * 60 * 60_000)
  await database.owner.db.update(session).set({ lastSeenAt: old }).where(eq(session.userId, ann.personId))
  await server.rooms.judgeAnew(null)
  const seen = async () =>
    (await database.owner.db.select().from(session).where(eq(session.userId, ann.personId)))[0]?.lastSeenAt
  expect([await seen(), page.closes]).toEqual([old, []])
  const idle = new Date(Date.now() - 4 * 24 * 60 * 60_000)
  await database.owner.db.update(session).set({ lastSeenAt: idle }).where(eq(session.userId, ann.personId))
  await server.rooms.judgeAnew(null)
  await until(() => page.closes.includes(closeCode.signedOut), 'ann is sent away')
})

describe('with notifications dead', () => {
  it('whoever lost a right commits nothing, and is sent away at the next sweep', async () => {
    await notices?.close()
    await server.close()
    await serve({ sweepEvery: 1_500, listens: false })
    const [annPage, bobPage] = [await open(ann), await open(bob)]
    await giveRolesTo({ ...server.contextOf(boss), announce: () => {} }, ann.personId, ['auditor'])
    annPage.doc.getText('notes').insert(0, 'too late')
    await until(() => annPage.closes.includes(closeCode.forbidden), 'the edit is refused')
    bobPage.doc.getText('notes').insert(0, 'in time')
    await until(() => bobPage.acknowledged === 2, 'bob still writes')
    await endMembership({ ...server.contextOf(boss), announce: () => {} }, bob.personId)
    await until(() => bobPage.closes.includes(closeCode.signedOut), 'the sweep finds bob', 4_000)
    const texts = await textEditsOf(database.app.db, claimId)
    expect(texts.some(({ actor }) => actor === ann.personId)).toBe(false)
  })
})

it('hears again after its connection was ended', async () => {
  const page = await open(ann)
  await database.owner.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen%'`
  await until(() => page.closes.length > 0 || page.provider.wsconnected, 'the page is in')
  await aWhile(1_000)
  await database.owner.db.delete(session).where(eq(session.userId, ann.personId))
  await until(() => page.closes.includes(closeCode.signedOut), 'ann is sent away')
})
