import v8 from 'node:v8'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { claimSnapshot } from '#db/schema/realtime.ts'
import type { System } from '#server/context.ts'
import { textEditsOf } from '#server/history/store.ts'
import { ClaimDoc } from '#server/realtime/claim-doc.ts'
import { SocketConnection } from '#server/realtime/connection.gateway.ts'
import type { Connection } from '#server/realtime/connection.ts'
import { ReportRoom } from '#server/realtime/report-room.ts'
import { ClaimRoom } from '#server/realtime/room.ts'
import { RoomShelf } from '#server/realtime/rooms.gateway.ts'
import { insertSnapshot, loadClaim, loadClaimAt } from '#server/realtime/store.ts'
import { ann, bob, everyone, origin } from '#tests/support/cast.ts'
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
  // The answer to the server's first question is acknowledged too.
  await until(() => page.acknowledged > 0, 'the page is in')
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
      const then = new ClaimDoc((await loadClaimAt(database.app.db, claimId, seq)).updates)
      expect(then.committedTexts().notes).toBe(replay.getText('notes').toString())
      then.destroy()
    }
  })

  it('that do not fit are passed over: the edits are what counts', async () => {
    const server = await serve()
    const { claimId } = await startClaim(server.contextOf(ann))
    const { seq, updates } = await loadClaim(database.app.db, claimId, 'start')
    const snapshot = { claimId, teamId: 'team-1', seq: seq + 1_000_000, state: new Uint8Array([9]) }
    await insertSnapshot(database.app.db, snapshot, 0)
    expect((await open(server, bob, claimId)).text()).toBe('Taxes rose.')
    expect(updates).toHaveLength(1)
    await database.owner.sql`delete from claim_snapshot where claim_id = ${claimId}`
  })
})

/** What of this kind is alive, after collecting what is not. */
const alive = (kind: Function) => v8.queryObjects(kind, { format: 'count' })

/** What a process holds that a leak would add to. */
const held = () => ({
  documents: alive(Y.Doc),
  rooms: alive(ClaimRoom) + alive(ReportRoom),
  sockets: process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length,
})

/** With `PLUMBLINE_LONG` ten thousand. */
const cycles = process.env['PLUMBLINE_LONG'] ? 10_000 : 2_000

describe('rooms come and go', () => {
  it('thousands of times without leaving a document, a room or a timer behind', async () => {
    const server = await serve()
    const claimIds: string[] = []
    for (let index = 0; index < 20; index += 1) claimIds.push((await startClaim(server.contextOf(ann))).claimId)
    const { timers, shelf } = watchedShelf(server.contextOf(ann))
    const before = held()
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const claimId = claimIds[cycle % claimIds.length] ?? ''
      const room = await shelf.claim({ claimId, teamId: 'team-1' })
      const visitor = silent()
      room.join(visitor)
      room.leave(visitor)
      shelf.release(room)
      const report = shelf.report(`report-${cycle % 50}`, 'team-1')
      report.join(visitor)
      report.leave(visitor)
      shelf.release(report)
      if (cycle % 50 === 49) await until(() => shelf.openClaims().length === 0, 'every room is gone')
    }
    await until(() => shelf.openClaims().length === 0 && timers.size === 0, 'no room and no timer is left')
    const after = held()
    // What earlier tests left may have been collected meanwhile.
    expect(after.documents).toBeLessThanOrEqual(before.documents)
    expect(after.rooms).toBeLessThanOrEqual(before.rooms)
  }, 120_000)

  /** A shelf whose timers are counted until they have run. */
  function watchedShelf(system: System) {
    const timers = new Set<object>()
    const onError = (error: unknown) => {
      throw error
    }
    const later = (milliseconds: number, run: () => void) => {
      const timer = {}
      timers.add(timer)
      setTimeout(() => {
        timers.delete(timer)
        run()
      }, milliseconds)
    }
    const timing = { now: () => Date.now(), later }
    return { timers, shelf: new RoomShelf(system, { unloadAfter: 1, onError, timing }) }
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
      questions: new Map(),
      keepsUp: true,
      send() {},
      close() {},
    }
  }

  it('a thousand reconnects leave no socket, no connection and nobody in the room', async () => {
    const server = await serve()
    const { claimId, reportId } = await startClaim(server.contextOf(ann))
    const page = await open(server, ann, claimId)
    const visit = async (count: number) => {
      for (let round = 0; round < count; round += 20) {
        const sockets = await Promise.all(
          Array.from({ length: 20 }, (_, index) => {
            const path = index % 2 ? `/rooms/claim/${claimId}` : `/rooms/report/${reportId}?after=0`
            return openBare(server, path, { cookie: bob.personId, origin })
          }),
        )
        for (const socket of sockets) socket.end()
      }
    }
    await visit(40)
    const before = { ...held(), connections: alive(SocketConnection) }
    await visit(1_000)
    // Those of the last visits may still be on their way out.
    await until(() => held().sockets <= before.sockets, 'no socket is left')
    expect(alive(SocketConnection)).toBeLessThanOrEqual(before.connections + 20)
    expect(held().documents).toBeLessThanOrEqual(before.documents)
    expect(page.provider.awareness.getStates().size).toBe(1)
    page.doc.getText('notes').insert(0, 'still here')
    await until(() => page.acknowledged === 2, 'the page still writes')
  }, 60_000)
})
