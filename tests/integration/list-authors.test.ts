import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  addPassage,
  assignClaim,
  classifyClaim,
  makeClaim,
  restoreClaim,
  withdrawClaim,
} from '#server/claims/commands.ts'
import { moveClaim } from '#server/claims/commands/order.ts'
import { mergeClaim, splitClaim } from '#server/claims/commands/split-merge.ts'
import { claims } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import { change, record } from '#server/history/commands.ts'
import { retractReport } from '#server/publication/commands.ts'
import type { ListDeed } from '#server/reports/list-authors.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { reopenReport } from '#server/review/commands/report-review.ts'
import { reopenClaim, submitClaim } from '#server/review/commands/review.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { approveNow, checkAndSubmit, desk, premises, type Desk } from '#tests/support/desk.ts'
import { guardOf } from '#tests/support/guarded.ts'
import { isAuthor, ModelList } from '#tests/support/list-model.ts'
import { giveRolesTo } from '#tests/support/members.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const numRuns = Number(process.env['PLUMBLINE_RUNS'] ?? 4)
const own = premises()
const words = { edition: '1', start: '6', end: '10' }

let report: ReportDesk
let team: Desk

beforeEach(async () => {
  report = await ReportDesk.open(own.server)
  ;({ team } = report)
})

const whole = async (ctx: Context) => (await reviewView(ctx, report.reportId, null)).whole!
const make = async (ctx: Context) => (await makeClaim(ctx, report.reportId, words)).id
const seqOf = async (claimId: string) => {
  const { claims: all } = await workspaceView(team.mara, report.reportId)
  return String(all.find(({ id }) => id === claimId)?.seq)
}

/** What shapes a list, each prepared by whoever brought the report in. */
const shaping: Readonly<Record<string, { readonly told: readonly ListDeed[]; by(ctx: Context): Promise<unknown> }>> = {
  'makes a claim': { told: ['claim.make'], by: make },
  'imports a claim': {
    told: ['claim.import'],
    by: (ctx) => record(ctx, change(claims, ctx.newId(), { kind: 'claim.import', deeds: [imported(ctx)] })),
  },
  'moves a claim': { told: ['claim.move'], by: (ctx) => moveClaim(ctx, report.other, { after: '' }) },
  'withdraws a claim': {
    told: ['claim.withdraw'],
    by: async (ctx) => withdrawClaim(ctx, await make(team.mara), { reason: 'Twice.' }),
  },
  'restores a claim': {
    told: ['claim.restore'],
    async by(ctx) {
      const id = await make(team.mara)
      await withdrawClaim(team.mara, id, { reason: 'Twice.' })
      await restoreClaim(ctx, id, {})
    },
  },
  'splits a claim': {
    told: ['claim.carve', 'claim.split'],
    async by(ctx) {
      const id = await make(team.mara)
      await addPassage(team.mara, id, { edition: '1', start: '0', end: '5' })
      const { claims: all } = await workspaceView(team.mara, report.reportId)
      const [passage] = all.find((each) => each.id === id)!.passages
      await splitClaim(ctx, id, { parts: [`go ${passage!.id}`], statement: 'Taxes.', seen: await seqOf(id) })
    },
  },
  'merges a claim': {
    told: ['claim.absorb', 'claim.merge'],
    async by(ctx) {
      const [id, into] = [await make(team.mara), await make(team.mara)]
      await mergeClaim(ctx, id, { into, seen: await seqOf(id) })
    },
  },
}

const imported = (ctx: Context) => {
  const passage = { id: ctx.newId(), edition: 1, start: 6, end: 10, quote: 'rose', prefix: '', suffix: '' }
  return { kind: 'claim.make' as const, reportId: report.reportId, position: 9, passage }
}

