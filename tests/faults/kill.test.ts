import { spawn, type ChildProcess } from 'node:child_process'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { textEditsOf } from '#server/history/store.ts'
import { messageType } from '#server/realtime/protocol.ts'
import { insertClient } from '#server/realtime/store.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { actor, aWhile, serveRooms, socketOf, startClaim, until } from '#tests/support/rooms.ts'

const people = [actor('ann'), actor('bob')] as const
const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const rounds = 10

let database: FreshDatabase
let claimId: string
let state = seed
let running: ChildProcess | undefined
const random = (below: number): number => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((state / 2_147_483_648) * below)
}

/** A writer that remembers which of its operations the server called durable. */
interface Writer {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  readonly operations: { token: string; isDeletion: boolean }[]
  durable: number
  allDurable(): boolean
}

beforeAll(async () => {
  database = await freshDatabase()
  const server = await serveRooms(database.app.db, people)
  ;({ claimId } = await startClaim(server.contextOf(people[0])))
  await server.close()
})
afterAll(async () => {
  running?.kill('SIGKILL')
  await database.drop()
})

async function startServer(port: number): Promise<{ child: ChildProcess; port: number }> {
  const given = JSON.stringify({ address: database.appAddress, people, pause: 12, port })
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/faults/rooms-child.ts', given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running = child
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
  })
  return { child, port: Number(new URL(url).port) }
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

async function openWriter(port: number, person: (typeof people)[number]): Promise<Writer> {
  const doc = new Y.Doc()
  const { personId, sessionId } = person
  doc.clientID = await insertClient(database.app.db, { claimId, personId, sessionId })
  let frames: number[] = []
  const Socket = socketOf(person, (data) => {
    if (data[0] === messageType.sync && (data[1] ?? 0) > 0) frames.push(writer.operations.length)
  })
  const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/rooms/claim`, claimId, doc, {
    WebSocketPolyfill: Socket as never,
    disableBc: true,
    maxBackoffTime: 100,
    params: { client: String(doc.clientID) },
    connect: false,
  })
  const acked = { count: 0 }
  const writer: Writer = {
    doc,
    provider,
    operations: [],
    durable: 0,
    allDurable: () => provider.wsconnected && frames.length > 0 && acked.count === frames.length,
  }
  provider.on('status', ({ status }) => {
    if (status !== 'connected') return
    frames = []
    acked.count = 0
  })
  provider.messageHandlers[messageType.acknowledged] = (_encoder, decoder) => {
    acked.count = decoding.readVarUint(decoder)
    writer.durable = Math.max(writer.durable, frames[acked.count - 1] ?? 0)
  }
  provider.connect()
  await until(() => provider.synced, 'the writer is in sync')
  return writer
}

const tokensIn = (text: string): string[] => text.match(/\[\w+\]/g) ?? []

function edit(writer: Writer, name: string): void {
  const text = writer.doc.getText('notes')
  const content = text.toString()
  const tokens = tokensIn(content)
  const own = tokens.filter((token) => token.startsWith(`[${name}`))
  const victim = own[random(own.length)]
  if (victim && random(4) === 0) {
    writer.operations.push({ token: victim, isDeletion: true })
    return text.delete(content.indexOf(victim), victim.length)
  }
  const token = `[${name}${writer.operations.length}]`
  writer.operations.push({ token, isDeletion: false })
  text.insert(tokens.slice(0, random(tokens.length + 1)).join('').length, token)
}

async function expectKept(writers: readonly Writer[]): Promise<void> {
  const doc = new Y.Doc()
  for (const { payload } of await textEditsOf(database.app.db, claimId)) Y.applyUpdate(doc, payload)
  const tokens = tokensIn(doc.getText('notes').toString())
  expect(doc.store.pendingStructs).toBeNull()
  expect(new Set(tokens).size).toBe(tokens.length)
  for (const { operations, durable } of writers) {
    const deleted = new Set(operations.flatMap(({ token, isDeletion }) => (isDeletion ? [token] : [])))
    const kept = operations.slice(0, durable)
    for (const { token, isDeletion } of kept) {
      if (isDeletion) expect(tokens).not.toContain(token)
      else if (!deleted.has(token)) expect(tokens).toContain(token)
    }
  }
}

it(`keeps every acknowledged edit through kill -9, once (PLUMBLINE_SEED=${seed})`, async () => {
  let server = await startServer(0)
  const writers = [await openWriter(server.port, people[0]), await openWriter(server.port, people[1])]
  for (let round = 0; round < rounds; round += 1) {
    const before = writers.map(({ durable }) => durable)
    for (let step = 0; step < 15 + random(25); step += 1) {
      for (const [index, writer] of writers.entries()) edit(writer, index === 0 ? 'a' : 'b')
      await aWhile(random(8))
    }
    await kill(server.child)
    await expectKept(writers)
    expect(writers.some(({ durable }, index) => durable > (before[index] ?? 0))).toBe(true)
    for (const [index, writer] of writers.entries()) edit(writer, index === 0 ? 'a' : 'b')
    server = await startServer(server.port)
    await until(() => writers.every((writer) => writer.allDurable()), 'everything is durable again')
  }
  await until(
    () => writers[0]!.doc.getText('notes').toString() === writers[1]!.doc.getText('notes').toString(),
    'both agree',
  )
  await expectKept(writers)
  const expected = writers.flatMap(({ operations }) => {
    const deleted = new Set(operations.flatMap(({ token, isDeletion }) => (isDeletion ? [token] : [])))
    return operations.flatMap(({ token, isDeletion }) => (isDeletion || deleted.has(token) ? [] : [token]))
  })
  expect(tokensIn(writers[0]!.doc.getText('notes').toString()).toSorted()).toEqual(expected.toSorted())
  for (const { provider } of writers) provider.destroy()
  await kill(server.child)
}, 120_000)
