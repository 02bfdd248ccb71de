import { beforeEach, expect, it } from 'vitest'
import { makeClaim, setFigure } from '#server/claims/commands.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { partsOf } from '#server/claims/store.ts'
import { attachEvidence } from '#server/evidence/commands.ts'
import { correctClaim, retractClaim } from '#server/publication/commands.ts'
import { correctedElsewhere } from '#server/publication/queries/corrected.ts'
import { createReport } from '#server/reports/commands.ts'
import { reportList } from '#server/reports/queries.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { approveNow, contentNow, desk, premises, publishNow, submittedClaim, type Desk } from '#tests/support/desk.ts'
import { startClaim } from '#tests/support/rooms.ts'

const own = premises()
let team: Desk
/** A published claim of two figures, "Taxes rose.", in a report of its own. */
let published: { reportId: string; claimId: string }

const figure = (low: string, more: Record<string, string> = {}) => ({ bound: 'exactly', low, unit: 'people', ...more })

beforeEach(async () => {
  team = await desk(own.server)
  published = await submittedClaim(team)
  await setFigure(team.mara, published.claimId, figure('390', { scope: 'each side' }))
  await setFigure(team.mara, published.claimId, figure('120', { scope: 'civilians' }))
  await approveNow(team.edith, published.claimId)
  await publishNow(team.edith, published.claimId)
})

/** Another report of the team with one claim, on other words. */
async function otherClaim(): Promise<{ reportId: string; claimId: string }> {
  const report = { title: 'Other', publisher: '', sourceUrl: '', language: 'en', text: 'They all came home.' }
  const { id: reportId } = await createReport(team.mara, report)
  const { id: claimId } = await makeClaim(team.mara, reportId, { edition: '1', start: '0', end: '18' })
  return { reportId, claimId }
}

/** Puts another figure in the place of 390. */
async function becomes(low: string): Promise<void> {
  const { figures } = await partsOf(team.mara.db, [published.claimId])
  const wrong = figures.find((each) => each.low === '390')
  const seen = { figureId: wrong?.id ?? '', seen: String(wrong?.seq) }
  await setFigure(team.mara, published.claimId, figure(low, { scope: 'each side', ...seen }))
}

/** Corrects 390 to 380 in what is published. */
async function correct(): Promise<void> {
  const { claimId } = published
  const correction = { wrong: 'We said 390.', now: 'It is 380.', why: 'A list came.', since: '2025-06-01' }
  await correctClaim(team.edith, claimId, correction)
  await becomes('380')
  await submitClaim(team.mara, claimId, {})
  await approveNow(team.emil, claimId)
  expect(await found()).toEqual([])
  await publishNow(team.emil, claimId)
}

const found = async () =>
  (await correctedElsewhere(own.database.app.db, team.mara.actor.teamId)).map(({ claimId, corrected }) => [
    claimId,
    corrected.claimId,
  ])

const verdict = { rating: 'true', reason: 'Both say so.' }

it('a claim of another report that says the same is to be checked again, until it is', async () => {
  const same = await startClaim(team.mara)
  await setVerdict(team.mara, same.claimId, { ...verdict, seen: '0' })
  const other = await otherClaim()
  await correct()
  expect(await found()).toEqual([[same.claimId, published.claimId]])
  const { claims } = await workspaceView(team.oleh, same.reportId)
  expect(claims[0]?.correctedElsewhere).toEqual([
    { claimId: published.claimId, statement: 'Taxes rose.', reportId: published.reportId, title: 'Budget' },
  ])
  const list = await reportList(team.oleh)
  const outdated = (id: string) => list.find((report) => report.id === id)?.outdated
  expect([same.reportId, other.reportId, published.reportId].map(outdated)).toEqual([1, 0, 0])

  const [standing] = claims
  await setVerdict(team.oleh, same.claimId, { ...verdict, rating: 'false', seen: String(standing?.verdictSeq) })
  expect(await found()).toEqual([])
})

it('so is one that states the figure that was replaced, and no other', async () => {
  const [wrong, vague, right, untouched, unlike] = await Promise.all([1, 2, 3, 4, 5].map(otherClaim))
  await setFigure(team.mara, wrong?.claimId ?? '', figure('390', { scope: 'each side' }))
  await setFigure(team.mara, vague?.claimId ?? '', figure('390', { unit: 'People' }))
  await setFigure(team.mara, right?.claimId ?? '', figure('380', { scope: 'each side' }))
  await setFigure(team.mara, untouched?.claimId ?? '', figure('120', { scope: 'civilians' }))
  await setFigure(team.mara, unlike?.claimId ?? '', figure('390', { scope: 'houses' }))
  await correct()
  const users = (await found()).map(([claimId]) => claimId)
  expect(new Set(users)).toEqual(new Set([wrong?.claimId, vague?.claimId]))
  expect(users).toHaveLength(2)
})

it('so is one that rests on the page of the corrected claim', async () => {
  const { claimId } = await otherClaim()
  const { publications } = await contentNow(team.mara, published.claimId)
  const address = `https://plumbline.example/p/${team.slug}/budget/${publications[0]?.slug}`
  const source = { title: 'Our own', publisher: '', author: '', publishedOn: '', sourceKind: 'secondary' }
  const bearing = { stance: 'supports', quote: '390' }
  await attachEvidence(team.mara, claimId, { ...source, ...bearing, url: `${address}?from=feed#top` })
  const beside = await otherClaim()
  await attachEvidence(team.mara, beside.claimId, { ...source, ...bearing, url: `${address}-and-more` })
  await correct()
  expect(await found()).toEqual([[claimId, published.claimId]])
})

it('so is one that says what was taken back, until that is published anew', async () => {
  const same = await startClaim(team.mara)
  await retractClaim(team.edith, published.claimId, { how: 'retracted', note: 'The list was forged.' })
  expect(await found()).toEqual([[same.claimId, published.claimId]])
  await submitClaim(team.mara, published.claimId, {})
  await approveNow(team.emil, published.claimId)
  await publishNow(team.emil, published.claimId)
  expect(await found()).toEqual([])
})

it('and stays so when something else is published in its place without a correction, where it says what went', async () => {
  const [same, wrong, right] = [await startClaim(team.mara), await otherClaim(), await otherClaim()]
  await setFigure(team.mara, wrong.claimId, figure('390', { scope: 'each side' }))
  await setFigure(team.mara, right.claimId, figure('120', { scope: 'civilians' }))
  const { claimId } = published
  await retractClaim(team.edith, claimId, { how: 'retracted', note: 'The list was forged.' })
  await becomes('380')
  await submitClaim(team.mara, claimId, {})
  await approveNow(team.emil, claimId)
  await publishNow(team.emil, claimId)
  const users = (await found()).map(([user]) => user)
  expect(new Set(users)).toEqual(new Set([same.claimId, wrong.claimId]))
})

it('nothing is told of another team’s claims', async () => {
  const first = team
  const same = await startClaim(first.mara)
  await correct()
  const theirs = await desk(own.server)
  await startClaim(theirs.mara)
  const ofTeam = (of: Desk) => correctedElsewhere(own.database.app.db, of.mara.actor.teamId)
  expect((await ofTeam(first)).map(({ claimId }) => claimId)).toEqual([same.claimId])
  expect(await ofTeam(theirs)).toEqual([])
})
