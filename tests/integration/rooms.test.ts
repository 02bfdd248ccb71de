import { randomBytes, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { claimSnapshot } from '#db/schema/realtime.ts'
import type { System } from '#server/context.ts'
import { textEditsOf } from '#server/history/store.ts'
import type { Connection } from '#server/realtime/connection.ts'
import { textsAt } from '#server/realtime/queries.ts'
import { RoomShelf } from '#server/realtime/rooms.gateway.ts'
import { insertSnapshot, loadClaim } from '#server/realtime/store.ts'
import { ann, bob, everyone, mallory, origin } from '#tests/support/cast.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { openBare, openPage, serveRooms, startClaim, until, type Page, type RoomsServer } from '#tests/support/rooms.ts'

let database: FreshDatabase
let servers: RoomsServer[] = []
let pages: Page[] = []

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
afterEach(async () => {
  for (const page of pages) page.end()
  for (const server of servers) await server.close()
  pages = []
  servers = []
})

async function serve(options: Parameters<typeof serveRooms>[2] = {}): Promise<RoomsServer> {
  const server = await serveRooms(database.app.db, everyone, options)
  servers.push(server)
  return server
}

async function open(server: RoomsServer, person: typeof ann, claimId: string): Promise<Page> {
  const page = await openPage(server, person, claimId)
  pages.push(page)
  return page
}

async function typeUntilSaved(page: Page, words: readonly string[]): Promise<void> {
  const text = page.doc.getText('notes')
  for (const word of words) {
    const before = page.acknowledged
    text.insert(text.length, word)
    await until(() => page.acknowledged > before, 'it is saved')
  }
}

const snapshotsOf = (claimId: string) =>
  database.app.db.select().from(claimSnapshot).where(eq(claimSnapshot.claimId, claimId)).orderBy(claimSnapshot.seq)

describe('snapshots', () => {
  it('are kept every so many entries and when a room goes, and say what the edits say', async () => {
    const server = await serve({ snapshotAfter: { many: 4, few: 1 }, unloadAfter: 50 })
    const { claimId } = await startClaim(server.contextOf(ann))
    const page = await open(server, ann, claimId)
    await typeUntilSaved(
      page,
      Array.from({ length: 12 }, (_, index) => `${index} `),
    )
    page.end()
    const edits = await textEditsOf(database.app.db, claimId)
    for (let kept = 0; kept !== edits.at(-1)?.seq; kept = (await snapshotsOf(claimId)).at(-1)?.seq ?? 0) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect((await snapshotsOf(claimId)).length).toBeGreaterThan(2)
    const loaded = await loadClaim(database.app.db, claimId, 'snapshot')
    expect(loaded).toMatchObject({ tail: 0, seq: edits.at(-1)?.seq })
    const [fromSnapshot, fromEdits] = [new Y.Doc(), new Y.Doc()]
    for (const update of loaded.updates) Y.applyUpdate(fromSnapshot, update)
    for (const { payload } of edits) Y.applyUpdate(fromEdits, payload)
    expect(fromSnapshot.getText('notes').toString()).toBe(fromEdits.getText('notes').toString())
    expect((await open(server, bob, claimId)).text('notes')).toBe(page.text('notes'))
    const replay = new Y.Doc()
    for (const { seq, payload } of edits) {
      Y.applyUpdate(replay, payload)
      const { notes } = await textsAt(server.contextOf(bob), claimId, seq)
      expect(notes).toBe(replay.getText('notes').toString())
    }
    await expect(textsAt(server.contextOf(mallory), claimId, 5)).rejects.toThrow('does not exist')
  })

  it('that do not fit are passed over: the edits are what counts', async () => {
    const server = await serve()
    const { claimId } = await startClaim(server.contextOf(ann))
    const { seq, updates } = await loadClaim(database.app.db, claimId, 'start')
    await insertSnapshot(database.app.db, {
      claimId,
      teamId: 'team-1',
      seq: seq + 1_000_000,
      state: new Uint8Array([9]),
    })
    expect((await open(server, bob, claimId)).text()).toBe('Taxes rose.')
    expect(updates).toHaveLength(1)
    await database.owner.sql`delete from claim_snapshot where claim_id = ${claimId}`
  })
})

describe('rooms come and go', () => {
  const teams = { teamId: 'team-1' }

  it('ten thousand times without leaving anything behind', async () => {
    const { claimIds, shelf } = await shelfOf(20)
    const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    for (let cycle = 0; cycle < 10_000; cycle += 1) {
      const claimId = claimIds[cycle % claimIds.length] ?? ''
      const room = await shelf.claim({ claimId, ...teams })
      const visitor = silent()
      room.join(visitor)
      room.leave(visitor)
      shelf.release(room)
      if (cycle % 50 === 49) await until(() => shelf.openClaims().length === 0, 'every room is gone')
    }
    await until(() => shelf.openClaims().length === 0, 'every room is gone')
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    await until(() => timers() <= timersBefore + 2, 'no timer is left')
  }, 120_000)

  async function shelfOf(count: number): Promise<{ claimIds: string[]; shelf: RoomShelf }> {
    const server = await serve()
    const claimIds: string[] = []
    for (let index = 0; index < count; index += 1) claimIds.push((await startClaim(server.contextOf(ann))).claimId)
    const system: System = {
      db: database.app.db,
      now: () => new Date(),
      newId: randomUUID,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      rolesAmong: async () => new Map(),
      announce: () => {},
    }
    const onError = (error: unknown) => {
      throw error
    }
    return { claimIds, shelf: new RoomShelf(system, { unloadAfter: 1, onError }) }
  }

  function silent(): Connection {
    return {
      actor: ann,
      clientId: null,
      tellsAs: null,
      presenceId: 0,
      caughtUp: false,
      durable: 0,
      waitingBytes: 0,
      keepsUp: true,
      send() {},
      close() {},
    }
  }

  it('a thousand reconnects leave no socket and nobody in the room', async () => {
    const server = await serve()
    const { claimId } = await startClaim(server.contextOf(ann))
    const page = await open(server, ann, claimId)
    for (let round = 0; round < 50; round += 1) {
      const sockets = await Promise.all(
        Array.from({ length: 20 }, () => openBare(server, `/rooms/claim/${claimId}`, { cookie: bob.personId, origin })),
      )
      for (const socket of sockets) socket.end()
    }
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length
    // The one page, at both ends, and the pools of the database.
    await until(() => sockets() <= 24, 'no socket is left')
    expect(page.provider.awareness.getStates().size).toBe(1)
    page.doc.getText('notes').insert(0, 'still here')
    await until(() => page.acknowledged === 2, 'the page still writes')
  }, 60_000)
})
