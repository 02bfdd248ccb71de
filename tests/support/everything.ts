import { sql } from 'drizzle-orm'
import { segment } from '#db/schema/history.ts'
import { entriesIn } from '#server/history/store/segments.ts'
import type { FreshDatabase } from './postgres.ts'

/** All that the database holds, as text: bytes too, and what is compressed in segments. */
export async function everythingIn({ owner }: Pick<FreshDatabase, 'owner'>): Promise<string> {
  const columns = await owner.db.execute<{ schema: string; table: string; column: string; type: string }>(sql`
    select table_schema as schema, table_name as table, column_name as column, data_type as type
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`)
  const found: string[] = []
  for (const { schema, table, column, type } of columns) {
    const name = sql.identifier(column)
    const text = type === 'bytea' ? sql`encode(${name}, 'escape')` : sql`${name}::text`
    const from = sql`${sql.identifier(schema)}.${sql.identifier(table)}`
    const rows = await owner.db.execute<{ text: string | null }>(sql`select ${text} as text from ${from}`)
    found.push(...rows.map((row) => `${table}.${column}: ${row.text ?? ''}`))
  }
  for (const row of await owner.db.select().from(segment)) {
    for (const { seq, payload } of await entriesIn(row)) found.push(`sealed ${seq}: ${Buffer.from(payload).toString()}`)
  }
  return found.join('\n')
}
