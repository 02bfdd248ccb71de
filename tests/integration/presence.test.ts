import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withdrawClaim } from '#server/claims/commands.ts'
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
})
