/*
 * What the histories of a claim and a report say of erasures: which, when and by whom, and none of other claims or teams.
 */
import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { entry } from '#db/schema/history.ts'
import { makeClaim } from '#server/claims/commands.ts'
import { proposeErasure } from '#server/history/commands/erasure.ts'
import { erasedHere } from '#server/history/queries/erased.ts'
import { createReport } from '#server/reports/commands.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { desk, premises } from '#tests/support/desk.ts'
import { confirmSeen } from '#tests/support/seen-erasure.ts'

const own = premises()

/** A team in which words of one claim were erased, and then words of another. */
async function withErasures() {
  const team = await desk(own.server)
  const { mara, oleh, ada, edith, emil } = team
  const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text: 'Taxes rose. So it goes.' }
  const { id: reportId } = await createReport(mara, report)
  const { id: one } = await makeClaim(mara, reportId, { edition: '1', start: '0', end: '11' })
  const { id: other } = await makeClaim(mara, reportId, { edition: '1', start: '12', end: '23' })
  await startThread(oleh, one, { on: 'claim', words: 'Who is Kanarie?' })
  await startThread(oleh, other, { on: 'claim', words: 'Who is Vogelsang?' })
  await startThread(oleh, other, { on: 'claim', words: 'Vogelsang, I think.' })
  await proposeErasure(ada, { words: 'Kanarie', reason: 'A court says so.' })
  await confirmSeen(edith, 1)
  await proposeErasure(edith, { words: 'Vogelsang', reason: 'Another court says so.' })
  await confirmSeen(emil, 2)
  const ofErasures = and(eq(entry.teamId, mara.actor.teamId), eq(entry.kind, 'erasure.confirm'))
  const rows = await own.database.owner.db.select().from(entry).where(ofErasures).orderBy(entry.seq)
  const [first, second] = rows.map(({ seq, at }) => ({ seq, at }))
  return { team, reportId, one, other, first, second }
}

it('each says of every erasure in how many entries, when, by which two, and where the team says so', async () => {
  // In the other team all is under the same numbers.
  const elsewhere = await withErasures()
  const { team, reportId, one, other, first, second } = await withErasures()
  const ofFirst = { ...first, proposedBy: 'Ada', confirmedBy: 'Edith' }
  const ofSecond = { ...second, proposedBy: 'Edith', confirmedBy: 'Emil' }
  expect(await erasedHere(team.mara, { claimId: one })).toEqual([{ ...ofFirst, entries: 1 }])
  expect(await erasedHere(team.mara, { claimId: other })).toEqual([{ ...ofSecond, entries: 2 }])
  expect(await erasedHere(team.mara, { reportId })).toEqual([
    { ...ofFirst, entries: 1 },
    { ...ofSecond, entries: 2 },
  ])
  await expect(erasedHere(elsewhere.team.mara, { claimId: one })).rejects.toMatchObject({ id: 'not-found' })
})
