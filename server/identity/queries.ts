import type { Database } from '#db/client.ts'
import { membersOf } from './store.ts'

/** The names of a team's members by person. */
export async function namesIn(db: Database, teamId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await membersOf(db, teamId)).map(({ personId, name }) => [personId, name]))
}
