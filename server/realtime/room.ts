import * as Y from 'yjs'
import { ClaimDoc, type ClaimTexts } from './claim-doc.ts'
import { hearAnswer, type Connection, type Timing } from './connection.ts'
import { digestFrame, isEmptyUpdate, readFrame, stepOne, stepTwo, updateFrame } from './frames.ts'
import { Intake, type Taken } from './intake.ts'
import { closeCode } from './protocol.ts'
import { PresenceSpreader } from './spreader.ts'
import { acknowledge, durableAfter, grouped, type Waiting } from './waiting.ts'

/** One person's edits of one commit to one claim: what becomes one entry. */
export interface Edit {
  readonly room: ClaimRoom
  readonly personId: string
  readonly sessionId: string
  readonly update: Uint8Array
  readonly waiting: readonly Waiting[]
}

export interface RoomPlace {
  readonly claimId: string
  readonly teamId: string
}

/**
 * What a room begins with: updates that make up the texts after the entry at `seq`, of which `tail` are no snapshot, and the
 * entry by which words of the team were erased last.
 */
export interface Loaded {
  readonly updates: readonly Uint8Array[]
  readonly seq: number
  readonly tail: number
  readonly erasedUpTo: number
}

/** Whoever keeps a room. */
export interface RoomKeeper {
  /** Something waits for its commit. */
  onWaiting(room: ClaimRoom): void
  /** An edit does not fit what the room knows; its connection has left the room and is not closed yet. */
  onRefused(room: ClaimRoom, connection: Connection, reason: string): void
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
  readonly erasedUpTo: number
  #waiting: Waiting[] = []
  #inFlight: readonly Edit[] = []
  /** Frames that told nothing new: true only once everything before them is durable. */
  #idle: Waiting[] = []
  /** What each connection that lags was last sent. */
  readonly #lagging = new Map<Connection, Uint8Array>()
  readonly #intake: Intake
  readonly #keeper: RoomKeeper

  /** @throws {Error} when what was loaded is not whole. */
  constructor(place: RoomPlace, loaded: Loaded, timing: Timing, keeper: RoomKeeper) {
    this.claimId = place.claimId
    this.teamId = place.teamId
    this.doc = new ClaimDoc(loaded.updates)
    this.seq = loaded.seq
    this.tail = loaded.tail
    this.erasedUpTo = loaded.erasedUpTo
    this.presence = new PresenceSpreader(this.connections, timing)
    this.#keeper = keeper
    this.#intake = new Intake({
      doc: this.doc,
      timing,
      pending: () => this.#pending(),
      onTaken: (taken) => this.#wait(taken),
      onRefused: (connection, reason) => {
        this.leave(connection)
        keeper.onRefused(this, connection, reason)
      },
    })
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#inFlight.length > 0 || this.#intake.isBusy
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
    this.#intake.drop(connection)
    if (this.connections.delete(connection)) this.presence.leave(connection)
  }

  /** Takes one frame. A frame that cannot be read closes the connection and changes nothing. */
  receive(connection: Connection, bytes: Uint8Array): void {
    if (!this.connections.has(connection)) return
    try {
      const frame = readFrame(bytes)
      if (frame.kind === 'asks') this.#answer(connection, frame.stateVector)
      else if (frame.kind === 'awareness') this.presence.hear(connection, frame.states)
      else if (frame.kind === 'answer') hearAnswer(connection, frame.question, frame.isSaved)
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
    this.#intake.add(connection, update)
  }

  #wait({ connection, updates, bytes }: Taken): void {
    const parts = updates.length > 0 ? updates : [null]
    for (const [index, update] of parts.entries()) {
      const isLast = index === parts.length - 1
      this.#waiting.push({ connection, update, bytes: isLast ? bytes : 0, isLast })
    }
    this.#keeper.onWaiting(this)
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
    const groups = grouped(this.#waiting.splice(0, this.#fitting()))
    if (this.#waiting.length > 0) this.#keeper.onWaiting(this)
    const edits: Edit[] = []
    for (const waiting of groups) {
      const updates = waiting.flatMap(({ update }) => (update ? [update] : []))
      const { personId = '', sessionId = '' } = waiting[0]?.connection.actor ?? {}
      const update = updates.length > 0 ? Y.mergeUpdates(updates) : null
      if (update) edits.push({ room: this, personId, sessionId, waiting, update })
      else this.#idle.push(...waiting)
    }
    this.#inFlight = edits
    this.#acknowledgeIdle()
    return edits
  }

  #acknowledgeIdle(): void {
    if (this.#inFlight.length === 0) acknowledge(this.#idle.splice(0))
  }

  /** How many of those that wait fit into one commit; the first always does. */
  #fitting(): number {
    let bytes = 0
    const end = this.#waiting.findIndex(({ update }) => (bytes += update?.byteLength ?? 0) > mostPerCommit)
    return end < 0 ? this.#waiting.length : Math.max(1, end)
  }

  /** The texts after the commit of these edits, which are all that is in flight. */
  textsAfter(edits: readonly Edit[]): ClaimTexts {
    if (this.#waiting.length === 0 && !this.#intake.holdsPart) return this.doc.workingTexts()
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
    this.#acknowledgeIdle()
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
    this.presence.drained(connection)
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
    const waiting = connectionsOf([...this.#waiting, ...this.#idle])
    this.#inFlight = this.#inFlight.filter((edit) => !edits.includes(edit))
    this.#waiting = []
    this.#idle = []
    this.#closeAll(failed, code, reason)
    this.#closeAll(waiting, closeCode.tryAgain, reason)
    // Whoever came back meanwhile under the same id builds on what has just failed.
    const ids = new Set([...failed, ...waiting].map(({ clientId }) => clientId))
    const again = [...this.connections].filter(({ clientId }) => clientId !== null && ids.has(clientId))
    this.#closeAll(new Set(again), closeCode.tryAgain, reason)
    this.#intake.rewind()
  }

  /** The connections that write. */
  get writers(): readonly Connection[] {
    return [...this.connections].filter(({ clientId }) => clientId !== null)
  }

  /** Closes the connections that write. */
  closeWriters(code: number, reason: string): void {
    this.#closeAll(new Set(this.writers), code, reason)
  }

  /** How many frames of whoever waits for a commit are durable once all that waits now is; also of who left meanwhile. */
  due(): ReadonlyMap<Connection, number> {
    return durableAfter([...this.#inFlight.flatMap((edit) => edit.waiting), ...this.#waiting, ...this.#idle])
  }

  /** Gives the room up: whoever was in it comes back to one loaded anew. */
  abandon(reason: string, code: number = closeCode.tryAgain): void {
    this.isAbandoned = true
    this.#inFlight = []
    this.#waiting = []
    this.#idle = []
    this.#closeAll(new Set(this.connections), code, reason)
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
