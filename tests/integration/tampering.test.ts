/*
 * Whoever is superuser of the database changes one thing, at random: verification finds it and says where. As many as
 * `PLUMBLINE_RUNS` says; `PLUMBLINE_SEED` repeats them.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lineOf } from '#server/history-verify.ts'
import { columnsOf, type Column } from '#tests/support/altered.ts'
import { fullHistory, type FullHistory } from '#tests/support/full-history.ts'
import { changesOf, type Tampering } from '#tests/support/tampering.ts'
import { randomOf } from '#tests/support/typists.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const runs = Number(process.env['PLUMBLINE_RUNS'] ?? 40)

let history: FullHistory
let columns: Column[]

beforeAll(async () => {
  history = await fullHistory()
  columns = await columnsOf(history.database.owner.db)
}, 60_000)
afterAll(() => history.end())

it(
  `finds each of ${runs} changes of a superuser, and says where (PLUMBLINE_SEED=${seed})`,
  async () => {
    const unchanged = await history.foundAfter(async () => {})
    expect(unchanged.map(({ difference }) => difference)).toEqual([null])
    const done = new Map<string, number>()
    const random = randomOf(seed)
    while ([...done.values()].reduce((sum, count) => sum + count, 0) < runs) {
      let made: Tampering | null = null
      const findings = await history.foundAfter(async (tx) => {
        made = await changesOf(columns, random)(tx)
      })
      const change = made as Tampering | null
      // There was nothing to change in this way.
      if (change === null) continue
      const said = `${change.what}: ${findings.map(lineOf).join(' ')}`
      const differences = findings.flatMap(({ difference }) => difference ?? [])
      expect(differences, said).not.toEqual([])
      expect(differences.some(change.isNamedBy), said).toBe(true)
      done.set(change.kind, (done.get(change.kind) ?? 0) + 1)
    }
    expect(done.size).toBeGreaterThan(4)
  },
  60_000 + runs * 2_000,
)
