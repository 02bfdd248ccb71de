/*
 * How long reports are kept: the team's rule, what is due by it, and what editors decide, all of it recorded. Every team here
 * lives in years to come, so that its clock can be set.
 */
import { beforeEach, expect, it } from 'vitest'
import { makeClaim } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { timeline } from '#server/history/queries.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import { liftHold, placeHold } from '#server/reports/commands/holds.ts'
import { keepReport, reviewRetention, setRetention } from '#server/reports/commands/retention.ts'
import { retentionView } from '#server/reports/queries/retention.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { desk, premises, type Desk } from '#tests/support/desk.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { signing, signingFolder } from '#tests/support/signing.ts'

const own = premises()
let team: Desk
let aya: Context
let reportId: string
let claimId: string

const on = (ctx: Context, day: string): Context => ({ ...ctx, now: () => new Date(`${day}T23:59:59.999Z`) })
const rule = (amount: string, seen = 0) => ({ amount, unit: 'months', reason: 'Our data policy.', seen: String(seen) })
/** What was decided last of the report, as a page has it that is loaded on this day. */
const seenOn = async (day: string) => {
  const { reports } = await retentionView(on(team.edith, day))
  return String(reports?.find(({ id }) => id === reportId)?.decided?.seq ?? 0)
}
const state = async (day: string) => {
  const { reports } = await retentionView(on(team.edith, day))
  return reports?.map((each) => [each.state, each.dueOn])
}

beforeEach(async () => {
  team = await desk(own.server)
  aya = await team.join('Aya', 'auditor')
  ;({ reportId, claimId } = await startClaim(on(team.mara, '2051-01-31')))
})

it('a report is due when its months are over, and not the day before; before there is a rule, nothing is', async () => {
  expect(await state('2059-01-01')).toBeUndefined()
  await setRetention(on(team.edith, '2051-02-01'), rule('1'))
  expect(await state('2051-02-27')).toEqual([])
  expect(await state('2051-02-28')).toEqual([['due', '2051-02-28']])
  expect(await state('2051-03-01')).toEqual([['due', '2051-02-28']])
})

it('work on the report, on a claim or in a discussion puts it off, and what is decided about it does not', async () => {
  await setRetention(on(team.edith, '2051-02-01'), rule('1'))
  await makeClaim(on(team.oleh, '2051-02-27'), reportId, { edition: '1', start: '0', end: '5' })
  expect(await state('2051-03-26')).toEqual([])
  expect(await state('2051-03-27')).toEqual([['due', '2051-03-27']])
  await startThread(on(team.mara, '2051-03-31'), claimId, { on: 'claim', words: 'Is it so?' })
  expect(await state('2051-04-29')).toEqual([])
  expect(await state('2051-04-30')).toEqual([['due', '2051-04-30']])
  await placeHold(on(team.edith, '2051-05-05'), reportId, { reason: 'A court asks for it.' })
  await liftHold(on(team.edith, '2051-05-06'), reportId, { number: '1', reason: 'It was heard.' })
  expect(await state('2051-05-06')).toEqual([['due', '2051-04-30']])
})

it('nothing is decided by a rule that was ended at the same moment', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { rule: last } = await retentionView(team.edith)
    const { seq } = await setRetention(on(team.edith, '2051-02-01'), rule('1', last?.seq))
    const seen = await seenOn('2051-03-01')
    const [ended, kept] = await Promise.allSettled([
      setRetention(on(team.edith, '2051-03-01'), rule('', seq)),
      keepReport(on(team.emil, '2051-03-01'), reportId, { until: '2052-01-01', reason: 'A case is open.', seen }),
    ])
    expect(ended.status).toBe('fulfilled')
    if (kept.status === 'rejected') expect(kept.reason).toMatchObject({ id: 'invalid' })
    else expect(kept.value.seq).toBeLessThan(ended.status === 'fulfilled' ? ended.value.seq : 0)
  }
})

