import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { stepOne } from '#server/realtime/frames.ts'
import { ann, bob, everyone, origin } from '#tests/support/cast.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { openPage, serveRooms, startClaim, until, type Page, type RoomsServer } from '#tests/support/rooms.ts'

let database: FreshDatabase
let server: RoomsServer | null = null
let pages: Page[] = []

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
afterEach(async () => {
  for (const page of pages) page.end()
  pages = []
  await server?.close()
})

/** A websocket of which the bytes are read by hand, as by a page whose machine is too busy. */
async function openByHand(path: string, cookie: string): Promise<Socket> {
  const { hostname, port, host } = new URL(server!.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const head = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Host: ${host}`]
  const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`
  socket.write([`GET ${path} HTTP/1.1`, ...head, key, `Cookie: ${cookie}`, `Origin: ${origin}`, '', ''].join('\r\n'))
  await once(socket, 'data')
  const frame = stepOne(new Uint8Array([0]))
  // A masked binary frame, the mask all zeros (RFC 6455, section 5.2).
  socket.write(new Uint8Array([0x82, 0x80 | frame.length, 0, 0, 0, 0, ...frame]))
  return socket
}

it('somebody who does not read holds up nobody, and is sent less than happened', async () => {
  server = await serveRooms(database.app.db, everyone)
  const { claimId } = await startClaim(server.contextOf(ann))
  const slow = await openByHand(`/rooms/claim/${claimId}`, bob.personId)
  slow.pause()
  const gone = once(slow, 'close')
  const writers = await Promise.all(Array.from({ length: 5 }, () => openPage(server!, ann, claimId)))
  const reader = await openPage(server, bob, claimId)
  pages = [...writers, reader]
  await until(() => writers.every(({ acknowledged }) => acknowledged === 1), 'all are in')
  const heap = process.memoryUsage().rss
  let sent = 0
  for (let round = 0; round < 44; round += 1) {
    for (const { doc } of writers) {
      const text = doc.getText('analysis')
      doc.transact(() => {
        text.delete(0, text.length)
        text.insert(0, `${round} `.padEnd(40_000, 'é'))
      })
      sent += 80_000
    }
    const counts = writers.map(({ acknowledged }) => acknowledged)
    await until(() => writers.every((page, index) => page.acknowledged > (counts[index] ?? 0)), 'all is saved', 20_000)
    await until(() => reader.text('analysis') === writers[0]!.text('analysis'), 'the other reader sees it')
  }
  expect(sent).toBeGreaterThan(16_000_000)
  expect(process.memoryUsage().rss - heap).toBeLessThan(300_000_000)
  // Reading again, it gets what was on its way and then one piece of news, or is asked to come again.
  slow.resume()
  let bytes = 0
  slow.on('data', (piece: Buffer) => (bytes += piece.length))
  const settled = async () => {
    for (let before = -1; before !== bytes;) {
      before = bytes
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  await settled()
  expect(bytes).toBeLessThan(sent)
  slow.destroy()
  await gone
  const replay = new Y.Doc()
  Y.applyUpdate(replay, Y.encodeStateAsUpdate(reader.doc))
  expect(replay.getText('analysis').toString()).toBe(writers[0]!.text('analysis'))
}, 120_000)