describe('an author of a report’s list', () => {
  it.each(Object.entries(shaping))('is an editor who %s; somebody else approves it', async (_, { told, by }) => {
    await report.submit()
    expect(await report.refusedByDatabase(own.database.owner.db, team.edith)).toBe('let in')
    await by(team.edith)
    await expect(report.approve(team.edith)).rejects.toThrow(isAuthor)
    expect(await report.refusedByDatabase(own.database.owner.db, team.edith)).toBe('An author does not approve.')
    const { authors, mayApprove, whyNot } = await whole(team.edith)
    expect(authors).toMatchObject([{ name: 'Mara' }, { name: 'Edith', deeds: told }])
    expect(authors[0]?.deeds[0]).toBe('report.create')
    expect(mayApprove).toEqual(['Emil'])
    expect(whyNot['report.approve']).toMatch(isAuthor)
    expect((await whole(team.emil)).whyNot['report.approve']).toBeNull()
    await report.approve(team.emil)
    await report.publish(team.edith)
    expect(await report.counts()).toEqual({ report: 1, claims: 2 })
  })

  it('is nobody who assigns, tags, takes up again, submits or approves its claims', async () => {
    const { edith, mara } = team
    await assignClaim(edith, report.other, { personId: mara.actor.personId })
    await classifyClaim(edith, report.other, { priority: 'high', tags: 'tax', seen: '0' })
    await reopenClaim(edith, report.other, { reason: 'Once more.' })
    await submitClaim(edith, report.other, {})
    await approveNow(edith, report.other)
    await report.submit()
    await report.approve(edith)
    expect((await whole(edith)).authors.map(({ name }) => name)).toEqual(['Mara'])
  })

  it('is one until a list is published, and again once that one is taken back', async () => {
    const { edith, emil, mara } = team
    await moveClaim(emil, report.other, { after: '' })
    await report.bringOut()
    await reopenReport(mara, report.reportId, { reason: 'Another one.' })
    const third = await report.submitAnother()
    await approveNow(edith, third)
    await report.submit()
    expect((await whole(emil)).mayApprove).toEqual(['Edith', 'Emil'])
    await report.approve(emil)
    await report.publish(edith)
    for (const note of ['The second was forged.', 'Both were.']) {
      await retractReport(edith, report.reportId, { note }).catch(() => {})
    }
    await report.submit()
    await expect(report.approve(emil)).rejects.toThrow(isAuthor)
    await expect(report.approve(mara)).rejects.toThrow('Your role')
    await report.approve(edith)
  })

  it('is whoever made or moved a claim before a list without it was published, once it is in the list', async () => {
    const { edith, emil, mara } = team
    const third = await make(edith)
    await moveClaim(edith, third, { after: '' })
    await report.submit()
    await report.approve(emil)
    await report.publish(emil)
    await reopenReport(mara, report.reportId, { reason: 'One was missing.' })
    await report.submit()
    expect((await whole(edith)).mayApprove).toEqual(['Edith', 'Emil'])
    await checkAndSubmit(team, third, 'Both.')
    await approveNow(emil, third)
    await expect(report.approve(edith)).rejects.toThrow(isAuthor)
    expect(await report.refusedByDatabase(own.database.owner.db, edith)).toBe('An author does not approve.')
    expect((await whole(edith)).authors).toMatchObject([{ name: 'Mara' }, { deeds: ['claim.make', 'claim.move'] }])
    await report.approve(emil)
    await report.publish(edith)
    await reopenReport(mara, report.reportId, { reason: 'All the same.' })
    await report.submit()
    expect((await whole(edith)).mayApprove).toEqual(['Edith', 'Emil'])
  })

  it('is an editor who moved the claims around one that was in no list yet', async () => {
    const { edith, emil, mara } = team
    const third = await make(mara)
    await moveClaim(edith, report.other, { after: third })
    await report.submit()
    await report.approve(emil)
    await report.publish(edith)
    await reopenReport(mara, report.reportId, { reason: 'One was missing.' })
    await checkAndSubmit(team, third, 'Both.')
    await approveNow(emil, third)
    await report.submit()
    expect((await report.whole()).form.claims.map(({ id }) => id)).toEqual([report.one, third, report.other])
    await expect(report.approve(edith)).rejects.toThrow(isAuthor)
    expect(await report.refusedByDatabase(own.database.owner.db, edith)).toBe('An author does not approve.')
    expect((await whole(edith)).authors).toMatchObject([{ name: 'Mara' }, { name: 'Edith', deeds: ['claim.move'] }])
    await report.approve(emil)
    await report.publish(edith)
    // Whoever moved claims before there was another one placed it nowhere.
    await reopenReport(mara, report.reportId, { reason: 'One more was missing.' })
    const fourth = await report.submitAnother()
    await approveNow(emil, fourth)
    await report.submit()
    await report.approve(edith)
  })

  it('has no word on what is published, even if the list stays the same to the letter', async () => {
    const { edith, emil } = team
    await report.submit()
    await report.approve(edith)
    await moveClaim(edith, report.other, { after: '' })
    await moveClaim(edith, report.other, { after: report.one })
    const { whyNot, approvals, isStale } = await whole(emil)
    expect([approvals, isStale]).toEqual([[], true])
    expect(whyNot['report.publish']).toMatch('its approver became an author')
    await expect(report.publish(emil)).rejects.toThrow('its approver became an author')
    await report.approve(emil)
    await report.publish(edith)
    expect(await report.counts()).toEqual({ report: 1, claims: 2 })
  })

  it('is nobody of another team, or of another report', async () => {
    const [elsewhere, another] = [await desk(own.server), await ReportDesk.open(own.server)]
    await makeClaim(another.team.edith, another.reportId, words)
    expect((await whole(team.edith)).authors.map(({ name }) => name)).toEqual(['Mara'])
    await expect(reviewView(elsewhere.edith, report.reportId, null)).rejects.toThrow('does not exist')
  })
})

