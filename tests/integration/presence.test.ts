import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#db/client.ts'
import { withdrawClaim } from '#server/claims/commands.ts'
import { sources } from '#server/evidence/store.ts'
import { change, record, recordAsSystem } from '#server/history/commands.ts'
import { headOf } from '#server/history/store.ts'
import { teams } from '#server/identity/store.ts'
import { awarenessFrame } from '#server/realtime/frames.ts'
import type { Presence } from '#server/realtime/protocol.ts'
import { ann, bob, eve, everyone, origin } from '#tests/support/cast.ts'
import { presenceOf } from '#tests/support/edits.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import {
  aWhile,
  openBare,
  openPage,
  serveRooms,
  startClaim,
  until,
  type Page,
  type RoomsServer,
} from '#tests/support/rooms.ts'

let database: FreshDatabase
let server: RoomsServer
let claimId: string
let reportId: string
let pages: Page[] = []

async function open(person: typeof ann): Promise<Page> {
  const page = await openPage(server, person, claimId)
  pages.push(page)
  return page
}

/** What a page knows of everybody else. */
const statesOf = ({ provider, doc }: Page): Presence[] =>
  [...provider.awareness.getStates()].flatMap(([id, state]) => (id === doc.clientID ? [] : [state as Presence]))

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  server = await serveRooms(database.app.db, everyone)
  ;({ claimId, reportId } = await startClaim(server.contextOf(ann)))
})
afterEach(async () => {
  for (const page of pages) page.end()
  pages = []
  await server.close()
})

describe('presence', () => {
  it('names people as the server knows them, and ends with their socket', async () => {
    const [annPage, bobPage] = [await open(ann), await open(bob)]
    annPage.provider.awareness.setLocalState({ user: { name: 'Bob' }, field: 'notes', junk: 'x' })
    const seen = () => statesOf(bobPage).find(({ user }) => user.personId === 'person-ann')
    await until(() => seen()?.field === 'notes', 'bob sees ann')
    expect(seen()).toEqual({ field: 'notes', user: expect.objectContaining({ personId: 'person-ann', name: 'ann' }) })
    const joiner = await open(bob)
    await until(() => statesOf(joiner).some(({ user }) => user.personId === 'person-ann'), 'a joiner sees ann')
    annPage.provider.disconnect()
    await until(() => seen() === undefined, 'ann is gone')
    annPage.provider.connect()
    await until(() => seen() !== undefined, 'ann is back')
  })

  it('cannot be told for somebody else, nor ended for them', async () => {
    const [annPage, bobPage] = [await open(ann), await open(bob)]
    annPage.provider.awareness.setLocalState({ field: 'notes' })
    await until(() => statesOf(bobPage).length === 1, 'bob sees ann')
    const path = `/rooms/claim/${claimId}`
    const bare = await openBare(server, path, { cookie: eve.personId, origin })
    const taken = [...bobPage.provider.awareness.getStates().keys()]
    for (const id of [...taken, annPage.doc.clientID, bobPage.doc.clientID]) {
      bare.sendBytes(awarenessFrame(presenceOf(id, null)))
      bare.sendBytes(
        awarenessFrame(presenceOf(id, { user: { name: 'Ann', personId: 'person-ann' }, field: 'analysis' })),
      )
    }
    await until(() => statesOf(bobPage).length === 2, 'eve is seen, once')
    expect(statesOf(bobPage).map(({ user, field }) => [user.personId, field])).toEqual([
      ['person-ann', 'notes'],
      ['person-eve', 'analysis'],
    ])
    bare.end()
    await until(() => statesOf(bobPage).length === 1, 'eve is gone, ann is not')
    expect(statesOf(bobPage)[0]?.user.personId).toBe('person-ann')
  })

  it('lets one person be here twice', async () => {
    const [one, two, bobPage] = [await open(ann), await open(ann), await open(bob)]
    one.provider.awareness.setLocalState({ field: 'notes' })
    two.provider.awareness.setLocalState({ field: 'analysis' })
    await until(() => statesOf(bobPage).length === 2, 'bob sees both')
    expect(new Set(statesOf(bobPage).map(({ user }) => user.personId))).toEqual(new Set(['person-ann']))
    one.end()
    await until(() => statesOf(bobPage).length === 1, 'one is left')
    expect(statesOf(bobPage)[0]).toMatchObject({ field: 'analysis' })
    expect(two.closes).toEqual([])
  })
})

