import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '#db/client.ts'

/**
 * Why the database refuses a change of a table of facts that the server let pass, as if it were recorded; `let in` where it
 * does not. Nothing is kept of it.
 */
export async function guardOf(owner: Database, table: string, change: SQL): Promise<string> {
  const attempt = owner.transaction(async (tx) => {
    await tx.execute(sql`alter table ${sql.identifier(table)} disable trigger recorded`)
    await tx.execute(change)
    throw new Error('let in')
  })
  return attempt.catch((error: Error) => (error.cause as Error | undefined)?.message ?? error.message)
}
