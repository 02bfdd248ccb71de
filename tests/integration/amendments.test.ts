import { beforeEach, describe, expect, it } from 'vitest'
import { assignClaim, classifyClaim } from '#server/claims/commands.ts'
import { claims } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import { change, record } from '#server/history/commands.ts'
import { inboxView } from '#server/notifications/queries.ts'
import { correctClaim, retractClaim, retractReport, withdrawCorrection } from '#server/publication/commands.ts'
import { workspaceData, workspaceNews, workspaceView } from '#server/reports/queries/workspace.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { approveNow, desk, premises, publishNow, submittedClaim, typeIn, type Desk } from '#tests/support/desk.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'
import { endMembership, giveRolesTo } from '#tests/support/members.ts'

const own = premises()
const words = { wrong: 'We said both.', now: 'One says so.', why: 'A letter came.', since: '2025-06-01' }
const note = 'The letter was forged.'

let team: Desk
let claimId: string
let reportId: string

beforeEach(async () => {
  team = await desk(own.server)
  ;({ claimId, reportId } = await submittedClaim(team))
  await assignClaim(team.mara, claimId, { personId: team.oleh.actor.personId })
  await approveNow(team.edith, claimId)
  await publishNow(team.emil, claimId)
})

const amendments = ['correction', 'retraction', 'report-retraction']
const told = async (ctx: Context) =>
  (await inboxView(ctx)).notices.flatMap(({ kind, by, words: said }) =>
    amendments.includes(kind) ? [[kind, by, said]] : [],
  )
const claimSeenBy = async (ctx: Context) => {
  const view = await workspaceView(ctx, reportId)
  return view.claims.find(({ id }) => id === claimId)!
}

const type = (ctx: Context) => typeIn(own.server, ctx, claimId, (text) => text.insert(0, 'x'))

describe('a correction', () => {
  const told1 = ['correction', 'Mara', words.wrong]

  it('is told to whoever checks the claim, approved it and published it, and to nobody else', async () => {
    const olga = await team.join('Olga', 'editor')
    const { mara, oleh, edith, emil, ada } = team
    // To read is not to work on it, though it is recorded.
    await record(olga, change(claims, claimId, { kind: 'history.take', upTo: 1 }))
    await correctClaim(mara, claimId, words)
    for (const ctx of [oleh, edith, emil]) expect(await told(ctx), ctx.actor.name).toEqual([told1])
    for (const ctx of [mara, olga, ada]) expect(await told(ctx), ctx.actor.name).toEqual([])
    const [notice] = (await inboxView(edith)).notices
    expect(notice).toMatchObject({ claimId, reportId, threadId: null, statement: 'Taxes rose.', isRead: false })
  })

  it('is told to the authors, and to whoever wrote in it since it was published', async () => {
    const [vera, mara] = [await team.join('Vera', 'checker'), team.mara]
    await type(vera)
    await correctClaim(team.edith, claimId, words)
    for (const ctx of [mara, vera]) expect(await told(ctx)).toEqual([['correction', 'Edith', words.wrong]])
    expect(await told(team.edith)).toEqual([])
  })

  it('is told to those who worked on it then, not to whoever comes later, and no more once it is withdrawn', async () => {
    const vera = await team.join('Vera', 'checker')
    await correctClaim(team.mara, claimId, words)
    await assignClaim(team.mara, claimId, { personId: vera.actor.personId })
    await classifyClaim(vera, claimId, { priority: 'high', tags: '', seen: '0' })
    expect([await told(vera), await told(team.oleh)]).toEqual([[], [told1]])
    const [correction] = (await claimSeenBy(team.mara)).corrections
    await withdrawCorrection(team.mara, claimId, { correctionId: correction!.id })
    expect(await told(team.oleh)).toEqual([])
  })

  it('is told to nobody who left, and in no other team', async () => {
    const { mara, oleh, ada, edith } = team
    await correctClaim(mara, claimId, words)
    await endMembership(ada, oleh.actor.personId)
    const left = { ...oleh, actor: { ...oleh.actor, roles: [] } }
    await expect(inboxView(left)).rejects.toThrow('does not allow')
    const elsewhere = (await desk(own.server)).edith
    const guest = { ...elsewhere, actor: { ...elsewhere.actor, personId: edith.actor.personId } }
    expect(await told(guest)).toEqual([])
  })

  it('stands on everyone’s page of the claim until it is published', async () => {
    const { seq, mark } = await workspaceData(team.oleh, reportId)
    await correctClaim(team.mara, claimId, words)
    const { since: _, ...said } = words
    const shown = [{ id: expect.any(String), by: 'Mara', ...said }]
    const news = await workspaceNews(team.oleh, reportId, { seq, mark })
    expect(news?.claims).toMatchObject([{ id: claimId, corrections: shown, takenBack: null }])
    await submitClaim(team.mara, claimId, {})
    await approveNow(team.edith, claimId)
    expect((await claimSeenBy(team.oleh)).corrections).toEqual(shown)
    await publishNow(team.emil, claimId)
    expect((await claimSeenBy(team.oleh)).corrections).toEqual([])
  })

  it('says before it is written who could approve it then', async () => {
    const { edith, emil, mara, ada } = team
    const shown = async (ctx: Context) => (await reviewView(ctx, reportId, claimId)).open?.mayApproveCorrected
    expect(await shown(mara)).toEqual(['Edith', 'Emil'])
    expect(await shown(edith)).toEqual(['Emil'])
    await giveRolesTo(ada, emil.actor.personId, ['checker'])
    expect(await shown(edith)).toEqual([])
    expect((await reviewView(edith, reportId, claimId)).open?.mayApprove).toEqual(['Edith'])
  })
})