it('what a legal hold keeps is shown with its reason and is not due, whatever was decided', async () => {
  await setRetention(on(team.edith, '2051-02-01'), rule('1'))
  await placeHold(on(team.edith, '2051-02-02'), reportId, { reason: 'A court asks for it.' })
  const { reports } = await retentionView(on(aya, '2051-03-05'))
  expect(reports).toMatchObject([{ id: reportId, state: 'held', holds: ['A court asks for it.'] }])
  await liftHold(on(team.edith, '2051-03-06'), reportId, { number: '1', reason: 'It was heard.' })
  expect(await state('2051-03-06')).toEqual([['due', '2051-02-28']])
})

it('the reason of each deed on a hold stands for itself, and is no change of the one before', async () => {
  await placeHold(team.edith, reportId, { reason: 'A court asks for it.' })
  await liftHold(team.edith, reportId, { number: '1', reason: 'It was heard.' })
  const { items } = await timeline(team.mara, { reportId })
  const said = items
    .slice(0, 2)
    .map(({ parts }) => parts.map(({ label, words }) => [label, words.map(({ text }) => text)]))
  expect(said).toEqual([[['Reason', ['It was heard.']]], [['Reason', ['A court asks for it.']]]])
})

it('kept for longer it is due again on that day; looked through, after as long as the rule says', async () => {
  await setRetention(on(team.edith, '2051-02-01'), rule('1'))
  const keep = (until: string) =>
    keepReport(on(team.edith, '2051-03-05'), reportId, { until, reason: 'A series.', seen: '0' })
  await expect(keep('2051-03-05')).rejects.toMatchObject({ fields: { until: 'Choose a day that is still to come.' } })
  await expect(keep('')).rejects.toMatchObject({ fields: { until: 'Say until which day.' } })
  await keep('2051-06-01')
  const { reports } = await retentionView(on(aya, '2051-05-31'))
  const decided = { until: '2051-06-01', reason: 'A series.', by: 'Edith' }
  expect(reports).toMatchObject([{ state: 'put-off', dueOn: '2051-06-01', decided }])
  expect(await state('2051-06-01')).toEqual([['due', '2051-06-01']])
  const seen = await seenOn('2051-08-31')
  await reviewRetention(on(team.emil, '2051-08-31'), reportId, { reason: 'Nothing of it must go.', seen })
  expect(await state('2051-09-29')).toEqual([['put-off', '2051-09-30']])
  expect(await state('2051-09-30')).toEqual([['due', '2051-09-30']])
})

it('of two who decide at once the second is told, and overrides nothing unseen', async () => {
  await setRetention(on(team.edith, '2051-02-01'), rule('1'))
  const seen = await seenOn('2051-03-05')
  const lawsuit = { until: '2055-01-01', reason: 'A lawsuit.', seen }
  const { seq } = await keepReport(on(team.edith, '2051-03-05'), reportId, lawsuit)
  const review = (as: string) =>
    reviewRetention(on(team.emil, '2051-03-06'), reportId, { reason: 'Nothing of it must go.', seen: as })
  const told = { id: 'changed-since', message: expect.stringContaining('Another decision about this report') }
  await expect(review(seen)).rejects.toMatchObject(told)
  const again = { ...lawsuit, until: '2052-01-01' }
  await expect(keepReport(on(team.emil, '2051-03-06'), reportId, again)).rejects.toMatchObject(told)
  expect(await state('2051-03-06')).toEqual([['put-off', '2055-01-01']])
  expect(await seenOn('2051-03-06')).toBe(String(seq))
  await review(String(seq))
  expect(await state('2051-03-06')).toEqual([['put-off', '2051-04-06']])
})

it('nothing is decided by a rule that is not there', async () => {
  const keep = (day: string) =>
    keepReport(on(team.edith, day), reportId, { until: '2061-01-01', reason: 'A series.', seen: '0' })
  const review = (day: string) => reviewRetention(on(team.edith, day), reportId, { reason: 'X', seen: '0' })
  const refused = { id: 'invalid', message: expect.stringContaining('The team has no rule') }
  for (const decide of [keep, review]) await expect(decide('2051-03-05')).rejects.toMatchObject(refused)
  const { seq } = await setRetention(on(team.edith, '2051-03-05'), rule('3'))
  await setRetention(on(team.edith, '2051-04-30'), rule('', seq))
  for (const decide of [keep, review]) await expect(decide('2051-04-30')).rejects.toMatchObject(refused)
})

