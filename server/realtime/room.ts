import * as Y from 'yjs'
import { ClaimDoc, type ClaimTexts, type Turn } from './claim-doc.ts'
import type { Connection, Timing } from './connection.ts'
import { acknowledgement, digestFrame, isEmptyUpdate, readFrame, stepOne, stepTwo, updateFrame } from './frames.ts'
import { closeCode } from './protocol.ts'
import { PresenceSpreader } from './spreader.ts'

/** Part of a content frame that waits for its commit; `update` is null when it told nothing new. */
export interface Waiting {
  readonly connection: Connection
  readonly update: Uint8Array | null
  readonly bytes: number
  /** Whether the frame is complete with it: only then it is acknowledged. */
  readonly isLast: boolean
}

/** A content frame that is being taken in. */
interface Entering {
  readonly turns: Iterator<Turn, void>
  readonly bytes: number
}

/** An edit that tells nothing takes one turn. */
function* nothingNew(): Generator<Turn, void> {
  yield { update: null, done: true }
}

/** One person's edits of one commit to one claim: what becomes one entry. */
export interface Edit {
  readonly room: ClaimRoom
  readonly personId: string
  readonly update: Uint8Array
  readonly waiting: readonly Waiting[]
}

export interface RoomPlace {
  readonly claimId: string
  readonly teamId: string
}

/** What a room begins with: updates that make up the texts after the entry at `seq`, of which `tail` are no snapshot. */
export interface Loaded {
  readonly updates: readonly Uint8Array[]
  readonly seq: number
  readonly tail: number
}

/** How many bytes of a room are taken into one commit: after it they are applied at once, before anyone else is served. */
const mostPerCommit = 8_192

/** More waiting bytes than this mean that the database does not keep up. */
export const mostWaitingBytes = 1_048_576

/** The open texts of one claim. Nothing leaves it but what was committed. */
export class ClaimRoom {
  readonly claimId: string
  readonly teamId: string
  readonly connections = new Set<Connection>()
  readonly presence: PresenceSpreader
  /** Whether this room was given up: its state is no longer known to be that of the database. */
  isAbandoned = false
  readonly doc: ClaimDoc
  /** The newest text entry that `doc` has committed, and how many of them no snapshot holds. */
  seq: number
  tail: number
  #waiting: Waiting[] = []
  #inFlight: readonly Edit[] = []
  /** What each connection that lags was last sent. */
  readonly #lagging = new Map<Connection, Uint8Array>()
  /** Frames that are larger than one turn of the event loop may take in, and what came behind them. */
  readonly #entering = new Map<Connection, Entering[]>()
  readonly #timing: Timing
  readonly #onWaiting: (room: ClaimRoom) => void

  /** @throws {Error} when what was loaded is not whole. */
  constructor(place: RoomPlace, loaded: Loaded, timing: Timing, onWaiting: (room: ClaimRoom) => void) {
    this.claimId = place.claimId
    this.teamId = place.teamId
    this.doc = new ClaimDoc(loaded.updates)
    this.seq = loaded.seq
    this.tail = loaded.tail
    this.presence = new PresenceSpreader(this.connections, timing)
    this.#timing = timing
    this.#onWaiting = onWaiting
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#inFlight.length > 0 || this.#entering.size > 0
  }

  /** Lets a connection in. A client id has one socket: an older one of the same id is closed. */
  join(connection: Connection): void {
    for (const other of this.connections) {
      if (connection.clientId !== null && other.clientId === connection.clientId) {
        other.close(closeCode.unknownClient, 'Opened again')
        this.leave(other)
      }
    }
    this.connections.add(connection)
    if (connection.clientId !== null) connection.send(stepOne(this.doc.stateVector()))
    this.presence.welcome(connection)
  }

  leave(connection: Connection): void {
    this.#lagging.delete(connection)
    this.#entering.delete(connection)
    if (this.connections.delete(connection)) this.presence.leave(connection)
  }

