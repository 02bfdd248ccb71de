/*
 * Every deed leaves an entry, and one that fails at any of its statements leaves nothing: no row, no half, no entry. The
 * deeds are those of the tables of rights, which `matrix.spec.ts` holds against the build.
 */
import { expect, test } from '@playwright/test'
import { sql } from 'drizzle-orm'
import { fallible } from './support/faults.ts'
import { doing } from './support/deeds/deed.ts'
import { nounsOfDeeds } from './support/deeds/nouns.ts'
import { digestOfFacts } from './support/facts.ts'
import { readTable } from './support/rights-table.ts'
import { openTheatre } from './support/theatre.ts'

/** What is no change of a team: what somebody has read, and a look at what could be imported. */
const withoutEntry = ['read', 'readAll', 'review.look']

/** A statement that no deed has. */
const none = 1_000_000

const isLong = Boolean(process.env['PLUMBLINE_LONG'])
const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

test('a deed leaves an entry when it is done, and nothing when a statement of it fails', async () => {
  console.log(`PLUMBLINE_SEED=${seed}`)
  test.setTimeout(isLong ? 600_000 : 180_000)
  const theatre = await openTheatre()
  const { db, server, people } = theatre
  try {
    const faults = await fallible(db)
    const entries = async () => {
      const [count] = await db.execute<{ entries: number }>(sql`select count(*)::int as entries from entry`)
      return count?.entries ?? 0
    }
    const place = await theatre.place()
    let failed = 0
    let turn = seed
    for (const { rights, deeds } of nounsOfDeeds) {
      const table = readTable(rights)
      for (const deed of await deeds(place)) {
        if (table.get(deed.intent)?.['all'] !== '200') continue
        // With `PLUMBLINE_LONG` at each of its statements, otherwise every fourth deed at one of them; then it is done.
        turn += 1
        const first = isLong ? 1 : turn % 4 === 0 ? 1 + ((turn / 4) % 4) : none
        const before = { entries: await entries(), digest: first === none ? '' : await digestOfFacts(server) }
        for (let at = first; ; at = isLong ? at + 1 : none) {
          await faults.failAt(at)
          const status = (await doing(people.all, server.baseURL, deed)).status()
          if (!(await faults.disarm())) {
            expect.soft(status, deed.intent).toBe(200)
            const added = (await entries()) - before.entries
            if (withoutEntry.includes(deed.intent)) expect.soft(added, deed.intent).toBe(0)
            else expect.soft(added, deed.intent).toBeGreaterThan(0)
            break
          }
          failed += 1
          expect.soft(status, `${deed.intent}, statement ${at}`).toBeGreaterThanOrEqual(500)
          const after = { entries: await entries(), digest: await digestOfFacts(server) }
          expect.soft(after, `${deed.intent}, statement ${at}`).toEqual(before)
        }
      }
    }
    expect(failed).toBeGreaterThan(isLong ? 150 : 10)
  } finally {
    await theatre.close()
  }
})
