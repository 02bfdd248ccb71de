import { sql, type SQL } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { importClaims } from '#server/claims/commands/csv.ts'
import { importTarget } from '#server/claims/queries/csv.ts'
import { giveRating, setVerdict } from '#server/claims/commands/verdict.ts'
import type { Context } from '#server/context.ts'
import { inboxView } from '#server/notifications/queries.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { askForSecond } from '#tests/support/blind.ts'
import { approveNow, contentNow, desk, premises, publishNow, submittedClaim, type Desk } from '#tests/support/desk.ts'
import { guardOf } from '#tests/support/guarded.ts'
import { endMembership } from '#tests/support/members.ts'
import { startClaim } from '#tests/support/rooms.ts'

const own = premises()
let team: Desk
let aya: Context

beforeEach(async () => {
  team = await desk(own.server)
  aya = await team.join('Aya', 'auditor')
  await askForSecond(team.ada, true)
})

async function claimAs(ctx: Context, reportId: string, claimId: string): Promise<ClaimView> {
  const { claims } = await workspaceView(ctx, reportId)
  const found = claims.find(({ id }) => id === claimId)
  if (!found) throw new Error('There is no such claim.')
  return found
}

interface Place {
  readonly reportId: string
  readonly claimId: string
}

/** Gives a rating on what the person's page shows. */
async function rate(ctx: Context, { reportId, claimId }: Place, rating: string, reason = 'So it is.'): Promise<void> {
  const { ratings } = await claimAs(ctx, reportId, claimId)
  await giveRating(ctx, claimId, { rating, reason, seen: String(ratings.seq) })
}

const missing = 'The verdict was not given by two people, each before seeing the other’s.'

it('two equal ratings are the verdict of both, in the words of the first', async () => {
  const { mara, oleh, edith } = team
  const place = await startClaim(mara)
  await rate(mara, place, 'false', 'The ministry denies it.')
  expect((await claimAs(oleh, place.reportId, place.claimId)).ratings).toEqual({
    seq: 0,
    waiting: { by: 'Mara', own: null },
    differing: [],
  })
  const first = { rating: 'false', reason: 'The ministry denies it.' }
  expect((await claimAs(mara, place.reportId, place.claimId)).ratings.waiting).toEqual({ by: 'Mara', own: first })
  await rate(oleh, place, 'false', 'No witness.')
  const { verdict, ratings, verdictSeq } = await claimAs(edith, place.reportId, place.claimId)
  expect(verdict).toMatchObject({ ...first, by: 'Mara', second: { by: 'Oleh', reason: 'No witness.' } })
  expect(ratings).toEqual({ seq: verdictSeq, waiting: null, differing: [] })
})

it('two different ratings are shown to all, leave the verdict as it was and send the claim back to both', async () => {
  const { mara, oleh, edith } = team
  await askForSecond(team.ada, false)
  const place = await submittedClaim(team)
  await askForSecond(team.ada, true)
  await rate(edith, place, 'false', 'No.')
  await rate(oleh, place, 'unproven', 'Nobody knows.')
  const { verdict, ratings, stage } = await claimAs(aya, place.reportId, place.claimId)
  expect([verdict?.rating, verdict?.second, stage]).toEqual(['true', null, 'checking'])
  expect(ratings.differing).toMatchObject([
    { by: 'Edith', rating: 'false', reason: 'No.' },
    { by: 'Oleh', rating: 'unproven', reason: 'Nobody knows.' },
  ])
  const told = async (ctx: Context) =>
    (await inboxView(ctx)).notices.map(({ kind, by, words, claimId }) => [kind, by, words, claimId])
  expect(await told(edith)).toEqual([['difference', 'Oleh', 'Nobody knows.', place.claimId]])
  expect(await told(oleh)).toEqual([['difference', 'Edith', 'No.', place.claimId]])
  expect(await told(mara)).toEqual([])

  // They stay shown while a new round is open, until there is a verdict.
  await rate(mara, place, 'false', 'Not so.')
  expect((await claimAs(aya, place.reportId, place.claimId)).ratings.differing).toHaveLength(2)
  await rate(oleh, place, 'false', 'I see.')
  const after = await claimAs(aya, place.reportId, place.claimId)
  expect([after.verdict?.by, after.verdict?.second?.by, after.ratings.differing]).toEqual(['Mara', 'Oleh', []])
})

