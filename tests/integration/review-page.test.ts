import { beforeEach, expect, it } from 'vitest'
import { retractClaim, retractReport } from '#server/publication/commands.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { reopenReport, returnReport } from '#server/review/commands/report-review.ts'
import { reopenClaim, returnClaim, submitClaim } from '#server/review/commands/review.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { untilSeen } from '#server/review/until-seen.ts'
import { approveNow, premises, publishNow, typeIn, type Desk } from '#tests/support/desk.ts'
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

it('a claim says whether readers see it, see it only later, or never saw what was taken back before', async () => {
  const hour = 3_600_000
  const inHours = (hours: number) => new Date(Date.now() + hours * hour)
  const readersAt = async (now: Date) => {
    const view = await reviewView({ ...team.edith, now: () => now }, report.reportId, one)
    return view.open?.publications.map(({ readers }) => readers)
  }
  await publishNow(team.emil, one, { visibleFrom: inHours(2).toISOString() })
  expect([await readersAt(new Date()), await readersAt(inHours(3))]).toEqual([['later'], ['seen']])
  await retractClaim(team.emil, one, { how: 'retracted', note: 'The budget was another one.' })
  expect([await readersAt(new Date()), await readersAt(inHours(3))]).toEqual([['never'], ['never']])
  await submitClaim(team.mara, one, {})
  await approveNow(team.edith, one)
  await publishNow(team.emil, one)
  await retractClaim(team.emil, one, { how: 'retracted', note: 'This one too.' })
  expect(await readersAt(inHours(3))).toEqual(['never', 'seen'])
})

it('so does a report as a whole, whose list has no page while readers have no claim of it', async () => {
  const later = new Date(Date.now() + 7_200_000)
  const readersAt = async (now: Date) => {
    const { whole } = await reviewView({ ...team.edith, now: () => now }, report.reportId, null)
    return whole?.publications.map(({ readers }) => readers)
  }
  await report.bringOut({ visibleFrom: new Date(Date.now() + 3_600_000).toISOString() })
  expect([await readersAt(new Date()), await readersAt(later)]).toEqual([['later'], ['seen']])
  await retractClaim(team.emil, one, { how: 'unpublished', note: 'It was another budget.' })
  expect(await readersAt(later)).toEqual(['seen'])
  await retractClaim(team.emil, report.other, { how: 'unpublished', note: 'So was this.' })
  expect([await readersAt(new Date()), await readersAt(later)]).toEqual([['never'], ['never']])
  const late = { ...team.emil, now: () => later }
  await retractReport(late, report.reportId, { how: 'unpublished', teamNote: 'Nobody saw it.' })
})

it('a list names the claim that needs a correction before it can be published', async () => {
  await report.bringOut()
  await reopenClaim(team.mara, one, { reason: 'Once more.' })
  await typeIn(own.server, team.mara, one, (text) => text.insert(0, 'Surely: '))
  await submitClaim(team.mara, one, {})
  await approveNow(team.edith, one)
  await reopenReport(team.mara, report.reportId, { reason: 'One changed.' })
  await report.submit()
  await report.approve(team.edith)
  const refused = /^“Surely: .+”: Readers know another form of this claim/u
  const { whole, claims } = await look(null)
  expect(whole?.whyNot['report.publish']).toMatch(refused)
  expect(claims.map(({ whyNotPublish }) => whyNotPublish !== null)).toEqual([true, false])
  await expect(report.publish(team.edith)).rejects.toThrow(refused)
})

const inHours = (hours: number) => new Date(Date.now() + hours * 60 * 60 * 1000)
const taken = (teamNote: string) => ({ how: 'unpublished', teamNote })

it('what readers never saw is taken back with a note for the team', async () => {
  await report.bringOut({ visibleFrom: inHours(2).toISOString() })
  expect(untilSeen(await look(one))).toBeGreaterThan(60 * 60 * 1000)
  await expect(retractClaim(team.emil, one, taken(' '))).rejects.toMatchObject({
    fields: { teamNote: 'Say for the team’s history why it is taken back.' },
  })
  await retractClaim(team.emil, one, taken('The letter may be forged.'))
  await retractReport(team.emil, report.reportId, taken('Wait for the letter.'))
  expect(untilSeen(await look(one))).toBeNull()
  expect((await look(one)).open?.retraction).toMatchObject({ how: 'unpublished', note: 'The letter may be forged.' })
  expect((await look(null)).whole?.retraction).toMatchObject({ note: 'Wait for the letter.' })
})

it('a note for the team is not read out to readers who see it meanwhile: then nothing is taken back', async () => {
  const visibleFrom = inHours(2)
  await report.bringOut({ visibleFrom: visibleFrom.toISOString() })
  const late = { ...team.emil, now: () => inHours(3) }
  // The time of the entry is behind everybody else's turn.
  const justBefore = { ...team.emil, now: () => new Date(visibleFrom.getTime() - 4_000) }
  const refusal = { id: 'changed-since', message: expect.stringContaining('Readers see it') }
  for (const ctx of [late, justBefore]) {
    await expect(retractClaim(ctx, one, taken('The letter may be forged.'))).rejects.toMatchObject(refusal)
  }
  await expect(retractReport(late, report.reportId, taken('Wait.'))).rejects.toMatchObject(refusal)
  expect((await look(one)).open?.retraction).toBeNull()
  expect((await look(null)).whole?.retraction).toBeNull()
  await retractClaim(late, one, { how: 'retracted', note: 'The letter is forged.' })
})
