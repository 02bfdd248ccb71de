/*
 * What entries say is read in a thread of its own where there are many of them: it finds what is found in this one.
 * `PLUMBLINE_SEED` repeats the changes that are looked at both ways.
 */
import { sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lineOf } from '#server/history-verify.ts'
import { readingInThread } from '#server/history/contents-thread.gateway.ts'
import type { StartsReading } from '#server/history/contents.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import { TypedHistory } from '#tests/bench/typed-history.ts'
import { columnsOf } from '#tests/support/altered.ts'
import { fullHistory, type FullHistory } from '#tests/support/full-history.ts'
import { freshDatabase } from '#tests/support/postgres.ts'
import { afterTampering } from '#tests/support/superuser.ts'
import { changesOf } from '#tests/support/tampering.ts'
import { randomOf } from '#tests/support/typists.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const runs = 12

let history: FullHistory

beforeAll(async () => {
  history = await fullHistory()
}, 60_000)
afterAll(() => history.end())

it('finds nothing where nothing is wrong', async () => {
  const findings = await afterTampering(
    history.database,
    async () => {},
    (tx) => history.look(tx, readingInThread),
  )
  expect(findings.map(({ difference }) => difference)).toEqual([null])
  expect(findings[0]?.entries).toBeGreaterThan(50)
})

it(
  `finds the same of ${runs} changes of a superuser (PLUMBLINE_SEED=${seed})`,
  async () => {
    const columns = await columnsOf(history.database.owner.db)
    const random = randomOf(seed)
    let differing = 0
    for (let run = 0; run < runs; run += 1) {
      await afterTampering(
        history.database,
        (tx) => changesOf(columns, random)(tx),
        async (tx) => {
          const here = await history.look(tx)
          expect(await history.look(tx, readingInThread)).toEqual(here)
          if (here.some(({ difference }) => difference)) differing += 1
        },
      )
    }
    expect(differing).toBeGreaterThan(0)
  },
  60_000 + runs * 5_000,
)

it('finds the same in more entries than are fetched at a time', async () => {
  const database = await freshDatabase()
  await (await TypedHistory.begin(database.app.db)).growTo(4_500)
  const look = (tamper: SQL, startReading?: StartsReading) =>
    afterTampering(
      database,
      (tx) => tx.execute(tamper),
      async (tx) => (await verifyHistory(tx, nouns, null, startReading)).map(lineOf).join(),
    )
  const tampers = [
    [sql`select 1`, /4500 entries, everything agrees/u],
    [sql`update entry set payload = '\\x00' where seq = 2100`, /at entry 2100, /u],
    [sql`delete from entry where seq = 4100`, /entry 4100 is missing/u],
    [sql`update claim_text set notes = 'else' where seq = 4500`, /at entry 4500, claim_text .* the column notes/u],
  ] as const
  for (const [tamper, said] of tampers) {
    const here = await look(tamper)
    expect(here).toMatch(said)
    expect(await look(tamper, readingInThread)).toBe(here)
  }
  await database.drop()
})

it('answers whoever asked, also after somebody asked what no thread can be asked', async () => {
  const reader = readingInThread({ teamId: 'team', toldUpTo: 0, owners: new Map() })
  await expect(reader.isState('claim', (() => {}) as never)).rejects.toThrow('could not be cloned')
  expect(await reader.isState('claim', new Uint8Array())).toBe(false)
  expect([...(await reader.rows()).keys()]).toEqual([])
  await reader.end()
})

it('says so when its thread cannot go on, and what was asked of it meanwhile', async () => {
  const reader = readingInThread({ teamId: 'team', toldUpTo: 0, owners: new Map() })
  const asked = reader.isState('claim', new Uint8Array())
  await reader.end()
  await expect(asked).rejects.toThrow('has ended')
  await expect(reader.rows()).rejects.toThrow('has ended')
})
