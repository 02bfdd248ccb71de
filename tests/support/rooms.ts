import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { answerQuestions, Questions } from '#app/editor/questions.ts'
import type { Database } from '#db/client.ts'
import { makeClaim } from '#server/claims/commands.ts'
import type { Context, System } from '#server/context.ts'
import { createPasswords } from '#server/identity/password.gateway.ts'
import type { Actor } from '#server/policy/can.ts'
import type { Role } from '#server/policy/roles.ts'
import { digestOf } from '#server/realtime/digest.ts'
import { updateFrame } from '#server/realtime/frames.ts'
import { messageType, textNames, type LiveEvent, type TextName } from '#server/realtime/protocol.ts'
import { createRooms, type RoomOptions, type Rooms } from '#server/realtime/socket.gateway.ts'
import { createReport } from '#server/reports/commands.ts'
import { signing } from './signing.ts'

/** Somebody of a test. Their cookie is their id, unless they really signed in. */
export type Person = Actor & { readonly cookie?: string }

/** A person of a test. */
export function actor(name: string, roles: readonly Role[] = ['checker'], teamId = 'team-1'): Actor {
  return { personId: `person-${name}`, name, teamId, roles, sessionId: `session-${name}` }
}

/** A node that serves rooms over a real socket. */
export interface RoomsServer {
  readonly url: string
  readonly rooms: Rooms
  readonly people: Map<string, Actor>
  contextOf(person: Actor): Context
  close(): Promise<void>
}

const rolesOf = (known: ReadonlyMap<string, Actor>, ids: readonly string[]) =>
  new Map(ids.map((id) => [id, known.get(id)?.roles ?? []]))

/** Serves rooms over this database, to these people. */
export async function serveRooms(
  db: Database,
  people: readonly Actor[],
  options: Partial<RoomOptions> & {
    port?: number
    rolesAmong?: System['rolesAmong']
    signHistory?: System['signHistory']
    answer?: RequestListener
  } = {},
): Promise<RoomsServer> {
  const known = new Map(people.map((person) => [person.personId, person]))
  const system: System = {
    db,
    now: () => new Date(),
    newId: () => randomUUID(),
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    passwords: createPasswords(),
    rolesAmong: options.rolesAmong ?? (async (_tx, _teamId, ids) => rolesOf(known, ids)),
    announce: (entries) => rooms.announce(entries),
    signHistory: options.signHistory ?? signing(db),
  }
  const rooms = createRooms(system, {
    recognise: async (cookie) => known.get(cookie ?? '') ?? null,
    isOwnOrigin: (origin) => origin === 'http://plumbline.test',
    ...options,
  })
  const server = createServer(options.answer ?? ((_request, response) => response.end()))
  server.on('upgrade', (request, socket, head) => rooms.upgrade(request, socket, head))
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rooms,
    people: known,
    contextOf: (person) => ({ ...system, actor: person }),
    async close() {
      await rooms.drain()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A claim whose statement begins as “Taxes rose.” */
export async function startClaim(ctx: Context): Promise<{ reportId: string; claimId: string }> {
  const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text: 'Taxes rose. So it goes.' }
  const { id: reportId } = await createReport(ctx, report)
  const { id: claimId } = await makeClaim(ctx, reportId, { edition: '1', start: '0', end: '11' })
  return { reportId, claimId }
}

/** A socket class that signs in as this person. */
export function socketOf(person: Person, onSend: (data: Uint8Array) => void = () => {}) {
  return class extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { cookie: person.cookie ?? person.personId }, origin: 'http://plumbline.test' })
    }

    override send(data: Uint8Array): void {
      onSend(data)
      super.send(data)
    }
  }
}

/** What a page does with a claim: a document, a provider, and the count of what is durable. */
export interface Page {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  readonly closes: number[]
  /** Cumulative count that the server acknowledged on the present socket. */
  acknowledged: number
  /** Cumulative count of what this page sent to be acknowledged on the present socket. */
  sent: number
  /** Digests of the server that were not those of this page, though nothing of it was on the way. */
  readonly strayed: string[]
  /** Questions of the server whether everything is saved that this page heard; silent, it answers none of them. */
  asked: number
  isSilent: boolean
  text(name?: string): string
  end(): void
}

