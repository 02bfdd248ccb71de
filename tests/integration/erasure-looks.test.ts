/*
 * Words that shall be erased are shown to whoever asks for them and may decide, with an entry that says so; nobody confirms
 * what they never looked at.
 */
import { desc, eq, sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { entry } from '#db/schema/history.ts'
import { confirmErasure, lookAtErasure, proposeErasure, withdrawErasure } from '#server/history/commands/erasure.ts'
import { timeline } from '#server/history/queries.ts'
import { erasureView } from '#server/history/queries/erasure.ts'
import { makeClaim } from '#server/claims/commands.ts'
import { createReport } from '#server/reports/commands.ts'
import { desk, premises, type Desk } from '#tests/support/desk.ts'

const own = premises()
const words = 'Kanarie Vogelsang'
let team: Desk
let claimId: string

beforeEach(async () => {
  team = await desk(own.server)
  const text = `Taxes rose. So it goes, said ${words}.`
  const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text }
  const { id: reportId } = await createReport(team.mara, report)
  await makeClaim(team.mara, reportId, { edition: '1', start: '0', end: '11' })
  ;({ id: claimId } = await makeClaim(team.mara, reportId, { edition: '1', start: '12', end: String(text.length) }))
  await proposeErasure(team.ada, { words, reason: `A court ordered that ${words} be forgotten.` })
})

it('a proposal says how long the words are, where they stand, and nothing of them, to nobody', async () => {
  const { open } = (await erasureView(team.edith))!
  expect(open).toMatchObject({
    letters: words.length,
    by: 'Ada',
    claims: [{ id: claimId, number: 2, title: 'Budget' }],
  })
  expect(open?.reason).toBe(`A court ordered that ${'█'.repeat(words.length)} be forgotten.`)
  expect(JSON.stringify(open)).not.toContain('Kanarie')
  expect(await erasureView(team.mara)).toBeNull()
  const told = await timeline(team.mara, { ofTeam: true, kind: 'erasure.propose' })
  expect(JSON.stringify(told)).toContain(`${words.length} letters, not shown`)
  expect(JSON.stringify(told)).not.toContain('Kanarie')
  const saying = (said: string) => timeline(team.mara, { ofTeam: true, kind: 'erasure.propose', words: said })
  expect((await saying('Vogelsang')).items).toEqual([])
  expect((await saying('court')).items).toHaveLength(1)
})

it('the words are shown to whoever may decide, also when it was withdrawn, and each look is in the history', async () => {
  const other = await desk(own.server)
  await expect(lookAtErasure(team.mara, { number: 1 })).rejects.toMatchObject({ id: 'forbidden' })
  await expect(lookAtErasure(other.edith, { number: 1 })).rejects.toMatchObject({ id: 'not-found' })
  expect(await lookAtErasure(team.edith, { number: 1 })).toEqual({ words })
  await withdrawErasure(team.ada, { number: 1 })
  const { open, withdrawn } = (await erasureView(team.emil))!
  expect([open, withdrawn.length]).toEqual([null, 1])
  expect(JSON.stringify(withdrawn)).not.toContain('Kanarie')
  expect(await lookAtErasure(team.emil, { number: 1 })).toEqual({ words })
  const { items } = await timeline(team.mara, { ofTeam: true, kind: 'erasure.look' })
  const looked = 'looked at the words of proposal 1 to erase words'
  expect(items.map(({ person, sentence }) => `${person} ${sentence}`)).toEqual([`Emil ${looked}`, `Edith ${looked}`])
})

it('nobody confirms what they never looked at, whatever others did; and there is nothing to see once it is gone', async () => {
  const refused = { id: 'invalid', message: expect.stringContaining('Look at the words first') }
  await lookAtErasure(team.emil, { number: 1 })
  expect((await erasureView(team.edith))?.open?.whyNotConfirm).toContain('Look at the words first')
  await expect(confirmErasure(team.edith, { number: 1 })).rejects.toMatchObject(refused)
  await withdrawErasure(team.ada, { number: 1 })
  await lookAtErasure(team.edith, { number: 1 })
  await proposeErasure(team.ada, { words, reason: 'It is another proposal.' })
  await expect(confirmErasure(team.edith, { number: 2 })).rejects.toMatchObject(refused)
  await lookAtErasure(team.edith, { number: 2 })
  expect((await erasureView(team.edith))?.open?.whyNotConfirm).toBeNull()
  await confirmErasure(team.edith, { number: 2 })
  await expect(lookAtErasure(team.edith, { number: 2 })).rejects.toMatchObject({ id: 'changed-since' })
})

it('the database takes no erasure of one person, or of somebody who never looked, whatever the server believes', async () => {
  await lookAtErasure(team.ada, { number: 1 })
  for (const { personId, teamId } of [team.ada.actor, team.edith.actor]) {
    const forge = own.database.app.db.transaction(async (tx) => {
      const ofTeam = eq(entry.teamId, teamId)
      const [head] = await tx.select().from(entry).where(ofTeam).orderBy(desc(entry.seq)).limit(1)
      const seq = head!.seq + 1
      await tx.insert(entry).values({ ...head!, seq, kind: 'erasure.confirm', actor: personId, previous: head!.hash })
      await tx.execute(sql`update erasure set state = 'confirmed', decided_by = ${personId}, decided_at = proposed_at,
        seq = ${seq} where team_id = ${teamId} and state = 'proposed'`)
    })
    await expect(forge).rejects.toMatchObject({ cause: { code: '23514' } })
  }
})
