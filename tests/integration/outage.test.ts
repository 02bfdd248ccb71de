import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { textEditsOf } from '#server/history/store.ts'
import { closeCode } from '#server/realtime/protocol.ts'
import { ann, bob, everyone, origin } from '#tests/support/cast.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { openBare, openPage, serveRooms, startClaim, until, type Page, type RoomsServer } from '#tests/support/rooms.ts'
import { watchDatabase } from '#tests/support/watched-database.ts'

let database: FreshDatabase
let servers: RoomsServer[] = []
let pages: Page[] = []
let claimId: string
let onCommitted: () => void = () => {}
let held: Promise<void> | null = null

const serve = async (options: Parameters<typeof serveRooms>[2] = {}): Promise<RoomsServer> => {
  const db = watchDatabase(database.app.db, { onCommitted: () => onCommitted() })
  const server = await serveRooms(db, everyone, { beforeCommit: async () => void (await held), ...options })
  servers.push(server)
  return server
}

async function open(server: RoomsServer, person: typeof ann): Promise<Page> {
  const page = await openPage(server, person, claimId)
  pages.push(page)
  return page
}

async function replayed(): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for (const { payload } of await textEditsOf(database.app.db, claimId)) {
    for (const [client, from] of Y.parseUpdateMeta(payload).from) expect(from).toBe(Y.getState(doc.store, client))
    Y.applyUpdate(doc, payload)
  }
  return doc
}

const notesOf = async () => (await replayed()).getText('notes').toString()

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  const making = await serveRooms(database.app.db, everyone)
  ;({ claimId } = await startClaim(making.contextOf(ann)))
  await making.close()
})
afterEach(async () => {
  onCommitted = () => {}
  held = null
  for (const page of pages) page.end()
  for (const server of servers) await server.close()
  pages = []
  servers = []
})

describe('a commit of which nobody hears', () => {
  it('is read back: the edit stands in the history once, and is acknowledged then', async () => {
    const server = await serve()
    const page = await open(server, ann)
    await until(() => page.acknowledged === 1, 'ann is in')
    let lost = 0
    onCommitted = () => {
      lost += 1
      if (lost <= 2) throw new Error('The connection is gone.')
    }
    page.doc.getText('notes').insert(0, 'once')
    await until(() => page.closes.includes(closeCode.tryAgain), 'the room is given up')
    await until(() => page.provider.synced && page.acknowledged === 1, 'it is acknowledged on a new socket')
    expect(await notesOf()).toBe('once')
    page.doc.getText('notes').insert(4, ' more')
    await until(() => page.acknowledged === 1 && page.closes.length === 2, 'lost and found once more')
    await until(() => page.provider.synced && page.acknowledged === 1, 'and acknowledged')
    expect(await notesOf()).toBe('once more')
    expect(await textEditsOf(database.app.db, claimId)).toHaveLength(3)
  })

  it('holds the room closed until it is known what became of it', async () => {
    const server = await serve({ patience: 50 })
    const page = await open(server, ann)
    await until(() => page.acknowledged === 1, 'ann is in')
    let release = () => {}
    held = new Promise((resolve) => (release = resolve))
    page.doc.getText('notes').insert(0, 'slow')
    await new Promise((resolve) => setTimeout(resolve, 20))
    page.doc.getText('notes').insert(4, 'er')
    await until(() => page.closes.includes(closeCode.tryAgain), 'the room is given up')
    expect([page.acknowledged, await notesOf()]).toEqual([0, ''])
    release()
    await until(() => page.provider.synced && page.acknowledged === 1, 'all is saved')
    expect(await notesOf()).toBe('slower')
  })
})

describe('when the database does not keep up', () => {
  it('what waits is bounded: past the limit everybody is sent away and comes back with all of it', async () => {
    const server = await serve({ patience: 60_000 })
    const writers = await Promise.all(Array.from({ length: 8 }, () => open(server, ann)))
    await until(() => writers.every(({ acknowledged }) => acknowledged === 1), 'all are in')
    let release = () => {}
    held = new Promise((resolve) => (release = resolve))
    // Text that was deleted again: long on the wire, nothing in the end.
    for (const { doc } of writers) {
      for (let index = 0; index < 12; index += 1) {
        const text = doc.getText('analysis')
        text.insert(0, 'é'.repeat(40_000))
        text.delete(0, 40_000)
      }
    }
    await until(() => writers.every(({ closes }) => closes.includes(closeCode.tryAgain)), 'all are sent away')
    release()
    held = null
    await until(() => writers.every((page) => page.provider.synced && page.acknowledged > 0), 'all are saved', 20_000)
    expect(writers.flatMap(({ closes }) => closes.filter((code) => code !== closeCode.tryAgain))).toEqual([])
    expect((await replayed()).getText('analysis').toString()).toBe('')
  }, 60_000)
})

describe('two servers on one database', () => {
  it('leave no gap: a room that is behind is loaded anew', async () => {
    const [one, two] = [await serve(), await serve()]
    const [annPage, bobPage] = [await open(one, ann), await open(two, bob)]
    const typed: string[] = []
    for (let round = 0; round < 6; round += 1) {
      const page = round % 2 === 0 ? annPage : bobPage
      const word = `${round} `
      typed.push(word)
      const text = page.doc.getText('notes')
      text.insert(text.length, word)
      await until(() => page.provider.synced && page.text('notes').includes(word), 'it is typed')
      const isKept = async () => (await notesOf()).includes(word)
      while (!(await isKept())) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    const words = (text: string) => text.split(' ').toSorted()
    expect(words(await notesOf())).toEqual(words(typed.join('')))
    expect(bobPage.text('notes')).toBe(await notesOf())
    expect([...annPage.closes, ...bobPage.closes].filter((code) => code !== closeCode.tryAgain)).toEqual([])
  })

  it('refuse nobody for building on what the other has recorded', async () => {
    const [one, two] = [await serve(), await serve()]
    const reader = await open(one, ann)
    const bobPage = await open(two, bob)
    bobPage.doc.getText('notes').insert(0, 'written there')
    await until(() => bobPage.acknowledged === 2, 'it is saved there')
    const before = Y.encodeStateVector(bobPage.doc)
    const allocated = await one.rooms.allocateClient(one.contextOf(bob), claimId)
    const client = 'clientId' in allocated ? allocated.clientId : 0
    const bare = await openBare(one, `/rooms/claim/${claimId}?client=${client}`, { cookie: bob.personId, origin })
    bobPage.provider.disconnect()
    bobPage.doc.getText('notes').delete(0, 8)
    bare.sendUpdate(Y.encodeStateAsUpdate(bobPage.doc, before))
    expect(await bare.closed).toBe(closeCode.tryAgain)
    await until(() => reader.provider.synced && reader.text('notes') === 'written there', 'the room was loaded anew')
  })
})
