import type { Database, Transaction } from '#db/client.ts'
import type { Role } from '../policy/roles.ts'
import { membersOf, rolesIn } from './store.ts'

/** The names of a team's members by person. */
export async function namesIn(db: Database, teamId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await membersOf(db, teamId)).map(({ personId, name }) => [personId, name]))
}

/** The roles of these people in a team, as this transaction sees them. */
export async function rolesAmong(
  tx: Transaction,
  teamId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Role[]>> {
  const found = await rolesIn(tx, teamId, personIds)
  return new Map(found.map(({ personId, roles }) => [personId, roles as Role[]]))
}
