import type { ClaimDoc, Turn } from './claim-doc.ts'
import type { Connection, Timing } from './connection.ts'
import { isEmptyUpdate } from './frames.ts'

/** A content frame that has been taken in: what it adds, in order; nothing when it told nothing new. */
export interface Taken {
  readonly connection: Connection
  readonly updates: readonly Uint8Array[]
  readonly bytes: number
}

/** What an intake needs of its room. */
export interface IntakeRoom {
  readonly doc: ClaimDoc
  readonly timing: Timing
  /** The edits that wait for their commit or are on their way to it. */
  pending(): readonly Uint8Array[]
  onTaken(taken: Taken): void
  onRefused(connection: Connection, reason: string): void
}

interface Entering {
  readonly connection: Connection
  readonly turns: Iterator<Turn, void>
  readonly bytes: number
}

/** An edit that tells nothing takes one turn. */
function* nothingNew(): Generator<Turn, void> {
  yield { update: null, done: true }
}

/**
 * Takes the edits of a room in, one after the other, each whole or not at all. A small one is taken at once; a large
 * one in turns of the event loop, and whoever writes meanwhile in the same room waits behind it.
 */
export class Intake {
  readonly #room: IntakeRoom
  #queue: Entering[] = []
  /** What the first of the queue has added so far. */
  #held: Uint8Array[] = []
  #isScheduled = false

  constructor(room: IntakeRoom) {
    this.#room = room
  }

  get isBusy(): boolean {
    return this.#queue.length > 0
  }

  /** Whether the document holds part of an edit that is not whole yet. */
  get holdsPart(): boolean {
    return this.#held.length > 0
  }

  add(connection: Connection, update: Uint8Array): void {
    const clientId = connection.clientId ?? 0
    const turns = isEmptyUpdate(update)
      ? nothingNew()
      : this.#room.doc.accept(update, clientId, () => this.#room.pending())
    this.#queue.push({ connection, turns, bytes: update.byteLength })
    if (this.#queue.length === 1) this.#turn()
  }

  /** Forgets what a connection sent that is not taken in yet. */
  drop(connection: Connection): void {
    const [first] = this.#queue
    this.#queue = this.#queue.filter((each) => each.connection !== connection)
    if (first?.connection !== connection) return
    if (this.holdsPart) {
      this.#held = []
      this.#room.doc.rewind(this.#room.pending())
    }
    this.#goOn()
  }

  /** Starts the document anew from what is committed, what is pending, and what is held of an edit. */
  rewind(): void {
    this.#room.doc.rewind([...this.#room.pending(), ...this.#held])
  }

  #goOn(): void {
    if (this.#queue.length === 0 || this.#isScheduled) return
    this.#isScheduled = true
    this.#room.timing.later(0, () => {
      this.#isScheduled = false
      this.#turn()
    })
  }

  #turn(): void {
    const [first] = this.#queue
    if (!first) return
    const turn = first.turns.next().value
    if (!turn || 'refused' in turn) {
      this.#queue.shift()
      this.#held = []
      this.#goOn()
      return this.#room.onRefused(first.connection, turn?.refused ?? '')
    }
    if (turn.update) this.#held.push(turn.update)
    if (turn.done) {
      const updates = this.#held
      this.#queue.shift()
      this.#held = []
      this.#room.onTaken({ connection: first.connection, updates, bytes: first.bytes })
    }
    this.#goOn()
  }
}
