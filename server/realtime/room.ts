import * as Y from 'yjs'
import { ClaimDoc } from './claim-doc.ts'
import type { Connection, Timing } from './connection.ts'
import { acknowledgement, digestFrame, isEmptyUpdate, readFrame, stepOne, stepTwo, updateFrame } from './frames.ts'
import { closeCode } from './protocol.ts'
import { PresenceSpreader } from './spreader.ts'

/** A content frame that waits for its commit; `update` is null when it told nothing new. */
export interface Waiting {
  readonly connection: Connection
  readonly update: Uint8Array | null
  readonly bytes: number
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
  readonly #onWaiting: (room: ClaimRoom) => void

  /** @throws {Error} when what was loaded is not whole. */
  constructor(place: RoomPlace, loaded: Loaded, timing: Timing, onWaiting: (room: ClaimRoom) => void) {
    this.claimId = place.claimId
    this.teamId = place.teamId
    this.doc = new ClaimDoc(loaded.updates)
    this.seq = loaded.seq
    this.tail = loaded.tail
    this.presence = new PresenceSpreader(this.connections, timing)
    this.#onWaiting = onWaiting
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#inFlight.length > 0
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
    const result = isEmptyUpdate(update) ? { update: null } : this.doc.accept(update, clientId, this.#pending())
    if ('refused' in result) return connection.close(closeCode.refused, result.refused)
    connection.waitingBytes += update.byteLength
    this.#waiting.push({ connection, update: result.update, bytes: update.byteLength })
    this.#onWaiting(this)
  }

  #pending(): Uint8Array[] {
    const waiting = this.#waiting.flatMap(({ update }) => (update ? [update] : []))
    return [...this.#inFlight.map(({ update }) => update), ...waiting]
  }

  get waitingBytes(): number {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Everything that waits, one edit per person and session. The room holds it in flight until it is settled. */
  take(): readonly Edit[] {
    const groups = new Map<string, Waiting[]>()
    const idle: Waiting[] = []
    for (const each of this.#waiting) {
      const key = `${each.connection.actor.personId} ${each.connection.actor.sessionId}`
      groups.set(key, [...(groups.get(key) ?? []), each])
    }
    this.#waiting = []
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
  for (const { connection, bytes } of waiting) {
    connection.durable += 1
    connection.waitingBytes -= bytes
    connections.add(connection)
  }
  for (const connection of connections) connection.send(acknowledgement(connection.durable))
}
