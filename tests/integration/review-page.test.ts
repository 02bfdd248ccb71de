import { beforeEach, expect, it } from 'vitest'
import { retractClaim } from '#server/publication/commands.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { returnReport } from '#server/review/commands/report-review.ts'
import { reopenClaim, returnClaim, submitClaim } from '#server/review/commands/review.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { approveNow, premises, publishNow, type Desk } from '#tests/support/desk.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'

const own = premises()
let report: ReportDesk
let team: Desk
let one: string

beforeEach(async () => {
  report = await ReportDesk.open(own.server)
  ;({ team, one } = report)
})

const look = (claimId: string | null) => reviewView(team.edith, report.reportId, claimId)

it('what an editor sent a claim back with stays there, also once it is submitted, until something is approved', async () => {
  const returned = async () => (await look(one)).open?.returned
  expect(await returned()).toBeNull()
  await returnClaim(team.edith, one, { comment: 'Which budget?' })
  const first = await returned()
  expect(first).toMatchObject({ note: 'Which budget?', by: 'Edith' })
  expect(new Date(first?.at ?? '').getTime()).toBeGreaterThan(0)
  await submitClaim(team.mara, one, {})
  expect(await returned()).toEqual(first)
  await approveNow(team.edith, one)
  expect(await returned()).toBeNull()
})

it('so does what a report was sent back with', async () => {
  const returned = async () => (await look(null)).whole?.returned
  await report.submit()
  await returnReport(team.edith, report.reportId, { comment: 'Where is the third one?' })
  await report.submit()
  expect(await returned()).toMatchObject({ note: 'Where is the third one?', by: 'Edith' })
  await report.approve(team.edith)
  expect(await returned()).toBeNull()
})

it('a published list says that it differs from what was published, once it does', async () => {
  await report.bringOut()
  expect((await look(null)).report).toMatchObject({ stage: 'published', differs: false })
  await reopenClaim(team.mara, one, { reason: 'Once more.' })
  expect((await look(null)).report).toMatchObject({ stage: 'published', differs: true })
})

it('a claim that was taken back says how, until it is published anew', async () => {
  const takenBackHow = async () => {
    const { claims } = await workspaceView(team.mara, report.reportId)
    return claims.find(({ id }) => id === one)?.takenBackHow
  }
  await publishNow(team.emil, one)
  expect(await takenBackHow()).toBeNull()
  await retractClaim(team.emil, one, { how: 'unpublished', note: 'A court said so.' })
  expect(await takenBackHow()).toBe('unpublished')
  await submitClaim(team.mara, one, {})
  expect((await look(one)).claims.find(({ id }) => id === one)?.takenBackHow).toBe('unpublished')
  await approveNow(team.edith, one)
  expect(await takenBackHow()).toBe('unpublished')
  await publishNow(team.emil, one)
  expect(await takenBackHow()).toBeNull()
})
