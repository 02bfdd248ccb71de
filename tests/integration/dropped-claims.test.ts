import { beforeEach, describe, expect, it } from 'vitest'
import type { Text } from 'yjs'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { claims, partsOf } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import type { SourceKind } from '#server/evidence/source.ts'
import { sources, sourcesOf } from '#server/evidence/store.ts'
import { change, record } from '#server/history/commands.ts'
import { retractClaim } from '#server/publication/commands.ts'
import { reopenReport } from '#server/review/commands/report-review.ts'
import { reopenClaim, returnClaim, submitClaim } from '#server/review/commands/review.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { approveNow, contentNow, premises, typeIn, type Desk } from '#tests/support/desk.ts'
import { isAuthor } from '#tests/support/list-model.ts'
import { openPage, until } from '#tests/support/rooms.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'

const own = premises()

let report: ReportDesk
let team: Desk

beforeEach(async () => {
  report = await ReportDesk.open(own.server)
  ;({ team } = report)
})

const whole = async (ctx: Context) => (await reviewView(ctx, report.reportId, null)).whole!

/** What a claim leaves the list by, though it is not withdrawn. */
const dropping: Readonly<Record<string, (ctx: Context) => Promise<unknown>>> = {
  'takes up a claim': (ctx) => reopenClaim(ctx, report.other, { reason: 'Once more.' }),
  async 'returns a claim'(ctx) {
    await reopenClaim(team.mara, report.other, { reason: 'Once more.' })
    await submitClaim(team.mara, report.other, {})
    await returnClaim(ctx, report.other, { comment: 'Not yet.' })
  },
  async 'types a space in a claim'({ actor }) {
    const page = await openPage(own.server, actor, report.other)
    page.doc.getText('statement').insert(0, ' ')
    await until(() => page.acknowledged === page.sent, 'the space is saved')
    page.end()
  },
  async 'sets the verdict of a claim'(ctx) {
    const { claim } = await contentNow(ctx, report.other)
    await setVerdict(ctx, report.other, { rating: 'false', reason: 'No.', seen: String(claim.verdictSeq) })
  },
  async 'edits a source of a claim'(ctx) {
    const { evidence } = await partsOf(ctx.db, [report.other])
    const known = await sourcesOf(ctx.db, ctx.actor.teamId)
    const { id, seq, kind, ...source } = known.find((each) => each.id === evidence[0]?.sourceId)!
    const edited = { ...source, title: 'Another one', sourceKind: kind as SourceKind }
    await record(ctx, change(sources, id, { kind: 'source.edit', source: edited, seen: seq }))
  },
}

describe('an author of a list without a claim', () => {
  it.each(Object.entries(dropping))('is an editor who %s, so that it leaves the list', async (_, drop) => {
    const { edith, emil, mara } = team
    await report.bringOut()
    await reopenReport(mara, report.reportId, { reason: 'Another one.' })
    await drop(edith)
    await report.submit()
    expect((await report.whole()).form.claims.map(({ id }) => id)).toEqual([report.one])
    await expect(report.approve(edith)).rejects.toThrow(isAuthor)
    expect(await report.refusedByDatabase(own.database.owner.db, edith)).toBe('An author does not approve.')
    const { authors, mayApprove } = await whole(edith)
    expect(authors).toMatchObject([{ name: 'Mara' }, { name: 'Edith', deeds: ['claim.drop'] }])
    expect(mayApprove).toEqual(['Emil'])
    await report.approve(emil)
  })

  it('is an editor who took a claim back before readers had it, and nobody who took it back from them', async () => {
    const { edith, emil, mara } = team
    const takeBack = async () => {
      await retractClaim(edith, report.other, { how: 'unpublished', note: 'The letter was forged.' })
      await reopenReport(mara, report.reportId, { reason: 'One was taken back.' })
      await report.submit()
      expect((await report.whole()).form.claims.map(({ id }) => id)).toEqual([report.one])
    }
    await report.bringOut({ visibleFrom: new Date(Date.now() + 3_600_000).toISOString() })
    await takeBack()
    await expect(report.approve(edith)).rejects.toThrow(isAuthor)
    expect(await report.refusedByDatabase(own.database.owner.db, edith)).toBe('An author does not approve.')
    expect((await whole(edith)).authors).toMatchObject([{ name: 'Mara' }, { name: 'Edith', deeds: ['claim.drop'] }])
    await submitClaim(mara, report.other, {})
    await approveNow(edith, report.other)
    await report.approve(emil)
    await report.publish(emil)
    await takeBack()
    await report.approve(edith)
  })

  it.each(Object.entries(dropping))(
    'is an editor who %s that was approved, so that no list gets it',
    async (_, drop) => {
      const { edith, emil } = team
      await drop(edith)
      await report.submit()
      await expect(report.approve(edith)).rejects.toThrow(isAuthor)
      expect(await report.refusedByDatabase(own.database.owner.db, edith)).toBe('An author does not approve.')
      expect((await whole(edith)).authors).toMatchObject([{ name: 'Mara' }, { name: 'Edith', deeds: ['claim.drop'] }])
      await report.approve(emil)
      await report.publish(edith)
      // A list that was approved and published without it vouches for that.
      await reopenReport(team.mara, report.reportId, { reason: 'All the same.' })
      await report.submit()
      expect((await whole(edith)).mayApprove).toEqual(['Edith', 'Emil'])
    },
  )

  it('is nobody who only took the history of such a claim out', async () => {
    const { edith, mara } = team
    await reopenClaim(mara, report.other, { reason: 'Once more.' })
    await record(edith, change(claims, report.other, { kind: 'history.take', upTo: 1 }))
    await report.submit()
    expect((await whole(edith)).mayApprove).toEqual(['Edith', 'Emil'])
    await report.approve(edith)
  })

  it('is an editor who takes a claim out again that was not as approved when the last list was made', async () => {
    const { edith, emil, mara } = team
    const space = async (ctx: Context, write: (text: Text) => void) => typeIn(own.server, ctx, report.other, write)
    await space(mara, (text) => text.insert(0, ' '))
    await report.bringOut()
    expect((await report.counts()).claims).toBe(1)
    await space(mara, (text) => text.delete(0, 1))
    await space(edith, (text) => text.insert(0, ' '))
    await reopenReport(mara, report.reportId, { reason: 'Once more.' })
    await report.submit()
    await expect(report.approve(edith)).rejects.toThrow(isAuthor)
    expect(await report.refusedByDatabase(own.database.owner.db, edith)).toBe('An author does not approve.')
    await report.approve(emil)
  })

  it('is nobody for a claim that left the list and is back in it', async () => {
    const { edith, emil, mara } = team
    await report.bringOut()
    await reopenReport(mara, report.reportId, { reason: 'Another one.' })
    await dropping['takes up a claim']?.(edith)
    await submitClaim(mara, report.other, {})
    await approveNow(emil, report.other)
    await report.submit()
    await report.approve(edith)
  })
})