it('a correction names a day that was, somewhere on earth', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  await expect(correctClaim(team.mara, claimId, { ...words, since: inDays(2) })).rejects.toThrow('still to come')
  expect((await claimSeenBy(team.oleh)).corrections).toEqual([])
  await correctClaim(team.mara, claimId, { ...words, since: inDays(0) })
  expect((await claimSeenBy(team.oleh)).corrections).toHaveLength(1)
})

describe('a claim that is taken back', () => {
  it('is told to whoever worked on it, but not to whoever took it back', async () => {
    const { mara, oleh, edith, emil, ada } = team
    await retractClaim(emil, claimId, { how: 'retracted', note })
    for (const ctx of [mara, oleh, edith])
      expect(await told(ctx), ctx.actor.name).toEqual([['retraction', 'Emil', note]])
    for (const ctx of [emil, ada]) expect(await told(ctx), ctx.actor.name).toEqual([])
  })

  it('says so on everyone’s page of it until it is published anew', async () => {
    await retractClaim(team.emil, claimId, { how: 'unpublished', note })
    expect((await claimSeenBy(team.oleh)).takenBack).toEqual({ how: 'unpublished', note, by: 'Emil' })
    await submitClaim(team.mara, claimId, {})
    await approveNow(team.edith, claimId)
    await publishNow(team.edith, claimId)
    expect((await claimSeenBy(team.oleh)).takenBack).toBeNull()
  })
})

describe('a report that is taken back', () => {
  it('is told to whoever approved and published it and to its authors, but not to whoever took it back', async () => {
    const whole = await ReportDesk.open(own.server)
    await whole.bringOut()
    const { mara, oleh, edith, emil, ada } = whole.team
    await retractReport(emil, whole.reportId, { note })
    for (const ctx of [mara, edith])
      expect(await told(ctx), ctx.actor.name).toEqual([['report-retraction', 'Emil', note]])
    for (const ctx of [oleh, emil, ada]) expect(await told(ctx), ctx.actor.name).toEqual([])
    const [notice] = (await inboxView(edith)).notices
    expect(notice).toMatchObject({ claimId: null, reportId: whole.reportId, statement: '', isRead: false })
  })
})
