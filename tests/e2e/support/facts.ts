import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { passingTables, remadeTables } from '#db/migrate.ts'
import { expect, type RunningServer } from './server.ts'

const signedTables = ['checkpoint', 'checkpoint_timestamp', 'signed_head']

/** One hash over every row of every table of facts and derived texts; what is signed and told of them comes by itself. */
export async function digestOfFacts(server: RunningServer): Promise<string> {
  return server.inDatabase(async (db) => {
    const tables = await db.execute<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
    const names = tables
      .map(({ name }) => name)
      .filter((name) => ![...passingTables, ...remadeTables, ...signedTables].includes(name))
    expect(names.length).toBeGreaterThanOrEqual(13)
    const hash = createHash('sha256')
    for (const name of names) {
      const rows = await db.execute<{ row: string }>(
        sql`select t::text as row from ${sql.identifier(name)} t order by 1`,
      )
      hash.update(`${name}\n${rows.map(({ row }) => row).join('\n')}\n`)
    }
    return hash.digest('hex')
  })
}
