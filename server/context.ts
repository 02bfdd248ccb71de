import type { Database } from '#db/client.ts'
import type { Entry } from './history/entry.ts'
import type { Actor } from './policy/can.ts'

/** What the composition root makes once and everything receives. */
export interface System {
  readonly db: Database
  now(): Date
  newId(): string
  randomBytes(length: number): Uint8Array
  /** Tells followers (live events, rooms) of entries after their commit, in order of seq. */
  announce(entries: readonly Entry[]): void
}

/** A system on behalf of one signed-in member of one team. */
export interface Context extends System {
  readonly actor: Actor
}
