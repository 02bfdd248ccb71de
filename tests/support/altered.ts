import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { passingTables } from '#db/migrate.ts'

/** A column of a table of facts or of history. */
export interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
}

/** What the head was when publications began to wait for their signature, nothing else tells (docs/decisions/013). */
const witnessed = { table: 'signed_head', column: 'waits_after' }

/** All of them but what nothing else tells, table by table. */
export async function columnsOf(db: Database): Promise<Column[]> {
  const rows = await db.execute<Record<'table' | 'column' | 'type', string>>(
    sql`select table_name as table, column_name as column, udt_name as type from information_schema.columns
        where table_schema = 'public' and table_name in (select tablename from pg_tables where schemaname = 'public')
        order by table_name, ordinal_position`,
  )
  return [...rows].filter(
    ({ table, column }) =>
      !passingTables.includes(table) && !(table === witnessed.table && column === witnessed.column),
  )
}

/** Where in a history a row of a table belongs: a segment has the place of its last entry. */
export const placed = (table: string): SQL => sql`${sql.identifier(table === 'segment' ? 'last' : 'seq')}`

/** The column with one byte altered: the byte at a random place, another one in its stead. */
export function altered({ column, type }: Column, random: (below: number) => number): SQL {
  const value = sql.identifier(column)
  const place = random(1_000_000)
  const bit = 1 << random(7)
  // The second byte: small numbers would meet a neighbour's key.
  const higher = 256 << random(6)
  switch (type) {
    case 'bytea':
      return sql`case when length(${value}) > 0 then set_byte(${value}, (${place} % length(${value}))::int,
        get_byte(${value}, (${place} % length(${value}))::int) # ${bit}) else '\\x01'::bytea end`
    case 'bool':
      return sql`not ${value}`
    case 'int4':
    case 'int8':
      return sql`${value} # ${higher}`
    case 'float8':
      return sql`${value} + ${bit}`
    case 'jsonb':
      return sql`${value} || '{"x": {"y": 1}}'`
    case '_text':
      return sql`array_append(${value}[2:], coalesce(${value}[1], '') || 'x')`
    case 'text':
      return sql`case when coalesce(${value}, '') = '' then 'x' else overlay(${value} placing
        case substr(${value}, ${place} % length(${value}) + 1, 1) when 'x' then 'y' else 'x' end
        from ${place} % length(${value}) + 1 for 1) end`
    default:
      throw new Error(`No way to alter a ${type}.`)
  }
}