/** Opens a claim as the page does, with the real provider; readers get no client id. */
export async function openPage(server: RoomsServer, person: Person, claimId: string): Promise<Page> {
  const allocated = await server.rooms.allocateClient(server.contextOf(person), claimId)
  const doc = new Y.Doc()
  const params: Record<string, string> = {}
  if ('clientId' in allocated) {
    doc.clientID = allocated.clientId
    params['client'] = String(allocated.clientId)
  }
  const provider = new WebsocketProvider(`${server.url}/rooms/claim`, claimId, doc, {
    WebSocketPolyfill: socketOf(person, (frame) => (page.sent += isToSave(frame) ? 1 : 0)) as never,
    disableBc: true,
    params,
    maxBackoffTime: 200,
  })
  const page: Page = {
    doc,
    provider,
    closes: [],
    acknowledged: 0,
    sent: 0,
    strayed: [],
    asked: 0,
    isSilent: false,
    text: (name = 'statement') => doc.getText(name).toString(),
    end: () => {
      provider.destroy()
      doc.destroy()
    },
  }
  const questions = new Questions()
  const ledger = () => {
    const { sent, acknowledged } = page
    return { phase: 'joined' as const, sent, acknowledged, pending: sent - acknowledged }
  }
  answerQuestions(provider, (_claimId, tell) => {
    page.asked += 1
    if (!page.isSilent) questions.ask(ledger(), tell)
  })
  provider.messageHandlers[messageType.acknowledged] = (_encoder, decoder) => {
    page.acknowledged = decoding.readVarUint(decoder)
    questions.look(ledger())
  }
  provider.messageHandlers[messageType.digest] = (_encoder, decoder) => {
    const told = Buffer.from(decoding.readVarUint8Array(decoder)).toString('hex')
    const texts = Object.fromEntries(textNames.map((name) => [name, page.text(name)])) as Record<TextName, string>
    if (told !== Buffer.from(digestOf(texts)).toString('hex')) page.strayed.push(told)
  }
  provider.on('connection-close', (event) => event && page.closes.push(event.code))
  provider.on('status', () => {
    page.acknowledged = page.sent = 0
    questions.look({ ...ledger(), pending: 1 })
  })
  await until(() => provider.synced, 'the page is in sync')
  return page
}

/** An answer to the server's question, or an edit. */
const isToSave = (frame: Uint8Array) => frame[0] === 0 && (frame[1] === 1 || frame[1] === 2)

/** A bare socket, for what no honest page sends. */
export interface Bare {
  readonly frames: Uint8Array[]
  readonly closed: Promise<number>
  sendUpdate(update: Uint8Array): void
  sendBytes(bytes: Uint8Array): void
  events(): LiveEvent[]
  end(): void
}

/** Opens a bare socket; rejects with the status when the upgrade is refused. */
export async function openBare(
  server: RoomsServer,
  path: string,
  headers: { cookie?: string; origin?: string },
): Promise<Bare> {
  const { origin, ...rest } = headers
  const socket = new WebSocket(`${server.url}${path}`, { headers: rest, ...(origin ? { origin } : {}) })
  const frames: Uint8Array[] = []
  socket.on('message', (data: Buffer) => frames.push(new Uint8Array(data)))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve())
    socket.on('unexpected-response', (_request, response) => reject(new Error(String(response.statusCode))))
    socket.on('error', reject)
  })
  return {
    frames,
    closed,
    sendUpdate: (update) => socket.send(updateFrame(update)),
    sendBytes: (bytes) => socket.send(bytes),
    events: () => frames.flatMap(eventIn),
    end: () => socket.terminate(),
  }
}

function eventIn(frame: Uint8Array): LiveEvent[] {
  const decoder = decoding.createDecoder(frame)
  if (decoding.readVarUint(decoder) !== messageType.event) return []
  return [JSON.parse(decoding.readVarString(decoder)) as LiveEvent]
}

/** Waits for something to become true. */
export async function until(isTrue: () => boolean, what: string, patience = 10_000): Promise<void> {
  const end = Date.now() + patience
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Waits a little, for what must not happen. */
export const aWhile = (milliseconds = 150): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