  /** Takes one frame. A frame that cannot be read closes the connection and changes nothing. */
  receive(connection: Connection, bytes: Uint8Array): void {
    if (!this.connections.has(connection)) return
    try {
      const frame = readFrame(bytes)
      if (frame.kind === 'asks') this.#answer(connection, frame.stateVector)
      else if (frame.kind === 'awareness') this.presence.hear(connection, frame.states)
      else if (frame.kind === 'content') this.#write(connection, frame.update)
    } catch {
      connection.close(closeCode.refused, 'The message cannot be read.')
    }
  }

  #answer(connection: Connection, stateVector: Uint8Array): void {
    connection.send(stepTwo(this.doc.missing(stateVector)))
    connection.caughtUp = true
    this.#lagging.delete(connection)
  }

  #write(connection: Connection, update: Uint8Array): void {
    const { clientId } = connection
    if (clientId === null) {
      if (!isEmptyUpdate(update)) connection.close(closeCode.forbidden, 'You may read this claim, not write in it.')
      return
    }
    connection.waitingBytes += update.byteLength
    const turns = isEmptyUpdate(update) ? nothingNew() : this.doc.accept(update, clientId, () => this.#pending())
    const edit = { turns, bytes: update.byteLength }
    const queue = this.#entering.get(connection)
    if (queue) queue.push(edit)
    else this.#enter(connection, [edit])
  }

  /** Takes in one turn of a connection's first edit, and the rest in later turns of the event loop, in order. */
  #enter(connection: Connection, queue: Entering[]): void {
    const [first] = queue
    const turn = first?.turns.next().value
    if (!first || !turn) return
    if ('refused' in turn) {
      connection.close(closeCode.refused, turn.refused)
      return this.leave(connection)
    }
    const { update, done } = turn
    if (done) queue.shift()
    if (update || done) {
      this.#waiting.push({ connection, update, bytes: done ? first.bytes : 0, isLast: done })
      this.#onWaiting(this)
    }
    if (queue.length === 0) return void this.#entering.delete(connection)
    this.#entering.set(connection, queue)
    this.#timing.later(0, () => this.connections.has(connection) && this.#enter(connection, queue))
  }

  #pending(): Uint8Array[] {
    const waiting = this.#waiting.flatMap(({ update }) => (update ? [update] : []))
    return [...this.#inFlight.map(({ update }) => update), ...waiting]
  }

  get waitingBytes(): number {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** What waits and fits into one commit, one edit per person and session. It is in flight until it is settled. */
  take(): readonly Edit[] {
    const groups = new Map<string, Waiting[]>()
    const idle: Waiting[] = []
    for (const each of this.#waiting.splice(0, this.#fitting())) {
      const key = `${each.connection.actor.personId} ${each.connection.actor.sessionId}`
      groups.set(key, [...(groups.get(key) ?? []), each])
    }
    if (this.#waiting.length > 0) this.#onWaiting(this)
    const edits: Edit[] = []
    for (const waiting of groups.values()) {
      const updates = waiting.flatMap(({ update }) => (update ? [update] : []))
      const personId = waiting[0]?.connection.actor.personId ?? ''
      if (updates.length > 0) edits.push({ room: this, personId, waiting, update: Y.mergeUpdates(updates) })
      else idle.push(...waiting)
    }
    this.#inFlight = edits
    acknowledge(idle)
    return edits
  }

  /** How many of those that wait fit into one commit; the first always does. */
  #fitting(): number {
    let bytes = 0
    const end = this.#waiting.findIndex(({ update }) => (bytes += update?.byteLength ?? 0) > mostPerCommit)
    return end < 0 ? this.#waiting.length : Math.max(1, end)
  }

  /** The texts after the commit of these edits, which are all that is in flight. */
  textsAfter(edits: readonly Edit[]): ClaimTexts {
    if (this.#waiting.length === 0) return this.doc.workingTexts()
    return this.doc.textsWith(edits.map(({ update }) => update)) ?? this.doc.committedTexts()
  }

  /** After the commit of these edits up to the entry at `seq`: keeps, acknowledges and passes them on. */
  settle(edits: readonly Edit[], seq: number): void {
    this.#inFlight = this.#inFlight.filter((edit) => !edits.includes(edit))
    if (edits.length === 0) return
    for (const connection of this.connections) {
      const begins = connection.caughtUp && !connection.keepsUp && !this.#lagging.has(connection)
      if (begins) this.#lagging.set(connection, this.doc.stateVector())
    }
    for (const { update } of edits) this.doc.commit(update)
    this.seq = seq
    this.tail += edits.length
    for (const { waiting } of edits) acknowledge(waiting)
    this.#passOn(edits)
  }

  /** One frame per connection, without what it wrote itself. */
  #passOn(edits: readonly Edit[]): void {
    const merged = updateFrame(Y.mergeUpdates(edits.map(({ update }) => update)))
    for (const connection of this.connections) {
      if (!connection.caughtUp || this.#lagging.has(connection)) continue
      const isOwn = (edit: Edit) => edit.waiting.some((each) => each.connection === connection)
      const others = edits.some(isOwn) ? updatesOfOthers(edits, connection) : null
      if (!others) connection.send(merged)
      else if (others.length > 0) connection.send(updateFrame(Y.mergeUpdates(others)))
    }
  }

  /** Gives a connection that lagged and has drained everything that it missed, at once. */
  drained(connection: Connection): void {
    const since = this.#lagging.get(connection)
    this.#lagging.delete(connection)
    if (since) connection.send(updateFrame(this.doc.missing(since)))
    this.presence.repeat(connection)
  }

  /** Says what the texts are, to everyone who was sent them. */
  tellDigest(): void {
    const frame = digestFrame(this.doc.digest())
    for (const connection of this.connections) {
      if (connection.caughtUp && connection.keepsUp && !this.#lagging.has(connection)) connection.send(frame)
    }
  }

  /** After a commit that failed for these edits: closes who wrote them; whoever waits sends again on a new socket. */
  fail(edits: readonly Edit[], code: number, reason: string): void {
    const connectionsOf = (waiting: readonly Waiting[]) => new Set(waiting.map(({ connection }) => connection))
    const failed = connectionsOf(edits.flatMap((edit) => edit.waiting))
    const waiting = connectionsOf(this.#waiting)
    this.#inFlight = this.#inFlight.filter((edit) => !edits.includes(edit))
    this.#waiting = []
    this.doc.rewind(this.#inFlight.map(({ update }) => update))
    this.#closeAll(failed, code, reason)
    this.#closeAll(waiting, closeCode.tryAgain, reason)
  }

  /** Closes the connections that write. */
  closeWriters(code: number, reason: string): void {
    this.#closeAll(new Set([...this.connections].filter(({ clientId }) => clientId !== null)), code, reason)
  }

  /** Gives the room up: whoever was in it comes back to one loaded anew. */
  abandon(reason: string): void {
    this.isAbandoned = true
    this.#waiting = []
    this.#closeAll(new Set(this.connections), closeCode.tryAgain, reason)
  }

  #closeAll(connections: ReadonlySet<Connection>, code: number, reason: string): void {
    for (const connection of connections) {
      connection.close(code, reason)
      this.leave(connection)
    }
  }
}

function updatesOfOthers(edits: readonly Edit[], connection: Connection): Uint8Array[] {
  return edits.flatMap((edit) =>
    edit.waiting.flatMap((each) => (each.update && each.connection !== connection ? [each.update] : [])),
  )
}

function acknowledge(waiting: readonly Waiting[]): void {
  const connections = new Set<Connection>()
  for (const { connection, bytes, isLast } of waiting) {
    if (!isLast) continue
    connection.durable += 1
    connection.waitingBytes -= bytes
    connections.add(connection)
  }
  for (const connection of connections) connection.send(acknowledgement(connection.durable))
}
