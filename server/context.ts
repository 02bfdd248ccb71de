import type { Database, Transaction } from '#db/client.ts'
import type { Entry } from './history/entry.ts'
import type { Passwords } from './identity/password.gateway.ts'
import type { Actor } from './policy/can.ts'
import type { Role } from './policy/roles.ts'

/** What the composition root makes once and everything receives. */
export interface System {
  readonly db: Database
  now(): Date
  newId(): string
  randomBytes(length: number): Uint8Array
  readonly passwords: Passwords
  /** The roles that these people have in a team, as a transaction sees them: by person, absent for no member. */
  rolesAmong(
    tx: Transaction,
    teamId: string,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Role[]>>
  /** Tells followers (live events, rooms) of entries after their commit, in order of seq. */
  announce(entries: readonly Entry[]): void
  /** Signs how far a team's history goes now: before that readers see nothing of a publication. Never rejects. */
  signHistory(teamId: string): Promise<void>
}

/** A system on behalf of one signed-in member of one team. */
export interface Context extends System {
  readonly actor: Actor
}