it('the same person gives theirs anew, and is no second', async () => {
  const { mara, oleh } = team
  const place = await startClaim(mara)
  await rate(mara, place, 'true')
  await rate(mara, place, 'true', 'Still so.')
  const { verdict, ratings } = await claimAs(mara, place.reportId, place.claimId)
  expect([verdict, ratings.waiting?.own?.reason]).toEqual([null, 'Still so.'])
  await rate(oleh, place, 'true')
  expect((await claimAs(mara, place.reportId, place.claimId)).verdict).toMatchObject({ reason: 'Still so.' })
})

it('a verdict that was set in the open makes the sealed rating void', async () => {
  const { mara, oleh, edith, ada } = team
  const place = await startClaim(mara)
  await rate(mara, place, 'false')
  await askForSecond(ada, false)
  await setVerdict(mara, place.claimId, { rating: 'false', reason: 'So it is.', seen: '0' })
  await askForSecond(ada, true)
  await rate(oleh, place, 'false')
  const { verdict, ratings } = await claimAs(edith, place.reportId, place.claimId)
  expect(verdict).toMatchObject({ by: 'Mara', second: null })
  expect(ratings.waiting?.by).toBe('Oleh')
})

it('the rating of somebody who left is opened by nobody', async () => {
  const { mara, oleh, edith, ada } = team
  const place = await startClaim(mara)
  await rate(mara, place, 'false', 'Only Mara knows.')
  await endMembership(ada, mara.actor.personId)
  await rate(oleh, place, 'false')
  expect((await claimAs(edith, place.reportId, place.claimId)).verdict).toBeNull()
  await rate(edith, place, 'false')
  const view = await claimAs(oleh, place.reportId, place.claimId)
  expect(view.verdict).toMatchObject({ by: 'Oleh', second: { by: 'Edith' } })
  expect(JSON.stringify(view)).not.toContain('Only Mara knows.')
})

it('two people who give the first rating at the same moment are the first and the second', async () => {
  const { mara, oleh } = team
  for (const [one, other] of [
    ['true', 'true'],
    ['true', 'false'],
  ] as const) {
    for (let turn = 0; turn < 5; turn += 1) {
      const place = await startClaim(mara)
      await Promise.all([rate(mara, place, one), rate(oleh, place, other)])
      const { verdict, ratings } = await claimAs(aya, place.reportId, place.claimId)
      expect(ratings.waiting).toBeNull()
      const names = verdict ? [verdict.by, verdict.second?.by] : ratings.differing.map(({ by }) => by)
      expect(new Set(names)).toEqual(new Set(['Mara', 'Oleh']))
      expect(verdict?.rating).toBe(one === other ? 'true' : undefined)
    }
  }
})

it('a verdict is set where the team does not ask for two ratings, and ratings are given where it does', async () => {
  const { mara, oleh, ada } = team
  const place = await startClaim(mara)
  const rating = { rating: 'true', reason: 'So it is.', seen: '0' }
  await expect(setVerdict(mara, place.claimId, rating)).rejects.toThrow('Give your rating instead.')
  for (const ctx of [aya, ada]) await expect(giveRating(ctx, place.claimId, rating)).rejects.toThrow('Your role')
  const stranger = await desk(own.server)
  await expect(giveRating(stranger.mara, place.claimId, rating)).rejects.toThrow('This claim does not exist.')
  await giveRating(mara, place.claimId, rating)
  await askForSecond(ada, false)
  await expect(giveRating(oleh, place.claimId, rating)).rejects.toThrow('does not ask for a second verdict')
  await setVerdict(oleh, place.claimId, rating)
  await askForSecond(ada, true)
  await expect(giveRating(oleh, place.claimId, rating)).rejects.toThrow('or the verdict was set')
})

it('of a verdict and the rule that are set at the same moment the verdict is first or is not', async () => {
  const { mara, ada } = team
  for (let turn = 0; turn < 10; turn += 1) {
    await askForSecond(ada, false)
    const { claimId } = await startClaim(mara)
    const set = setVerdict(mara, claimId, { rating: 'true', reason: 'So it is.', seen: '0' })
    const [verdict, ruled] = await Promise.allSettled([set, askForSecond(ada, true)])
    if (ruled.status === 'rejected') throw ruled.reason
    if (verdict.status === 'fulfilled') expect(verdict.value.seq).toBeLessThan(ruled.value)
    else expect(verdict.reason).toMatchObject({ message: expect.stringContaining('Give your rating instead.') })
  }
})

