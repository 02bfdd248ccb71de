import { createHash } from 'node:crypto'
import type { AppLoadContext } from '@remix-run/node'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import routes from '#app/routes.ts'
import { passingTables } from '#db/migrate.ts'
import type { System } from '#server/context.ts'
import { seedDemo } from '#server/demo/commands.ts'
import { demoPassword } from '#server/demo/team.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { signIn, type Accounts } from '#server/identity/account/commands.ts'
import { acceptInvitation, addMember, foundTeam, makeInvitation } from '#server/identity/commands.ts'
import { madeFor, markOf } from '#server/identity/made-for.ts'
import type { Role } from '#server/policy/roles.ts'
import { createReport } from '#server/reports/commands.ts'
import { claimDeeds } from '#tests/e2e/support/deeds/claims.ts'
import { evidenceDeeds } from '#tests/e2e/support/deeds/evidence.ts'
import type { Deed } from '#tests/e2e/support/deeds/deed.ts'
import { accountsOver, sentBack, stranger } from '#tests/support/accounts.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { serveRooms, type RoomsServer } from '#tests/support/rooms.ts'
import { systemOver } from '#tests/support/system.ts'

const origin = 'http://plumbline.test'
const nowhere = '00000000-0000-4000-8000-000000000000'
let database: FreshDatabase
let system: System
let accounts: Accounts
let rooms: RoomsServer
let context: AppLoadContext
let demo: { teamId: string; reportId: string }
let claimId: string
let nightDesk: string
/** In the night desk only, as everything that one can be. */
let otto: string
/** A checker of the demo team and an editor of the night desk, which is chosen in this session. */
let mara: string

const cookieOf = async (email: string, password: string): Promise<string> =>
  sentBack((await signIn(accounts, { email, password }, stranger('192.0.2.1')))?.cookies ?? [])

const whoIs = async (cookie: string) => {
  const found = await accounts.sessions.recognise(cookie)
  if (!found) throw new Error('Nobody is signed in.')
  return found
}

beforeAll(async () => {
  database = await freshDatabase()
  system = systemOver(database.app.db)
  accounts = accountsOver(system)
  rooms = await serveRooms(system.db, [])
  context = {
    system,
    accounts,
    sessions: accounts.sessions,
    rooms: rooms.rooms,
    keptPages: {} as AppLoadContext['keptPages'],
    keptPasts: new KeptPasts(),
    signing: { key: { name: 'desk.example', publicKey: new Uint8Array(32) }, last: () => null, left: () => null },
    verifier: async () => new Uint8Array(),
    download: { isPlain: true, drained: async () => true },
    nonce: '',
    clientAddress: '127.0.0.1',
    onError: (error) => console.error(error),
  }
  demo = await seedDemo(system)
  const [claim] = await system.db.execute<{ id: string }>(sql`select id from claim order by id limit 1`)
  claimId = claim?.id ?? ''
  ;({ teamId: nightDesk } = await foundTeam(system, { name: 'Night desk' }))
  const email = 'otto@example.org'
  const roles: Role[] = ['admin', 'editor', 'checker']
  await addMember(system, { teamId: nightDesk, name: 'Otto', email, password: demoPassword, roles })
  otto = await cookieOf(email, demoPassword)
  const { actor } = await whoIs(otto)
  const { token } = await makeInvitation({ ...system, actor }, { email: 'checker@example.org', roles: 'editor' })
  await acceptInvitation(system, token, { name: 'Mara by night', password: demoPassword })
  mara = await cookieOf('checker@example.org', demoPassword)
  await accounts.sessions.chooseTeam(mara, nightDesk)
}, 60_000)
afterAll(async () => {
  await rooms.close()
  await database.drop()
})

interface RouteModule {
  readonly default?: unknown
  readonly loader?: (args: object) => unknown
  readonly action?: (args: object) => unknown
}

interface Known {
  readonly path: string
  readonly file: string
}

const known: readonly Known[] = routes.map(({ path = '', file }) => ({ path: `/${path}`, file }))

const moduleOf = async ({ file }: Known): Promise<RouteModule> =>
  (await import(new URL(`../../app/${file}`, import.meta.url).href)) as RouteModule

const asPattern = (path: string) => new RegExp(`^${path.replaceAll(/:\w+/gu, '([^/]+)')}$`, 'u')

interface Answer {
  readonly status: number
  readonly body: string
}

async function answerOf(work: unknown): Promise<Answer> {
  const answer = await Promise.resolve(work).catch((error: unknown) => {
    if (error instanceof Response) return error
    throw error
  })
  if (answer instanceof Response) return { status: answer.status, body: await answer.text() }
  return { status: 200, body: JSON.stringify(answer) }
}

