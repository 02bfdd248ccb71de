import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { importTarget } from '#server/claims/queries/csv.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import type { Context } from '#server/context.ts'
import { together } from '#server/history/commands.ts'
import { timeline } from '#server/history/queries.ts'
import { correctClaim, retractReport } from '#server/publication/commands.ts'
import { publishReport } from '#server/publication/commands/publish-report.ts'
import { wholeRowsOf } from '#server/reports/store.ts'
import { approveReport, reopenReport, returnReport, submitReport } from '#server/review/commands/report-review.ts'
import { reopenClaim, submitClaim } from '#server/review/commands/review.ts'
import { setTeamRules } from '#server/review/commands/rules.ts'
import { ruleNames } from '#server/review/rules.ts'
import { approveNow, contentNow, desk, premises, publishNow, typeIn, type Desk } from '#tests/support/desk.ts'
import { guardOf } from '#tests/support/guarded.ts'
import { giveRolesTo } from '#tests/support/members.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'

const own = premises()
let report: ReportDesk
let team: Desk
let one: string
let other: string

beforeEach(async () => {
  report = await ReportDesk.open(own.server)
  ;({ team, one, other } = report)
})

const idsOf = async () => (await report.whole()).form.claims.map(({ id }) => id)
const stageOf = async () => (await report.whole()).report.stage
const rowsOf = () => wholeRowsOf(own.database.app.db, report.reportId)
const settled = async () => []

