/*
 * Words that shall be erased are shown to whoever asks for them and may decide, with an entry that says so; nobody confirms
 * what they never looked at.
 */
import { desc, eq, sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { claimText } from '#db/schema/claims.ts'
import { entry, erasure, segment } from '#db/schema/history.ts'
import { confirmErasure, lookAtErasure, proposeErasure, withdrawErasure } from '#server/history/commands/erasure.ts'
import { timeline } from '#server/history/queries.ts'
import { erasureView } from '#server/history/queries/erasure.ts'
import { makeClaim } from '#server/claims/commands.ts'
import { attachEvidence } from '#server/evidence/commands.ts'
import { createReport } from '#server/reports/commands.ts'
import { placeHold } from '#server/reports/commands/holds.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { desk, premises, type Desk } from '#tests/support/desk.ts'
import { confirmSeen } from '#tests/support/seen-erasure.ts'

const own = premises()
const words = 'Kanarie Vogelsang'
const blocks = '█'.repeat(words.length)
let team: Desk
let reportId: string
let claimId: string

const looks = async () => (await timeline(team.mara, { ofTeam: true, kind: 'erasure.look' })).items.length

beforeEach(async () => {
  team = await desk(own.server)
  const text = `Taxes rose. So it goes, said ${words}.`
  const report = { title: `Budget of ${words}`, publisher: '', sourceUrl: '', language: 'en', text }
  ;({ id: reportId } = await createReport(team.mara, report))
  await makeClaim(team.mara, reportId, { edition: '1', start: '0', end: '11' })
  ;({ id: claimId } = await makeClaim(team.mara, reportId, { edition: '1', start: '12', end: String(text.length) }))
  await proposeErasure(team.ada, { words, reason: `A court ordered that ${words} be forgotten.` })
})

it('a proposal says how long the words are, and nothing of them, to nobody', async () => {
  const { open } = (await erasureView(team.edith))!
  expect(open).toMatchObject({ letters: words.length, by: 'Ada' })
  expect(open?.reason).toBe(`A court ordered that ${blocks} be forgotten.`)
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
  expect(await lookAtErasure(team.edith, { number: 1 })).toMatchObject({ words })
  await withdrawErasure(team.ada, { number: 1 })
  const { open, withdrawn } = (await erasureView(team.emil))!
  expect([open, withdrawn.length]).toEqual([null, 1])
  expect(JSON.stringify(withdrawn)).not.toContain('Kanarie')
  expect(await lookAtErasure(team.emil, { number: 1 })).toEqual({ words, where: null, whyNot: null })
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
  expect((await erasureView(team.edith))?.withdrawn).toMatchObject([{ whyNotLook: null }])
  await proposeErasure(team.ada, { words, reason: 'It is another proposal.' })
  await expect(confirmErasure(team.edith, { number: 2 })).rejects.toMatchObject(refused)
  await lookAtErasure(team.edith, { number: 2 })
  expect((await erasureView(team.edith))?.open?.whyNotConfirm).toBeNull()
  await confirmErasure(team.edith, { number: 2 })
  await expect(lookAtErasure(team.edith, { number: 2 })).rejects.toMatchObject({ id: 'changed-since' })
  const whyNotLook = expect.stringContaining('there is nothing to show')
  expect((await erasureView(team.edith))?.withdrawn).toMatchObject([{ number: 1, whyNotLook }])
})

it('a look says where the words stand at that moment and what keeps them, and a title has none of them', async () => {
  const title = `Budget of ${blocks}`
  const where = { entries: 4, claims: [{ id: claimId, number: 2, title }], others: 2 }
  expect(await lookAtErasure(team.edith, { number: 1 })).toEqual({ words, where, whyNot: null })
  await startThread(team.oleh, claimId, { on: 'claim', words: `Who is ${words}?` })
  await placeHold(team.edith, reportId, { reason: 'A court asks for it.' })
  const { where: now, whyNot } = await lookAtErasure(team.edith, { number: 1 })
  expect(now).toMatchObject({ entries: 5, others: 3 })
  expect(whyNot).toContain(`The report “${title}” is under a legal hold`)
  await expect(confirmErasure(team.edith, { number: 1 })).rejects.toMatchObject({ message: whyNot })
})

it('a look shows the words also when something was recorded since that cannot be without them', async () => {
  await withdrawErasure(team.ada, { number: 1 })
  await startThread(team.oleh, claimId, { on: 'claim', words: 'She supports nobody.' })
  await proposeErasure(team.ada, { words: 'supports', reason: 'She asked for it.' })
  const page = { url: 'https://a.example/x', publisher: '', author: '', publishedOn: '', title: 'A page' }
  const bearing = { sourceKind: 'primary', stance: 'supports', quote: 'It rose.', note: '' }
  await attachEvidence(team.mara, claimId, { ...page, ...bearing })
  const { whyNot, ...shown } = await lookAtErasure(team.edith, { number: 2 })
  expect(shown).toEqual({ words: 'supports', where: null })
  expect(whyNot).toContain('cannot be read without')
})

it('a page with an open proposal looks through nothing, however often it is loaded', async () => {
  const read: unknown[] = []
  const { db } = team.edith
  const select = (fields: Parameters<typeof db.select>[0]) => {
    const builder = fields ? db.select(fields) : db.select()
    const from = builder.from.bind(builder)
    return Object.assign(builder, { from: (table: Parameters<typeof from>[0]) => (read.push(table), from(table)) })
  }
  const ctx = { ...team.edith, db: Object.assign(Object.create(db) as typeof db, { select }) }
  for (let loads = 0; loads < 2; loads += 1) await erasureView(ctx)
  expect(read).toContain(erasure)
  const mara = { ...team.mara, db: ctx.db }
  await expect(lookAtErasure(mara, { number: 1 })).rejects.toMatchObject({ id: 'forbidden' })
  for (const table of [entry, claimText, segment]) expect(read).not.toContain(table)
  await lookAtErasure(ctx, { number: 1 })
  expect(read).toContain(entry)
})

it('nobody is recorded to have looked where only blocks are left, be it by another proposal', async () => {
  await withdrawErasure(team.ada, { number: 1 })
  await proposeErasure(team.ada, { words, reason: 'It is another proposal.' })
  await confirmSeen(team.edith, 2)
  const before = await looks()
  for (const number of [1, 2]) {
    const look = lookAtErasure(team.emil, { number })
    await expect(look).rejects.toMatchObject({ id: 'changed-since', message: expect.stringContaining('are erased') })
  }
  expect(await looks()).toBe(before)
})

it('whoever is recorded to have looked was shown the words, also when it is confirmed at once', async () => {
  await lookAtErasure(team.emil, { number: 1 })
  const { db } = team.edith
  const transaction = async (...all: Parameters<typeof db.transaction>) => {
    const done = await db.transaction(...all)
    await confirmErasure(team.emil, { number: 1 })
    return done
  }
  const ctx = { ...team.edith, db: Object.assign(Object.create(db) as typeof db, { transaction }) }
  expect(await lookAtErasure(ctx, { number: 1 })).toMatchObject({ words })
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

it('words that were erased one by one are erased, though the blank between them stands', async () => {
  await withdrawErasure(team.ada, { number: 1 })
  for (const [number, each] of words.split(' ').entries()) {
    await proposeErasure(team.ada, { words: each, reason: 'Apart.' })
    await confirmSeen(team.edith, number + 2)
  }
  await expect(lookAtErasure(team.emil, { number: 1 })).rejects.toMatchObject({ id: 'changed-since' })
})
