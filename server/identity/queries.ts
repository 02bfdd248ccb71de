import type { Database, Transaction } from '#db/client.ts'
import { can } from '../policy/can.ts'
import type { Role } from '../policy/roles.ts'
import { membersOf, rolesIn } from './store.ts'

/** The names of a team's members by person. */
export async function namesIn(db: Database, teamId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await membersOf(db, teamId)).map(({ personId, name }) => [personId, name]))
}

/** Who of these people may write in the claims of a team, as this transaction sees it. */
export async function writersAmong(
  tx: Transaction,
  teamId: string,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await rolesIn(tx, teamId, personIds)
  const writers = found.filter(({ roles }) => can({ roles: roles as Role[] }, 'claim.write'))
  return new Set(writers.map(({ personId }) => personId))
}
