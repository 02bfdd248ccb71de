/* Which days a timeline shows, told or not. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeClaim, setDueDate } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { textKind } from '#server/history/entry.ts'
import { catchUp } from '#server/history/follower.ts'
import { timeline } from '#server/history/queries.ts'
import { forgetTold, lockTimeline } from '#server/history/store/timeline.ts'
import { textEditsOf } from '#server/history/store.ts'
import { createReport } from '#server/reports/commands.ts'
import { pastFrom, teamOf, Writing } from '#tests/support/past.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { sealAll } from '#tests/support/sealed.ts'
import { signing } from '#tests/support/signing.ts'
import { systemOver } from '#tests/support/system.ts'

let database: FreshDatabase
let ann: Context
const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text: 'Taxes rose.' }
const dueDates = ['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04']

beforeAll(async () => {
  database = await freshDatabase()
  const past = pastFrom(systemOver(database.app.db), '2026-03-27T20:00:00Z')
  ;[ann] = (await teamOf(past.system, 'Desk', { Ann: ['checker'] })) as [Context]
  const { id } = await createReport(ann, report)
  const claim = await makeClaim(ann, id, { edition: '1', start: '0', end: '11' })
  let seen = 0
  for (const dueOn of dueDates) {
    past.pass(86_400)
    ;({ seq: seen } = await setDueDate(ann, claim.id, { dueOn, seen }))
  }
})
afterAll(() => database.drop())

/** When the due dates were set that are shown for some days, newest first. */
async function setOn(days: { from?: string; to?: string }): Promise<string[]> {
  const { items } = await timeline(ann, { ofTeam: true, kind: 'claim.due', ...days })
  return items.map(({ at }) => at.slice(0, 10))
}

const [first, second, third, fourth] = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'] as const

async function expectTheirDays(): Promise<void> {
  const cases = [
    [{}, [fourth, third, second, first]],
    [{ from: second }, [fourth, third, second]],
    [{ to: second }, [second, first]],
    [{ from: second, to: third }, [third, second]],
    [{ from: third, to: third }, [third]],
    [{ from: '2026-04-01' }, []],
    [{ to: '2026-03-27' }, []],
    [{ from: '0001-01-01', to: '9999-12-31' }, [fourth, third, second, first]],
  ] as const
  const shown = await Promise.all(cases.map(([days]) => setOn(days)))
  expect(shown).toEqual(cases.map(([, expected]) => expected))
}

it('the entries of a day are shown on it, from the first day of the calendar to its last', async () => {
  await catchUp(database.app.db, ann.actor.teamId)
  await expectTheirDays()
})

it('also while the timeline is not told, as after an erasure', async () => {
  const { db } = database.app
  const { teamId } = ann.actor
  await db.transaction((tx) => forgetTold(tx, teamId))
  await db.transaction(async (telling) => {
    await telling.execute('set local idle_in_transaction_session_timeout = 0')
    await lockTimeline(telling, teamId)
    await expectTheirDays()
  })
}, 60_000)

it('what was typed is shown on its day also when it is sealed', async () => {
  const past = pastFrom(systemOver(database.app.db), '2026-03-01T20:00:00Z')
  const [bo] = (await teamOf(past.system, 'Sealed desk', { Bo: ['checker'] })) as [Context]
  const { id } = await createReport(bo, report)
  const claim = await makeClaim(bo, id, { edition: '1', start: '0', end: '11' })
  const writing = new Writing(past.system, claim.id)
  writing.begin((await textEditsOf(past.system.db, claim.id)).map(({ payload }) => payload))
  const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06']
  for (const _ of days) {
    past.pass(86_400)
    await writing.write(bo.actor, 'notes', (text) => text.insert(0, 'so '))
  }
  const { teamId } = bo.actor
  await catchUp(database.app.db, teamId)
  await signing(database.app.db)(teamId)
  expect(await sealAll(database)).toBeGreaterThanOrEqual(4)
  const typedOn = async (asked: { from?: string; to?: string; kind?: string }) => {
    const { items } = await timeline(bo, { claimId: claim.id, kind: textKind, ...asked })
    return items.map(({ at }) => at.slice(0, 10)).filter((day) => day > '2026-03-01')
  }
  const [one, two, three, four, five] = days
  expect(await typedOn({})).toEqual([five, four, three, two, one])
  expect(await typedOn({ from: three! })).toEqual([five, four, three])
  expect(await typedOn({ to: three! })).toEqual([three, two, one])
  expect(await typedOn({ from: two!, to: four! })).toEqual([four, three, two])
})