it('without it nothing is approved, and what was approved before is not published', async () => {
  const { mara, oleh, edith, emil, ada } = team
  await askForSecond(ada, false)
  const [place, other] = [await submittedClaim(team), await submittedClaim(team)]
  await approveNow(edith, other.claimId)
  await askForSecond(ada, true)
  await expect(approveNow(edith, place.claimId)).rejects.toThrow(missing)
  await expect(publishNow(emil, other.claimId)).rejects.toThrow(missing)
  const finding = async () =>
    (await reviewView(edith, place.reportId, place.claimId)).open?.findings.find(({ rule }) => rule === 'second')
  expect(await finding()).toMatchObject({ part: 'verdict', missing })
  await rate(mara, place, 'true', 'Both say so.')
  await expect(approveNow(edith, place.claimId)).rejects.toThrow(missing)
  await rate(oleh, place, 'true')
  expect(await finding()).toMatchObject({ missing: null })
  await approveNow(edith, place.claimId)
  await publishNow(emil, place.claimId)

  // One person's verdict afterwards is not two people's any more.
  await askForSecond(ada, false)
  const { verdictSeq } = await claimAs(mara, place.reportId, place.claimId)
  await setVerdict(mara, place.claimId, { rating: 'true', reason: 'Both say so.', seen: String(verdictSeq) })
  await askForSecond(ada, true)
  expect(await finding()).toMatchObject({ missing })
  expect((await claimAs(mara, place.reportId, place.claimId)).verdict?.second).toBeNull()
})

it('both who gave the verdict are its authors, by the word of the database too; whoever only differed is none', async () => {
  const { mara, edith, emil } = team
  await askForSecond(team.ada, false)
  const place = await submittedClaim(team)
  await askForSecond(team.ada, true)
  await rate(edith, place, 'false')
  expect((await reviewView(edith, place.reportId, place.claimId)).open?.authors).toEqual(['Mara'])
  await rate(mara, place, 'true')
  await rate(mara, place, 'true', 'Both say so.')
  await rate(emil, place, 'true')
  const review = await reviewView(edith, place.reportId, place.claimId)
  expect([review.open?.authors.toSorted(), review.open?.mayApprove]).toEqual([['Emil', 'Mara'], ['Edith']])
  const { hash, text, claim } = await contentNow(mara, place.claimId)
  expect(claim.verdictBy).toBe(mara.actor.personId)
  const insert = (by: string) =>
    guardOf(
      own.database.owner.db,
      'approval',
      sql`insert into approval values (${place.claimId}, 1, ${mara.actor.teamId}, ${by}, 'now', ${hash}, ${text},
        array['other'], '')`,
    )
  expect(await insert(emil.actor.personId)).toBe('An author does not approve.')
  expect(await insert(edith.actor.personId)).toBe('let in')
})

it('the database lets nobody be their own second, and changes nothing that was opened', async () => {
  const { mara, oleh } = team
  const place = await startClaim(mara)
  await rate(mara, place, 'true')
  const attempt = (change: SQL) => guardOf(own.database.owner.db, 'blind_rating', change)
  const second = (by: string) => sql`insert into blind_rating
    select claim_id, round, 2, team_id, seq, ${by}, at, rating, reason, 'equal' from blind_rating where claim_id = ${place.claimId}`
  const change = sql`update blind_rating set reason = 'Else.' where claim_id = ${place.claimId}`
  expect(await attempt(second(mara.actor.personId))).toMatch('blind_rating_person')
  expect(await attempt(second(oleh.actor.personId))).toBe('let in')
  expect(await attempt(change)).toBe('let in')
  await rate(oleh, place, 'true')
  expect(await attempt(change)).toBe('Ratings that were opened stay as they are.')
})

it('a verdict that comes in with a table is no second one', async () => {
  const { mara } = team
  const { reportId } = await startClaim(mara)
  expect((await importTarget(mara, reportId)).asksForSecond).toBe(true)
  const cells = { words: 'So it goes.', verdict: 'False', reason: 'They say so.' }
  const { results } = await importClaims(mara, reportId, { rows: JSON.stringify([{ row: 2, cells }]) })
  expect(results).toMatchObject([{ row: 2 }])
  const claim = (await workspaceView(mara, reportId)).claims.find(({ verdict }) => verdict)
  expect(claim?.verdict).toMatchObject({ rating: 'false', second: null })
})
