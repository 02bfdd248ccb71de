import { sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { checkpoint, signedHead } from '#db/schema/history.ts'

/**
 * Of each row of a table: how many entries the history had when it was first signed with that row's in it, or the row's own
 * `seq` for what was recorded before publications waited for that; null while it is not signed.
 */
export function signedAs({ teamId, seq }: Record<'teamId' | 'seq', PgColumn>): SQL<number | null> {
  const before = sql`exists (
    select 1 from ${signedHead} where ${signedHead.teamId} = ${teamId} and ${signedHead.waitsAfter} >= ${seq})`
  const first = sql`(
    select min(${checkpoint.seq}) from ${checkpoint} where ${checkpoint.teamId} = ${teamId} and ${checkpoint.seq} >= ${seq})`
  return sql<number | null>`case when ${before} then ${seq} else ${first} end`.mapWith(Number)
}
