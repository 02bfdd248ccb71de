import type { Connection, Timing } from './connection.ts'
import { awarenessFrame } from './frames.ts'
import { PresenceBoard } from './presence.ts'

/** Spreads presence of one room: one frame per connection for all that changed within 50 ms. */
export class PresenceSpreader {
  readonly board = new PresenceBoard()
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
    this.repeat(connection)
  }

  /** Tells everyone's presence anew, to somebody who missed some. */
  repeat(connection: Connection): void {
    const everyone = this.board.everyone(this.#timing.now())
    if (everyone) connection.send(awarenessFrame(everyone))
  }

  leave(connection: Connection): void {
    if (this.board.leave(connection, this.#timing.now())) this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#timing.later(50, () => {
      this.#isScheduled = false
      const changes = this.board.takeChanges()
      const forAll = changes.encode(null)
      for (const connection of this.#connections) {
        if (!connection.keepsUp) continue
        const isTold = changes.ids.has(connection.presenceId)
        const states = isTold ? changes.encode(connection.presenceId) : forAll
        if (states) connection.send(awarenessFrame(states))
      }
    })
  }
}
