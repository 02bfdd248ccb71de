import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { giveUpLateHandshakes } from '#app/editor/handshake.ts'
import { messageType } from '#server/realtime/protocol.ts'
import { socketOf, until, type Person } from '#tests/support/rooms.ts'
import type { Patch } from './trace.ts'

/** What one local change was: the writer's clock after it, and what it deleted. */
interface Change {
  readonly clock: number
  readonly deleted: readonly { client: number; clock: number; len: number }[]
}

/** Somebody who types and deletes, and remembers what the server called durable. */
export class Writer {
  readonly doc = new Y.Doc()
  readonly claimId: string
  readonly closes: number[] = []
  readonly #provider: WebsocketProvider
  readonly #changes: Change[] = []
  /** How many changes each frame of the present socket and all before it hold. */
  #frames: number[] = []
  #acknowledged = 0
  #durable = 0

  constructor(server: string, person: Person, claimId: string, clientId: number) {
    this.claimId = claimId
    this.doc.clientID = clientId
    this.doc.on('update', (update: Uint8Array, origin: unknown) => origin !== this.#provider && this.#note(update))
    this.#provider = new WebsocketProvider(`${server}/rooms/claim`, claimId, this.doc, {
      WebSocketPolyfill: this.#countingSocket(person) as never,
      disableBc: true,
      maxBackoffTime: 200,
      params: { client: String(clientId) },
    })
    giveUpLateHandshakes(this.#provider, 2_000)
    this.#provider.on('status', ({ status }) => {
      if (status !== 'connecting') return
      this.#frames = []
      this.#acknowledged = 0
    })
    this.#provider.on('connection-close', (event) => event && event.code >= 4400 && this.closes.push(event.code))
    this.#provider.messageHandlers[messageType.digest] = () => {}
    this.#provider.messageHandlers[messageType.acknowledged] = (_encoder, decoder) => {
      this.#acknowledged = decoding.readVarUint(decoder)
      this.#durable = Math.max(this.#durable, this.#frames[this.#acknowledged - 1] ?? 0)
    }
  }

  get durable(): number {
    return this.#durable
  }

  get isSaved(): boolean {
    return this.#provider.synced && this.#frames.length > 0 && this.#acknowledged === this.#frames.length
  }

  /** Whether a connection is being made. */
  get isJoining(): boolean {
    return this.#provider.wsconnecting
  }

  async join(): Promise<void> {
    await until(() => this.#provider.synced, 'a writer is in', 20_000)
  }

  /** Types or deletes something in the notes. */
  edit(random: (below: number) => number): void {
    const text = this.doc.getText('notes')
    if (text.length > 40 && random(4) === 0) text.delete(random(text.length - 8), 1 + random(8))
    else text.insert(random(text.length + 1), ` ${this.doc.clientID}:${this.#changes.length}`)
  }

  /** Does in the analysis what somebody once did. */
  replay([at, gone, come]: Patch): void {
    const text = this.doc.getText('analysis')
    const from = Math.min(at, text.length)
    this.doc.transact(() => {
      text.delete(from, Math.min(gone, text.length - from))
      text.insert(from, come)
    })
  }

  /** What of its first `durable` changes a replay of the history does not hold. */
  missingIn(replay: Y.Doc, durable: number): string[] {
    const last = this.#changes[durable - 1]
    const known = Y.getState(replay.store, this.doc.clientID)
    const lost = last && known < last.clock ? [`${this.doc.clientID} has ${known} of ${last.clock} letters`] : []
    const standing = this.#changes
      .slice(0, durable)
      .flatMap(({ deleted }) =>
        deleted
          .filter((range) => !isDeleted(replay, range))
          .map(({ client, clock }) => `${client}:${clock} stands again`),
      )
    return [...lost, ...standing]
  }

  end(): void {
    this.#provider.destroy()
    this.doc.destroy()
  }

  #note(update: Uint8Array): void {
    const { ds } = Y.decodeUpdate(update)
    const deleted = [...ds.clients].flatMap(([client, ranges]) =>
      ranges.map(({ clock, len }) => ({ client, clock, len })),
    )
    this.#changes.push({ clock: Y.getState(this.doc.store, this.doc.clientID), deleted })
  }

  /** Holds edits back until the server's question was answered, as the page does, and counts what is sent. */
  #countingSocket(person: Person) {
    const count = () => this.#frames.push(this.#changes.length)
    return class extends socketOf(person) {
      #answered = false

      override send(data: Uint8Array): void {
        const step = data[0] === messageType.sync ? (data[1] ?? 0) : 0
        if (step === 2 && !this.#answered) return
        if (step === 1) this.#answered = true
        if (step > 0) count()
        super.send(data)
      }
    }
  }
}

/** How far each client id has come, in the order of the ids. */
export function idsIn(doc: Y.Doc): string {
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(doc))]
  return JSON.stringify(clocks.toSorted(([one], [other]) => one - other))
}

function isDeleted(doc: Y.Doc, { client, clock, len }: { client: number; clock: number; len: number }): boolean {
  for (let at = clock; at < clock + len;) {
    if (at >= Y.getState(doc.store, client)) return false
    const struct: Y.Item | Y.GC = Y.getItem(doc.store, Y.createID(client, at))
    if (!struct.deleted) return false
    at = struct.id.clock + struct.length
  }
  return true
}
