import type { Connection, Timing } from './connection.ts'
import { awarenessFrame } from './frames.ts'
import { PresenceBoard } from './presence.ts'

/** Spreads presence of one room: one frame per connection for all that changed within 50 ms. */
export class PresenceSpreader {
  readonly board = new PresenceBoard()
  /** Whose presence changed while a connection read too slowly to be told. */
  readonly #missed = new Map<Connection, Set<number>>()
  #isScheduled = false
  readonly #connections: ReadonlySet<Connection>
  readonly #timing: Timing

  constructor(connections: ReadonlySet<Connection>, timing: Timing) {
    this.#connections = connections
    this.#timing = timing
  }

  hear(connection: Connection, states: Uint8Array): void {
    if (this.board.tell(connection, states, this.#timing.now())) this.#schedule()
  }

  welcome(connection: Connection): void {
    this.board.enter(connection)
    const everyone = this.board.everyone(this.#timing.now())
    if (everyone) connection.send(awarenessFrame(everyone))
  }

  /** Tells somebody who read too slowly, and has now drained, what changed meanwhile. */
  drained(connection: Connection): void {
    const missed = this.#missed.get(connection)
    this.#missed.delete(connection)
    const states = missed && this.board.about(missed, connection.presenceId)
    if (states) connection.send(awarenessFrame(states))
  }

  leave(connection: Connection): void {
    this.#missed.delete(connection)
    if (this.board.leave(connection, this.#timing.now())) this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#timing.later(50, () => {
      this.#isScheduled = false
      this.#spread(this.board.takeChanges())
    })
  }

  #spread(changed: ReadonlySet<number>): void {
    const forAll = this.board.about(changed, null)
    for (const connection of this.#connections) {
      if (!connection.keepsUp) {
        this.#missed.set(connection, new Set([...(this.#missed.get(connection) ?? []), ...changed]))
        continue
      }
      const own = connection.presenceId
      const states = changed.has(own) ? this.board.about(changed, own) : forAll
      if (states) connection.send(awarenessFrame(states))
    }
  }
}
