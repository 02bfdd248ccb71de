import { readFileSync } from 'node:fs'
import { sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Transaction } from '#db/client.ts'
import { remadeTables } from '#db/migrate.ts'
import { entry, segment } from '#db/schema/history.ts'
import { lineOf } from '#server/history-verify.ts'
import { sealedEntries } from '#server/history/store/segments.ts'
import { altered, columnsOf, placed } from '#tests/support/altered.ts'
import { fullHistory, type FullHistory } from '#tests/support/full-history.ts'
import { randomOf } from '#tests/support/typists.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

let history: FullHistory
const random = randomOf(seed)

beforeAll(async () => {
  history = await fullHistory()
}, 60_000)
afterAll(() => history.end())

it(`names one altered byte in every column of every fact and history table (PLUMBLINE_SEED=${seed})`, async () => {
  const all = await columnsOf(history.database.owner.db)
  expect(all.length).toBeGreaterThan(100)
  // With `PLUMBLINE_LONG` all of them, otherwise every third one, from a random one on.
  const [apart, first] = process.env['PLUMBLINE_LONG'] ? [1, 0] : [3, random(3)]
  for (const column of all.filter((_, place) => place % apart === first)) {
    const table = sql.identifier(column.table)
    let seq: unknown
    const findings = await history.foundAfter(async (tx) => {
      const [count] = await tx.execute<{ rows: number }>(sql`select count(*)::int as rows from ${table}`)
      const skip = random(count?.rows ?? 0)
      const [row] = await tx.execute<{ place: string; seq: string }>(
        sql`select ctid::text as place, ${placed(column.table)} as seq from ${table} order by 2, ctid offset ${skip} limit 1`,
      )
      seq = Number(row?.seq)
      const changed = await tx.execute(
        sql`update ${table} set ${sql.identifier(column.column)} = ${altered(column, random)}
            where ctid = ${row?.place}::tid returning 1`,
      )
      expect(changed, `${column.table}.${column.column} has a row`).toHaveLength(1)
    })
    const named = findings.flatMap(({ difference }) => difference ?? [])
    const where = `${column.table}.${column.column} at ${seq as number}: ${findings.map(lineOf).join(' ')}`
    expect(named, where).not.toEqual([])
    if (column.table === 'entry') {
      expect(
        named.some((each) => each.seq === seq || each.what === `entry ${seq as number} is missing`),
        where,
      ).toBe(true)
    } else if (column.table !== 'team_head') {
      // How far the timeline is told is told by one row of it, and the others are held against that.
      const tables = remadeTables.includes(column.table) ? remadeTables : [column.table]
      expect(
        // What is still an entry in a segment, though not as it was, is named by that.
        named.some(
          (each) =>
            tables.some((name) => each.subject.startsWith(`${name} `)) || (column.table === 'segment' && each.seq),
        ),
        where,
      ).toBeTruthy()
    }
  }
}, 240_000)

const middle = sql`(select seq / 2 from team_head)`

it.each<[string, SQL[], RegExp]>([
  ['an entry deleted inside the chain', [sql`delete from entry where seq = ${middle}`], /is missing/u],
  [
    'a deleted entry with the gap closed',
    [
      sql`delete from entry where seq = ${middle}`,
      sql`update entry set seq = -seq where seq > ${middle}`,
      sql`update entry set seq = -seq - 1 where seq < 0`,
    ],
    /hash does not fit/u,
  ],
  [
    'two entries swapped',
    [
      sql`update entry set seq = -1 where seq = ${middle}`,
      sql`update entry set seq = ${middle} where seq = ${middle} + 1`,
      sql`update entry set seq = ${middle} + 1 where seq = -1`,
    ],
    /hash does not fit/u,
  ],
  [
    'the payloads of two entries swapped',
    [
      sql`update entry set payload = other.payload, salt = other.salt from entry other
          where (entry.seq = ${middle} and other.seq = ${middle} + 1) or (entry.seq = ${middle} + 1 and other.seq = ${middle})`,
    ],
    /payload or salt is not what was recorded/u,
  ],
  [
    'an entry inserted',
    [
      sql`update entry set seq = -seq where seq > ${middle}`,
      sql`update entry set seq = -seq + 1 where seq < 0`,
      sql`insert into entry select (jsonb_populate_record(e, jsonb_build_object('seq', e.seq + 1))).* from entry e where seq = ${middle}`,
    ],
    /hash does not fit/u,
  ],
  [
    'an entry put after the last',
    [
      sql`insert into entry select (jsonb_populate_record(e, jsonb_build_object('seq', e.seq + 1))).* from entry e where seq = (select seq from team_head)`,
    ],
    /hash does not fit/u,
  ],
  [
    'the documents of one person said to be of another',
    [sql`update room_client set person_id = 'somebody-else'`],
    /text under the client id \d+, which is not its person's/u,
  ],
  [
    'the documents of one claim said to be of another',
    [sql`update room_client set claim_id = 'another'`],
    /text under the client id \d+, which is not its person's/u,
  ],
  ['a fact deleted', [sql`delete from passage where ctid = (select min(ctid) from passage)`], /row is missing/u],
  [
    'a fact inserted',
    [sql`insert into figure select (jsonb_populate_record(f, '{"id":"forged"}')).* from figure f limit 1`],
    /no entry made this row/u,
  ],
  [
    'derived texts exchanged',
    [
      sql`update claim_text set statement = analysis, analysis = statement where ctid = (select min(ctid) from claim_text where statement <> '')`,
    ],
    /column (statement|analysis) is not/u,
  ],
])('names %s', async (_name, statements, says) => {
  const findings = await history.foundAfter(async (tx) => {
    for (const statement of statements) await tx.execute(statement)
  })
  expect(findings.map(lineOf).join('\n')).toMatch(says)
})

/** As it was before anything was sealed. */
async function unseal(tx: Transaction): Promise<void> {
  for (const { teamId } of await tx.select().from(segment)) {
    const rows = (await sealedEntries(tx, { teamId, claimIds: null, after: 0 })).map(
      ({ subject: { type: subjectType, id: subjectId }, ...rest }) => ({ ...rest, subjectType, subjectId }),
    )
    await tx.insert(entry).values(rows)
  }
  await tx.execute(sql`delete from segment`)
}

it('a history that was recorded before there was a tree gets it with the migration', async () => {
  const statements = readFileSync('db/migrations/0023_history_tree.sql', 'utf8').split('--> statement-breakpoint')
  const building = statements.find((each) => each.includes('DO $$')) ?? ''
  const findings = await history.foundAfter(async (tx) => {
    await unseal(tx)
    await tx.execute(sql`delete from history_node`)
    await tx.execute(sql`update team_head set peaks = ''`)
    await tx.execute(sql.raw(building))
  })
  expect(findings.map(({ difference }) => difference)).toEqual(findings.map(() => null))
  const [kept] = await history.database.owner.db.execute<{ rows: number }>(
    sql`select count(*)::int as rows from history_node`,
  )
  expect(kept?.rows).toBeGreaterThan(5)
})
