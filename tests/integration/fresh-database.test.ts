import { afterAll, beforeAll, expect, test } from 'vitest'

import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'

let first: FreshDatabase
let second: FreshDatabase

beforeAll(async () => {
  ;[first, second] = await Promise.all([freshDatabase(), freshDatabase()])
})

afterAll(() => Promise.all([first.drop(), second.drop()]))

test('each database has the tables and is alone', async () => {
  await first.owner.sql`create table only_here (id int)`
  const tables = ({ owner }: FreshDatabase) =>
    owner.sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`
  expect((await tables(first)).map(({ name }) => name)).toEqual(expect.arrayContaining(['entry', 'only_here']))
  expect((await tables(second)).map(({ name }) => name)).not.toContain('only_here')
})

test('the application reads entries and cannot change or delete them', async () => {
  expect(await first.app.sql`select count(*)::int as n from entry`).toEqual([{ n: 0 }])
  await expect(first.app.sql`delete from entry`).rejects.toThrow(/permission denied/)
  await expect(first.app.sql`update entry set seq = seq`).rejects.toThrow(/permission denied/)
})