const load = async (route: Known, id: string, cookie: string): Promise<Answer> => {
  const address = `${origin}${route.path.replace(':id', id).replace(':token', id)}`
  const request = new Request(address, { headers: { cookie } })
  const { loader } = await moduleOf(route)
  return answerOf(loader?.({ request, params: { id, token: id }, context }) ?? null)
}

async function send(cookie: string, { intent, path, fields }: Deed, headers: Record<string, string> = {}) {
  const route = known.find((each) => asPattern(each.path).test(path))
  if (!route) throw new Error(`No route is at ${path}.`)
  const [, id = ''] = asPattern(route.path).exec(path) ?? []
  const body = new URLSearchParams({ intent })
  for (const [name, value] of Object.entries(fields)) {
    for (const each of name === 'parts' ? value.split(',') : [value]) body.append(name, each)
  }
  const { action } = await moduleOf(route)
  const request = new Request(`${origin}${path}`, { method: 'POST', headers: { cookie, ...headers }, body })
  return answerOf(action?.({ request, params: { id }, context }) ?? null)
}

async function digest(): Promise<string> {
  const tables = await database.owner.db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const hash = createHash('sha256')
  for (const { name } of tables.filter((each) => !passingTables.includes(each.name))) {
    const rows = await database.owner.db.execute<{ row: string }>(
      sql`select t::text as row from ${sql.identifier(name)} t order by 1`,
    )
    hash.update(`${name}\n${rows.map(({ row }) => row).join('\n')}\n`)
  }
  return hash.digest('hex')
}

const ofSubjects = known.filter(({ path }) => path.includes(':id'))

