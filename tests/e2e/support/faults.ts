import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { remadeTables } from '#db/migrate.ts'

/** Statements of a running server that fail when they are told to, one at a time. */
export interface Faults {
  /** The statement that changes rows as the `at`th from here on fails. */
  failAt(at: number): Promise<void>
  /** No statement fails any more; answers whether one did. */
  disarm(): Promise<boolean>
}

/** What is written besides deeds, whenever it is due. */
const besides = ['session', 'device', 'attempt', 'checkpoint', 'checkpoint_timestamp', 'signed_head', ...remadeTables]

/** Makes the statements of a server fallible, whatever table they change. */
export async function fallible(db: Database): Promise<Faults> {
  await db.execute(sql`create schema faults`)
  // A sequence counts on where its transaction is undone.
  await db.execute(sql`create sequence faults.statement`)
  await db.execute(sql`create table faults.armed (at bigint not null)`)
  await db.execute(sql`insert into faults.armed values (0)`)
  await db.execute(sql`
    create function faults.count() returns trigger language plpgsql security definer as $$
    declare due bigint;
    begin
      select at into due from faults.armed;
      if due > 0 and nextval('faults.statement') = due then raise exception 'This statement fails on purpose.'; end if;
      return null;
    end $$`)
  const tables = await db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  )
  for (const { name } of tables.filter((each) => !besides.includes(each.name))) {
    await db.execute(sql`create trigger zz_fault after insert or update or delete on ${sql.identifier(name)}
      for each statement execute function faults.count()`)
  }
  const arm = (at: number) => db.execute(sql`update faults.armed set at = ${at}`)
  return {
    async failAt(at) {
      await db.execute(sql`alter sequence faults.statement restart`)
      await arm(at)
    },
    async disarm() {
      const [count] = await db.execute<{ failed: boolean }>(
        sql`select is_called and last_value >= at as failed from faults.statement, faults.armed`,
      )
      await arm(0)
      return count?.failed === true
    },
  }
}