/** Whether somebody waits until they may append to the history. */
async function isWaiting(db: Context['db']): Promise<boolean> {
  const [row] = await db.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`)
  return row !== undefined
}

describe('the list of a report', () => {
  it('is what is approved of it or published, in its order, and nothing else', async () => {
    const third = await report.submitAnother()
    expect(await idsOf()).toEqual([one, other])
    await publishNow(team.emil, other)
    expect(await idsOf()).toEqual([one, other])
    await approveNow(team.edith, third)
    expect(await idsOf()).toEqual([one, other, third])
    await reopenClaim(team.mara, one, { reason: 'Once more.' })
    expect(await idsOf()).toEqual([other, third])
    await typeIn(own.server, team.mara, third, (text) => text.insert(0, 'x'))
    expect(await idsOf()).toEqual([other])
    await typeIn(own.server, team.mara, other, (text) => text.insert(0, 'x'))
    expect(await idsOf()).toEqual([])
  })
})

describe('an approval of a report', () => {
  it('is none of whoever brought it in, whatever their role, and of editors alone', async () => {
    await report.submit()
    for (const ctx of [team.mara, team.oleh, team.ada]) await expect(report.approve(ctx)).rejects.toThrow('Your role')
    const { personId } = team.mara.actor
    const roles = ['checker', 'editor'] as const
    await giveRolesTo(team.ada, personId, roles)
    const asEditor = { ...team.mara, actor: { ...team.mara.actor, roles } }
    await expect(report.approve(asEditor)).rejects.toThrow('You are an author of this list: you brought the report in')
    expect(await stageOf()).toBe('in-review')
  })

  it('is held by the database too', async () => {
    await report.submit()
    const { hash, text, report: made } = await report.whole()
    const { teamId } = team.mara.actor
    const insert = (by: string, author: string, ofForm = hash) =>
      guardOf(
        own.database.owner.db,
        'report_approval',
        sql`insert into report_approval values (${report.reportId}, 999, ${teamId}, ${by}, 'now', ${ofForm}, ${text},
          array[${author}])`,
      )
    const mara = made.createdBy
    const [edith, oleh] = [team.edith.actor.personId, team.oleh.actor.personId]
    expect(await insert(mara, 'nobody')).toMatch('An author does not approve')
    expect(await insert(oleh, mara)).toMatch('Only an editor approves')
    expect(await insert(edith, edith)).toMatch('four_eyes')
    expect(await insert(edith, mara, 'f'.repeat(64))).toMatch('A content hash is that of its form')
    expect(await insert(edith, mara)).toBe('let in')
  })

  it('is of exactly the list that was looked at', async () => {
    await report.submit()
    const { hash } = await report.whole()
    await typeIn(own.server, team.oleh, one, (text) => text.insert(0, 'x'))
    await expect(approveReport(team.edith, report.reportId, { hash })).rejects.toThrow('changed since you looked')
  })

  it.each(['this report', 'another one'])(
    'is of what stands when it is recorded: a claim of %s changed last',
    async (which) => {
      await report.submit()
      const { hash } = await report.whole()
      const { claimId } = await startClaim(team.mara)
      const begun: Promise<unknown>[] = []
      await together(team.oleh, async (within) => {
        const verdict = {
          rating: 'false',
          reason: 'No.',
          seen: String((await contentNow(team.oleh, one)).claim.verdictSeq),
        }
        if (which === 'this report') await setVerdict(within, one, verdict)
        else await setVerdict(within, claimId, { ...verdict, seen: '0' })
        begun.push(approveReport(team.edith, report.reportId, { hash }).catch(String))
        while (!(await isWaiting(team.oleh.db))) expect(begun).toHaveLength(1)
      })
      expect(await begun[0]).toEqual(
        which === 'this report' ? expect.stringContaining('changed since') : expect.anything(),
      )
      expect(await stageOf()).toBe(which === 'this report' ? 'in-review' : 'approved')
    },
  )

  it('goes stale by one letter of a claim, and by another claim that is approved; then nothing is published', async () => {
    await report.submit()
    await report.approve(team.edith)
    const { hash } = await report.whole()
    await typeIn(own.server, team.mara, one, (text) => text.insert(text.length, '!'))
    await expect(publishReport(team.emil, report.reportId, { hash }, settled)).rejects.toThrow(
      'changed since you looked',
    )
    await expect(report.publish(team.emil)).rejects.toThrow('changed since it was approved')
    await typeIn(own.server, team.mara, one, (text) => text.delete(text.length - 1, 1))
    const third = await report.submitAnother()
    await approveNow(team.edith, third)
    await expect(report.publish(team.emil)).rejects.toThrow('changed since it was approved')
    expect(await report.counts()).toEqual({ report: 0, claims: 0 })
    await reopenClaim(team.mara, third, { reason: 'Later.' })
    await report.publish(team.emil)
    expect(await report.counts()).toEqual({ report: 1, claims: 2 })
  })

  it('takes as many editors as the team asks for', async () => {
    const two = Object.fromEntries(ruleNames.map((name) => [name, 'on']))
    const rules = { ...two, primary: '', analysis: '', 'sources.minimum': '2', 'quorum.minimum': '2', seen: '0' }
    for (const id of [one, other]) await approveNow(team.emil, id)
    await setTeamRules(team.ada, rules)
    await report.submit()
    await report.approve(team.edith)
    expect(await stageOf()).toBe('in-review')
    await report.approve(team.emil)
    expect(await stageOf()).toBe('approved')
  })

  it('is of the list as it stands at its place in history, whatever changes at the same moment', async () => {
    await report.submit()
    for (let round = 0; round < 12; round += 1) {
      const { hash } = await report.whole()
      const { claim } = await contentNow(team.oleh, one)
      const opposite = { rating: 'false', reason: 'No.', seen: String(claim.verdictSeq) }
      const [approved, changed] = await Promise.allSettled([
        approveReport(team.edith, report.reportId, { hash }),
        setVerdict(team.oleh, one, opposite),
      ])
      if (changed.status === 'rejected') throw changed.reason
      const verdict = { rating: 'true', reason: 'Both say so.', seen: String(changed.value.seq) }
      await setVerdict(team.oleh, one, verdict)
      if (approved.status === 'rejected') continue
      expect(approved.value.seq).toBeLessThan(changed.value.seq)
      await returnReport(team.edith, report.reportId, { comment: 'Once more.' })
      await report.submit()
    }
  })

  it('is never one’s own, however often and fast it is tried', async () => {
    await report.submit()
    await giveRolesTo(team.ada, team.mara.actor.personId, ['editor'])
    const mara = { ...team.mara, actor: { ...team.mara.actor, roles: ['editor'] as const } }
    const { hash } = await report.whole()
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () => approveReport(mara, report.reportId, { hash })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toEqual([])
    expect((await rowsOf()).approvals).toEqual([])
  })
})

describe('a publication of a report', () => {
  it('publishes its claims and itself together', async () => {
    await publishNow(team.emil, other)
    expect(await report.counts()).toEqual({ report: 0, claims: 1 })
    await report.bringOut()
    expect(await report.counts()).toEqual({ report: 1, claims: 2 })
    const { publications } = await rowsOf()
    const { hash, text } = await report.whole()
    expect(publications[0]).toMatchObject({ number: 1, hash, form: text, approvedBy: [team.edith.actor.personId] })
    expect(await stageOf()).toBe('published')
  })

  it('publishes nothing when one of its claims cannot be published', async () => {
    await report.submit()
    await report.approve(team.edith)
    // The same verdict with the same reason: the list stays as it is, but its approver is an author of one claim now.
    const { claim } = await contentNow(team.edith, other)
    const verdict = { rating: claim.rating, reason: claim.verdictReason, seen: String(claim.verdictSeq) }
    await setVerdict(team.edith, other, verdict)
    await expect(report.publish(team.emil)).rejects.toThrow('0 editors approved exactly this; it takes 1.')
    expect(await report.counts()).toEqual({ report: 0, claims: 0 })
    expect(await stageOf()).toBe('approved')
  })

  it('waits for words that are not saved yet', async () => {
    await report.submit()
    await report.approve(team.edith)
    const { hash } = await report.whole()
    const missing = async (ids: readonly string[]) =>
      ids.map((claimId) => ({ claimId, personId: team.oleh.actor.personId, name: 'Oleh' }))
    await expect(publishReport(team.emil, report.reportId, { hash }, missing)).rejects.toThrow(
      'Words of Oleh are not saved',
    )
    await publishReport(team.emil, report.reportId, { hash, note: 'It is late.' }, missing)
    expect(await report.counts()).toEqual({ report: 1, claims: 2 })
  })

  it('is made once, however many try at the same time', async () => {
    await report.submit()
    await report.approve(team.edith)
    const tries = await Promise.allSettled(
      [team.edith, team.emil, team.edith, team.emil].map((each) => report.publish(each)),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await report.counts()).toEqual({ report: 1, claims: 2 })
  })

  it('is numbered, with a correction of one of its claims in the next one', async () => {
    await report.bringOut()
    const words = { wrong: 'We said both.', now: 'One says so.', why: 'A letter came.', since: '2025-06-01' }
    await correctClaim(team.mara, one, words)
    expect(await idsOf()).toEqual([other])
    await submitClaim(team.mara, one, {})
    await approveNow(team.edith, one)
    await reopenReport(team.mara, report.reportId, { reason: 'A correction.' })
    await report.bringOut()
    expect(await report.counts()).toEqual({ report: 2, claims: 3 })
    expect((await rowsOf()).publications.map(({ number }) => number)).toEqual([1, 2])
  })
})

it('the history of a report tells each of its deeds, with what was said and what was approved', async () => {
  await report.submit()
  await returnReport(team.edith, report.reportId, { comment: 'One is missing.' })
  await report.bringOut()
  await reopenReport(team.mara, report.reportId, { reason: 'Another one.' })
  await retractReport(team.emil, report.reportId, { note: 'The letter was forged.' })
  const { items } = await timeline(team.mara, { reportId: report.reportId })
  const deeds = items.filter(({ kind }) => kind.startsWith('report.'))
  expect(deeds.map(({ sentence }) => sentence)).toEqual([
    'took the published report back',
    'reopened the report',
    'published the report',
    'gave the report its public address',
    'approved the report',
    'submitted the report for review',
    'returned the report',
    'submitted the report for review',
    'brought in the report',
  ])
  const told = JSON.stringify(deeds)
  for (const words of ['One is missing.', 'Another one.', 'The letter was forged.', 'Edith'])
    expect(told).toContain(words)
  expect(told).toContain((await rowsOf()).publications[0]?.hash.slice(0, 12))
})

it('a report of another team is none', async () => {
  const elsewhere = await desk(own.server)
  const { hash } = await report.whole()
  await expect(submitReport(elsewhere.mara, report.reportId, {})).rejects.toThrow('does not exist')
  await expect(approveReport(elsewhere.edith, report.reportId, { hash })).rejects.toThrow('does not exist')
  await expect(publishReport(elsewhere.edith, report.reportId, { hash }, settled)).rejects.toThrow('does not exist')
})

it('an editor is told before an import that it makes them an author of the list, while editors have it', async () => {
  const becomes = async (ctx: Context) => (await importTarget(ctx, report.reportId)).becomesAuthor
  expect(await becomes(team.emil)).toBe(false)
  await report.submit()
  expect(await becomes(team.emil)).toBe(true)
  expect(await becomes(team.mara)).toBe(false)
})