it('what is known of a report may be said before the rule asks about it', async () => {
  await setRetention(on(team.edith, '2051-02-01'), rule('3'))
  await keepReport(on(team.edith, '2051-02-02'), reportId, { until: '2055-01-01', reason: 'A lawsuit.', seen: '0' })
  expect(await state('2052-02-02')).toEqual([['put-off', '2055-01-01']])
})

it('a rule is changed by who saw it, says from what to what and why, and ends with an empty one', async () => {
  const { seq } = await setRetention(on(team.edith, '2051-02-01'), { ...rule('2'), unit: 'years' })
  await expect(setRetention(on(team.emil, '2051-02-02'), rule('1'))).rejects.toMatchObject({ id: 'changed-since' })
  await expect(setRetention(on(team.edith, '2051-02-02'), rule('1.5', seq))).rejects.toMatchObject({
    fields: { amount: 'Write a whole number from 1 to 100, or nothing for no rule.' },
  })
  await expect(setRetention(team.edith, { ...rule('1', seq), reason: ' ' })).rejects.toMatchObject({ id: 'invalid' })
  await setRetention(on(team.emil, '2051-02-03'), rule('', seq))
  const { items } = await timeline(aya, { ofTeam: true, kind: 'team.retention' })
  expect(items.map(({ person }) => person)).toEqual(['Emil', 'Edith'])
  const [kept, why] = items[0]?.parts ?? []
  const words = (not: string) => kept?.words.map(({ text, change }) => (change === not ? '' : text)).join('')
  expect([words('added'), words('removed')]).toEqual(['2 years', 'no rule'])
  expect(why).toMatchObject({ label: 'Reason', words: [{ text: 'Our data policy.' }] })
  expect(await state('2059-01-01')).toBeUndefined()
})

it('checkers read the rule alone, auditors all of it, and nobody but an editor of the team changes or decides', async () => {
  await setRetention(on(team.edith, '2051-02-01'), rule('1'))
  const seenBy = async (ctx: Context) => {
    const { rule: standing, reports, whyNot } = await retentionView(on(ctx, '2051-03-05'))
    return [standing?.months, reports?.length, whyNot === null]
  }
  expect(await seenBy(team.mara)).toEqual([1, undefined, false])
  expect(await seenBy(aya)).toEqual([1, 1, false])
  expect(await seenBy(team.edith)).toEqual([1, 1, true])
  const said = { reason: 'X', seen: '0' }
  const elsewhere = await desk(own.server)
  expect((await retentionView(elsewhere.edith)).rule).toBeNull()
  await expect(reviewRetention(elsewhere.edith, reportId, said)).rejects.toMatchObject({ id: 'not-found' })
  for (const ctx of [team.mara, aya, team.ada]) {
    await expect(setRetention(ctx, rule('2'))).rejects.toMatchObject({ id: 'forbidden' })
    await expect(reviewRetention(ctx, reportId, said)).rejects.toMatchObject({ id: 'forbidden' })
    const forLonger = { ...said, until: '2061-01-01' }
    await expect(keepReport(ctx, reportId, forLonger)).rejects.toMatchObject({ id: 'forbidden' })
  }
})

it('all of it is in the history, and verified', async () => {
  await setRetention(on(team.edith, '2051-02-01'), rule('1'))
  const keep = { until: '2051-06-01', reason: 'A series.', seen: '0' }
  const { seq } = await keepReport(on(team.edith, '2051-03-05'), reportId, keep)
  const review = { reason: 'Nothing of it must go.', seen: String(seq) }
  await reviewRetention(on(team.emil, '2051-06-01'), reportId, review)
  const { teamId } = team.mara.actor
  await signing(own.database.app.db)(teamId)
  const findings = await verifyHistory(own.database.owner.db, nouns, signingFolder())
  expect(findings.find((each) => each.teamId === teamId)?.difference).toBeNull()
  const { items } = await timeline(aya, { reportId })
  expect(items.slice(0, 2).map(({ person, sentence }) => `${person} ${sentence}`)).toEqual([
    'Emil looked the report through for what must go',
    'Edith decided to keep the report until 2051-06-01',
  ])
})