describe('what is in another team', () => {
  const idFor = ({ path }: Known) => (path.startsWith('/reports') ? demo.reportId : claimId)

  it('is for an outsider what never was, on every page', async () => {
    let count = 0
    for (const route of ofSubjects) {
      if (!(await moduleOf(route)).loader) continue
      const [theirs, none] = [await load(route, idFor(route), otto), await load(route, nowhere, otto)]
      expect(theirs, route.path).toEqual(none)
      expect(theirs.status, route.path).toBe(404)
      count += 1
    }
    expect(count).toBeGreaterThanOrEqual(3)
  })

  it('shows in nothing that a page loads for an outsider', async () => {
    const secrets = await database.owner.db.execute<{ word: string }>(
      sql`select name as word from member where team_id = ${demo.teamId} union select title from report
          union select person_id from member where team_id = ${demo.teamId} and name not like 'Mara%'
          union select id from claim union select statement from claim_text where statement <> ''`,
    )
    expect(secrets.length).toBeGreaterThan(10)
    for (const route of known) {
      const { body } = await load(route, nowhere, otto)
      for (const { word } of secrets) expect(body.includes(word), `${route.path}: ${word}`).toBe(false)
    }
  })

  it('is answered, for every deed, as what never was, and nothing changes', async () => {
    const server = { inDatabase: (look: (db: System['db']) => unknown) => look(database.owner.db) } as never
    const { actor } = await whoIs(await cookieOf('admin@example.org', demoPassword))
    await makeInvitation({ ...system, actor }, { email: 'new@example.org', roles: 'checker' })
    const [open] = await system.db.execute<{ id: string }>(sql`select id from invitation where state = 'open'`)
    const [ada] = await system.db.execute<{ seq: string }>(
      sql`select seq::text from member where person_id = ${actor.personId}`,
    )
    const member = { personId: actor.personId, seen: ada?.seq ?? '' }
    const ofMembers: Deed[] = [
      { intent: 'member.change', path: '/team/members', fields: { ...member, roles: 'editor' } },
      { intent: 'member.remove', path: '/team/members', fields: member },
      { intent: 'invitation.withdraw', path: '/team/members', fields: { invitationId: open?.id ?? '' } },
    ]
    const ofClaims = [...(await claimDeeds(server, demo.reportId)), ...(await evidenceDeeds(server, demo.reportId))]
    const client = { intent: '', path: `/claims/${claimId}/client`, fields: {} }
    const before = await digest()
    for (const cookie of [otto, mara]) {
      for (const deed of [...ofClaims, client]) {
        const theirs = await send(cookie, deed)
        const none = await send(cookie, { ...deed, path: deed.path.replace(/\/[^/]{36}\//u, `/${nowhere}/`) })
        expect(theirs, deed.intent).toEqual(none)
        expect(theirs.status, `${deed.intent} ${theirs.body}`).toBe(404)
      }
    }
    for (const deed of ofMembers) {
      const id = 'personId' in deed.fields ? 'personId' : 'invitationId'
      const theirs = await send(otto, deed)
      expect(theirs, deed.intent).toEqual(await send(otto, { ...deed, fields: { ...deed.fields, [id]: nowhere } }))
      expect(theirs.status, `${deed.intent} ${theirs.body}`).toBe(404)
    }
    expect(await digest()).toBe(before)
  })

  it('is named, with the team, to whoever is in that team too', async () => {
    for (const route of ofSubjects) {
      const { loader, default: page } = await moduleOf(route)
      // What a page loads by itself has no place to show the way.
      if (!loader || !page) continue
      const { status, body } = await load(route, idFor(route), mara)
      expect(status, route.path).toBe(409)
      expect(JSON.parse(body), route.path).toMatchObject({ team: { teamId: demo.teamId, teamName: 'Demo newsroom' } })
      expect((await load(route, nowhere, mara)).status, route.path).toBe(404)
    }
  })
})

describe('the chosen team', () => {
  const choose = (cookie: string, team: string, headers: Record<string, string> = {}) =>
    send(cookie, { intent: '', path: '/team/choose', fields: { team, next: '/reports/x' } }, headers)

  it('is of the session: each sign-in begins in one, and every page and deed is there', async () => {
    const other = await cookieOf('checker@example.org', demoPassword)
    expect(await whoIs(other)).toMatchObject({
      actor: { teamId: demo.teamId, name: 'Mara Checker', roles: ['checker'] },
      teams: [
        { teamId: demo.teamId, teamName: 'Demo newsroom', roles: ['checker'] },
        { teamId: nightDesk, teamName: 'Night desk', roles: ['editor'] },
      ],
    })
    expect((await choose(other, nightDesk)).status).toBe(200)
    expect((await whoIs(other)).actor).toMatchObject({ teamId: nightDesk, name: 'Mara by night', roles: ['editor'] })
    const { actor } = await whoIs(other)
    const report = { title: 'By night', publisher: '', sourceUrl: '', language: 'en', text: 'Words.' }
    const { id } = await createReport({ ...system, actor }, report)
    const home = known.find(({ path }) => path === '/')!
    expect((await load(home, '', otto)).body).toContain(id)
    expect((await choose(other, demo.teamId)).status).toBe(200)
    expect((await load(home, '', other)).body).not.toContain(id)
    expect((await whoIs(mara)).actor.teamId).toBe(nightDesk)
  })

  it('is one of the person’s own, and chosen by the person whose page asks', async () => {
    expect((await choose(otto, demo.teamId)).status).toBe(404)
    expect((await choose(otto, nowhere)).status).toBe(404)
    expect((await choose('', nightDesk)).status).toBe(401)
    const { actor } = await whoIs(otto)
    expect((await choose(mara, demo.teamId, { [madeFor.header]: markOf(actor) })).status).toBe(409)
    expect([(await whoIs(otto)).actor.teamId, (await whoIs(mara)).actor.teamId]).toEqual([nightDesk, nightDesk])
    const left = await choose(mara, demo.teamId, { accept: 'text/html' })
    expect([left.status, (await whoIs(mara)).actor.teamId]).toEqual([302, demo.teamId])
    await choose(mara, nightDesk)
  })

  it('is the one that a page was made in, or nothing that the page sends is done', async () => {
    const { actor } = await whoIs(mara)
    const mark = { [madeFor.header]: markOf({ ...actor, teamId: demo.teamId }) }
    const before = await digest()
    const invitation = {
      intent: 'invitation.make',
      path: '/team/members',
      fields: { email: 'x@example.org', roles: 'checker' },
    }
    const ada = await whoIs(otto)
    const wrong = { [madeFor.header]: markOf({ ...ada.actor, teamId: demo.teamId }) }
    const report = { title: 'X', language: 'en', sourceUrl: '', publisher: '', text: 'Words.' }
    const made = {
      intent: '',
      path: '/reports/new',
      fields: { ...report, [madeFor.parameter]: mark[madeFor.header] ?? '' },
    }
    const answers = [
      await send(otto, invitation, wrong),
      await send(mara, { intent: '', path: `/claims/${claimId}/client`, fields: {} }, mark),
      await send(
        mara,
        { intent: 'claim.withdraw', path: `/claims/${claimId}/withdrawal`, fields: { reason: 'X' } },
        mark,
      ),
    ]
    for (const { status, body } of answers) {
      expect([status, JSON.parse(body)]).toMatchObject([409, { ok: false, id: 'other-team' }])
    }
    await send(mara, made)
    expect(await digest()).toBe(before)
    await send(mara, { ...made, fields: { ...report, [madeFor.parameter]: markOf(actor) } })
    expect(await digest()).not.toBe(before)
  })
})
