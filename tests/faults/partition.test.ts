import { afterAll, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { textEditsOf } from '#server/history/store.ts'
import { insertClient } from '#server/realtime/store.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { Proxy } from '#tests/support/proxy.ts'
import { startRooms, type RoomsProcess } from '#tests/support/rooms-process.ts'
import { actor, aWhile, serveRooms, startClaim, until } from '#tests/support/rooms.ts'
import { randomOf } from '#tests/support/typists.ts'
import { idsIn, Writer } from './writer.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const random = randomOf(seed)
// The promise is about 30 s; a shorter cut goes the same ways, but for the watchdogs, which the long form meets too.
const partition = process.env['PLUMBLINE_LONG'] ? 30_000 : 6_000
const people = [actor('ann'), actor('bob'), actor('cid')]
const healing = 5_000

let database: FreshDatabase
let server: RoomsProcess
let claimId: string
let proxies: Proxy[]
let writers: Writer[]

beforeAll(async () => {
  database = await freshDatabase()
  const making = await serveRooms(database.app.db, people)
  ;({ claimId } = await startClaim(making.contextOf(people[0]!)))
  await making.close()
  server = await startRooms({ address: database.appAddress, people, pause: 0 })
  proxies = await Promise.all(people.map(() => Proxy.to(server.port, random)))
  writers = await Promise.all(people.map(openWriter))
})
afterAll(async () => {
  for (const writer of writers) writer.end()
  for (const proxy of proxies) await proxy.close()
  await server.stop()
  await database.drop()
})

async function openWriter(person: (typeof people)[number], index: number): Promise<Writer> {
  const { personId, sessionId } = person
  const clientId = await insertClient(database.app.db, { claimId, personId, sessionId })
  const writer = new Writer(proxies[index]?.url ?? '', person, claimId, clientId)
  await writer.join()
  return writer
}

async function type(milliseconds: number, meanwhile: () => void = () => {}): Promise<void> {
  const end = Date.now() + milliseconds
  while (Date.now() < end) {
    for (const writer of writers) if (random(2) === 0) writer.edit(random)
    if (random(12) === 0) meanwhile()
    await aWhile(10 + random(40))
  }
}

/** Everything fine again. */
function heal(): void {
  for (const proxy of proxies) proxy.weather = { kind: 'fine' }
}

async function expectAgreement(): Promise<void> {
  const begun = Date.now()
  const texts = () => new Set(writers.map(({ doc }) => doc.getText('notes').toString()))
  await until(() => writers.every(({ isSaved }) => isSaved) && texts().size === 1, 'all agree', healing)
  expect(Date.now() - begun).toBeLessThan(healing)
  const replay = new Y.Doc()
  for (const { payload } of await textEditsOf(database.app.db, claimId)) Y.applyUpdate(replay, payload)
  expect(replay.getText('notes').toString()).toBe([...texts()][0])
  for (const writer of writers) {
    expect(idsIn(writer.doc)).toBe(idsIn(replay))
    expect(writer.missingIn(replay, writer.durable)).toEqual([])
    expect(writer.closes.filter((code) => code < 4500)).toEqual([])
  }
}

it(`converges after a wire that was slow, stalled, half open and reset (PLUMBLINE_SEED=${seed})`, async () => {
  await type(8_000, () => {
    const proxy = proxies[random(proxies.length)]!
    const what = random(5)
    if (what === 0) proxy.weather = { kind: 'slow', most: 300 }
    else if (what === 1) proxy.weather = { kind: 'cut' }
    else if (what === 2) proxy.halfOpen()
    else if (what === 3) proxy.reset()
    else proxy.weather = { kind: 'fine' }
  })
  // Whoever still writes into a socket whose other end is gone is told so by the router.
  heal()
  for (const writer of writers) writer.edit(random)
  await expectAgreement()
}, 60_000)

it('converges after wires of which the far end was lost while they were made', async () => {
  for (let nth = 0; nth < 3; nth++) {
    for (const proxy of proxies) proxy.reset()
    await until(() => writers.every(({ isJoining }) => isJoining), 'all come back')
    await aWhile(nth)
    for (const proxy of proxies) proxy.halfOpen()
    for (const writer of writers) writer.edit(random)
    await expectAgreement()
  }
}, 60_000)

it(`converges after a partition of ${partition / 1_000} s that bytes outlived`, async () => {
  proxies[0]!.weather = { kind: 'cut' }
  await type(partition)
  heal()
  await expectAgreement()
}, 120_000)

it(`converges after a partition of ${partition / 1_000} s that the sockets did not outlive`, async () => {
  proxies[0]!.weather = { kind: 'cut' }
  proxies[1]!.weather = { kind: 'cut' }
  await type(partition)
  heal()
  for (const proxy of proxies.slice(0, 2)) proxy.reset()
  await expectAgreement()
}, 120_000)
