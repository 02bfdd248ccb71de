import { join } from 'node:path'

import { readMigrationFiles } from 'drizzle-orm/migrator'
import type postgres from 'postgres'

import { checkout } from './checkout.ts'
import type { Connection } from './client.ts'

const MIGRATIONS = join(checkout, 'db', 'migrations')
const LOCK = 7_586_274_625
const OLDEST_SERVER = 150_000

/** Tables whose rows come and go. Every other table keeps its rows for good, but for what is made again from the history. */
export const passingTables: readonly string[] = [
  'account',
  'session',
  'room_client',
  'invitation_link',
  'set_up_link',
  'device',
  'password_reset',
  'attempt',
  'inbox_mark',
]
/** Of these, what a restored backup keeps. The others are doors that were open when it was made: they end with a restore. */
export const passingTablesKept: readonly string[] = ['account', 'room_client', 'device', 'inbox_mark']
/** Tables whose rows are made from the history, and made again when it goes on. */
export const remadeTables: readonly string[] = ['timeline_head', 'activity', 'burst', 'entry_word']
/** Tables whose rows are never changed, not even by way of `record()`. */
const APPEND_ONLY = ['entry', 'claim_snapshot', 'history_node', 'checkpoint', 'checkpoint_timestamp']

/** What the application may do as the owner, while two people erase words. */
const ERASING = ['erase_entries(text, jsonb)', 'erase_sealed(text, bigint, bytea, bytea)', 'end_texts(text, jsonb)']

/** Tables that only the owner writes to. */
const OWNERS = ['segment']

/** The database cannot be brought up to date; the message is one sentence. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

/** Brings the tables up to date and gives the application's role exactly its rights, in one transaction. */
export async function migrate(owner: Connection, options: { appRole?: string } = {}): Promise<void> {
  await owner.sql.begin(async (sql) => {
    await sql`set local statement_timeout = 0`
    await sql`set local lock_timeout = 0`
    await sql`select pg_advisory_xact_lock(${LOCK})`
    await requireRecentServer(sql)
    await applyMigrations(sql)
    if (options.appRole !== undefined) await grantRights(sql, options.appRole)
  })
}

async function requireRecentServer(sql: postgres.TransactionSql): Promise<void> {
  const [row] = await sql<{ number: number; name: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as name`
  if (row && row.number < OLDEST_SERVER) {
    throw new MigrationError(
      `Plumbline needs PostgreSQL 15 or newer, and this database is ${row.name}; nothing was changed.`,
    )
  }
}

const knownMigrations = () => readMigrationFiles({ migrationsFolder: MIGRATIONS })

/** The newest change of the tables that this Plumbline knows, as the time that it bears. */
export const newestMigration = (): number => Math.max(...knownMigrations().map(({ folderMillis }) => folderMillis))

/** The same of what a database has behind it. */
export async function newestMigrationOf({ sql }: Connection): Promise<number> {
  const [last] = await sql<{ at: string | null }[]>`
    select max(created_at)::text as at from drizzle.__drizzle_migrations`
  return Number(last?.at ?? 0)
}

// The same bookkeeping as drizzle's own migrator, but under the lock and together with the grants.
async function applyMigrations(sql: postgres.TransactionSql): Promise<void> {
  await sql`create schema if not exists drizzle`
  await sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`
  const [last] = await sql<
    { at: string | null }[]
  >`select max(created_at)::text as at from drizzle.__drizzle_migrations`
  const done = Number(last?.at ?? -1)
  const known = knownMigrations()
  if (known.every((migration) => migration.folderMillis < done)) {
    throw new MigrationError(
      'This database was written by a newer Plumbline; nothing was changed. Start that version instead.',
    )
  }
  for (const migration of known.filter((each) => each.folderMillis > done)) {
    for (const statement of migration.sql) await sql.unsafe(statement)
    await sql`
      insert into drizzle.__drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`
  }
}

async function grantRights(sql: postgres.TransactionSql, role: string): Promise<void> {
  const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`
  const to = sql(role)
  await sql`grant usage on schema public to ${to}`
  await sql`revoke all on all tables in schema public from ${to}`
  await sql`grant usage, select on all sequences in schema public to ${to}`
  for (const { name } of tables) {
    const table = sql(name)
    await sql`grant select on public.${table} to ${to}`
    if (OWNERS.includes(name)) continue
    await sql`grant insert on public.${table} to ${to}`
    if (!APPEND_ONLY.includes(name)) await sql`grant update on public.${table} to ${to}`
    if (passingTables.includes(name) || remadeTables.includes(name)) await sql`grant delete on public.${table} to ${to}`
  }
  for (const name of ERASING) await sql`grant execute on function ${sql.unsafe(`public.${name}`)} to ${to}`
}