it('a list is published on the word of none who is no editor any more, by the word of the database too', async () => {
  await report.submit()
  await report.approve(team.edith)
  const { hash, text } = await report.whole()
  const { teamId, personId } = team.edith.actor
  const insert = () =>
    guardOf(
      own.database.owner.db,
      'report_publication',
      sql`insert into report_publication (report_id, number, team_id, seq, hash, form, "by", at, visible_from, approved_by)
        values (${report.reportId}, 1, ${teamId}, 999, ${hash}, ${text}, ${personId}, '2026', '2026', array[${personId}])`,
    )
  expect(await insert()).toBe('let in')
  await giveRolesTo(team.ada, personId, ['checker'])
  expect(await insert()).toBe('Only an editor approves.')
  await expect(report.publish(team.emil)).rejects.toThrow('0 editors approved exactly this')
  for (const id of [report.one, report.other]) await approveNow(team.emil, id)
  await expect(report.publish(team.emil)).rejects.toThrow('is no editor any more')
  await report.approve(team.emil)
  await report.publish(team.emil)
})

const someStep = fc.record({
  who: fc.nat(2),
  deed: fc.constantFrom('move', 'make', 'makeLate', 'settle', 'takeUp', 'approve', 'bringOut', 'bringOut', 'retract'),
})

it(
  `nobody approves what they shaped, whatever editors do with a list (PLUMBLINE_SEED=${seed})`,
  { timeout: numRuns * 20_000 },
  async () => {
    let published = 0
    const run = async (steps: readonly { who: number; deed: keyof ModelList['deeds'] }[]) => {
      const open = await ReportDesk.open(own.server)
      const editors = [open.team.edith, open.team.emil, await open.team.join('Olga', 'editor')]
      const model = new ModelList(open, editors)
      for (const { who, deed } of steps) await model.deeds[deed](editors[who] ?? open.team.edith)
      published += model.published
    }
    const steps = fc.array(someStep, { minLength: 10, maxLength: 20 })
    await fc.assert(fc.asyncProperty(steps, run), { seed, numRuns })
    expect(published).toBeGreaterThan(numRuns / 4)
  },
)