describe('live events of a report', () => {
  const path = (after?: number) => `/rooms/report/${reportId}${after === undefined ? '' : `?after=${after}`}`

  it('tell open pages of deeds and, more slowly, of typing', async () => {
    const bare = await openBare(server, path(), { cookie: eve.personId, origin })
    const page = await open(ann)
    for (let round = 0; round < 5; round += 1) {
      page.doc.getText('statement').insert(0, 'x')
      await aWhile(20)
    }
    await until(() => bare.events().length > 0, 'typing is told')
    expect(bare.events()).toEqual([
      expect.objectContaining({ kind: 'claim.write', subject: { type: 'claim', id: claimId } }),
    ])
    await withdrawClaim(server.contextOf(bob), claimId, { reason: 'Twice.' })
    await until(() => bare.events().some(({ kind }) => kind === 'claim.withdraw'), 'the deed is told')
    bare.end()
  })

  it('replay what a page missed', async () => {
    const bare = await openBare(server, path(0), { cookie: eve.personId, origin })
    await until(() => bare.events().length === 3, 'all is replayed')
    expect(bare.events().map(({ kind }) => kind)).toEqual(['report.create', 'claim.make', 'claim.write'])
    bare.end()
  })

  it('begin after what a page knows, and become one word when it missed too much', async () => {
    const { db } = database.app
    const head = async () => headOf(db, 'team-1')
    const known = await head()
    await withdrawClaim(server.contextOf(bob), claimId, { reason: 'Twice.' })
    const late = await openBare(server, path(known), { cookie: eve.personId, origin })
    await until(() => late.events().length > 0, 'what came later is told')
    expect(late.events().map(({ kind, seq }) => [kind, seq])).toEqual([['claim.withdraw', known + 1]])
    late.end()
    const source = { url: '', title: 'A', publisher: '', author: '', publishedOn: '', sourceKind: 'primary' } as const
    const additions = Array.from({ length: 501 }, () => change(sources, randomUUID(), { kind: 'source.add', source }))
    await record(server.contextOf(bob), ...additions)
    const overNight = await openBare(server, path(known), { cookie: eve.personId, origin })
    await until(() => overNight.events().length > 0, 'it is asked to load everything again')
    expect(overNight.events()).toEqual([
      { seq: await head(), kind: 'reload', subject: { type: 'report', id: reportId }, actor: 'system' },
    ])
    overNight.end()
  })

  it('that could not be told apart make the pages load everything again', async () => {
    const broken = await serveRooms(failingOnce(database.app.db), everyone)
    const other = await startClaim(broken.contextOf(ann))
    const bare = await openBare(broken, `/rooms/report/${other.reportId}`, { cookie: eve.personId, origin })
    await until(() => bare.frames.length > 0 || bare.events().length === 0, 'eve is in')
    await aWhile(50)
    isFailing = true
    await withdrawClaim(broken.contextOf(bob), other.claimId, { reason: 'Twice.' })
    await until(() => bare.events().some(({ kind }) => kind === 'reload'), 'eve is asked to load everything again')
    bare.end()
    await broken.close()
  })
})

let isFailing = false

/** A database that cannot answer the next question outside a transaction. */
function failingOnce(db: Database): Database {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'select' && isFailing) {
        isFailing = false
        throw new Error('The database does not answer.')
      }
      return Reflect.get(target, name, target) as unknown
    },
  })
}

it('what happens in the team is told on every report of it', async () => {
  const bare = await openBare(server, `/rooms/report/${reportId}`, { cookie: eve.personId, origin })
  const founding = change(teams, 'team-1', { kind: 'team.found', name: 'Desk' })
  await recordAsSystem(server.contextOf(bob), 'team-1', founding)
  await until(() => bare.events().some(({ kind }) => kind === 'team.found'), 'it is told')
  bare.end()
})
