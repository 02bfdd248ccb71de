import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { retractClaim, retractReport } from '#server/publication/commands.ts'
import { isReadable } from '#server/publication/published.ts'
import { publicClaims, publicSide } from '#server/publication/queries/public.ts'
import { publishedReport, reportsTakenBack } from '#server/publication/queries/public-report.ts'
import { reopenReport } from '#server/review/commands/report-review.ts'
import { reopenClaim, submitClaim } from '#server/review/commands/review.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { approveNow, publishNow, type Desk } from '#tests/support/desk.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { serveRooms, type RoomsServer } from '#tests/support/rooms.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'

let database: FreshDatabase
let server: RoomsServer
let report: ReportDesk
let team: Desk
let one: string
let other: string

beforeAll(async () => {
  database = await freshDatabase()
  const { rolesAmong } = await import('#server/identity/queries.ts')
  server = await serveRooms(database.app.db, [], { rolesAmong })
})
afterAll(async () => {
  await server.close()
  await database.drop()
})
beforeEach(async () => {
  report = await ReportDesk.open(server)
  ;({ team, one, other } = report)
})

/** What readers see of the report at a moment. */
async function seenAt(now: Date) {
  const { db } = database.app
  const side = await publicSide(db, team.slug, now)
  if (!side) throw new Error('The team has no public side.')
  const [claims, whole, takenBack] = await Promise.all([
    publicClaims(db, side, now, { report: 'budget' }),
    publishedReport(db, side, now, 'budget'),
    reportsTakenBack(db, side, now),
  ])
  return { side, claims, whole, takenBack: [...takenBack] }
}

const hour = 60 * 60 * 1000
const later = (hours: number) => new Date(Date.now() + hours * hour)

async function slugsOf(ids: readonly string[]): Promise<string[]> {
  const rows = await database.app.db.execute<{ id: string; slug: string }>(
    sql`select claim_id as id, slug from publication where report_id = ${report.reportId}`,
  )
  return ids.map((id) => rows.find((row) => row.id === id)?.slug ?? '')
}

describe('what readers see of a report', () => {
  it('is nothing of its list before it is published', async () => {
    await publishNow(team.emil, other)
    const before = await seenAt(new Date())
    await report.submit()
    await report.approve(team.edith)
    expect(await seenAt(new Date())).toEqual(before)
    expect(before.whole).toBeNull()
    await report.publish(team.emil)
    const { claims, whole, side } = await seenAt(new Date())
    expect(side.version).not.toBe(before.side.version)
    expect(claims).toHaveLength(2)
    const slugs = await slugsOf([one, other])
    expect(whole).toEqual({
      number: 1,
      publishedAt: side.changedAt,
      approvers: { names: ['Edith'] },
      claims: slugs,
      retracted: null,
    })
    await retractClaim(team.emil, one, { how: 'unpublished', note: 'A court said so.' })
    expect((await seenAt(new Date())).whole?.claims).toEqual(slugs)
  })

  it('waits for the end of an embargo, and nothing tells that there is one', async () => {
    await publishNow(team.emil, one)
    const before = await seenAt(new Date())
    const until = later(2)
    await report.bringOut({ visibleFrom: until.toISOString() })
    const hidden = await seenAt(new Date())
    expect({ ...hidden, side: null }).toEqual({ ...before, side: null })
    expect(hidden.side.changedAt).toBe(before.side.changedAt)
    const shown = await seenAt(until)
    expect(shown.whole).toMatchObject({ number: 1, publishedAt: until.toISOString() })
    expect(shown.side).toMatchObject({ changedAt: until.toISOString() })
    expect(shown.side.version).not.toBe(hidden.side.version)
    expect((await seenAt(new Date(until.getTime() - 1))).whole).toBeNull()
  })

  it('tells an embargo of a report whose claims are all published by its end alone', async () => {
    for (const id of [one, other]) await publishNow(team.emil, id)
    const until = later(2)
    await report.bringOut({ visibleFrom: until.toISOString() })
    const [hidden, shown] = [await seenAt(new Date()), await seenAt(until)]
    expect(shown.side.version).not.toBe(hidden.side.version)
  })

  it('is marked when it was taken back, until it is published anew', async () => {
    await report.bringOut()
    const before = await seenAt(new Date())
    await retractReport(team.emil, report.reportId, { note: 'The letter was forged.' })
    expect(before.takenBack).toEqual([])
    const { whole, claims, side, takenBack } = await seenAt(new Date())
    expect(takenBack).toEqual([['budget', 1]])
    expect(whole).toMatchObject({ number: 1, retracted: { note: 'The letter was forged.', at: side.changedAt } })
    expect(claims).toEqual(before.claims)
    expect(side.version).not.toBe(before.side.version)
    await report.bringOut()
    expect(await seenAt(new Date())).toMatchObject({ whole: { number: 2, retracted: null }, takenBack: [] })
  })

  it('never was what was taken back before its time', async () => {
    await report.bringOut({ visibleFrom: later(1).toISOString() })
    await retractReport(team.emil, report.reportId, { note: 'Wrong.' })
    const shown = await seenAt(later(2))
    expect(shown.whole).toBeNull()
    expect(shown.takenBack).toEqual([])
  })

  it('tells nothing of what was taken back of a list of which readers have no claim', async () => {
    const third = await report.submitAnother()
    await publishNow(team.emil, one)
    await reopenClaim(team.mara, one, { reason: 'Once more.' })
    await reopenClaim(team.mara, other, { reason: 'Once more.' })
    await approveNow(team.edith, third)
    await publishNow(team.emil, third, { visibleFrom: later(2).toISOString() })
    await report.bringOut()
    await retractReport(team.emil, report.reportId, { note: 'Wrong.' })
    expect((await seenAt(new Date())).takenBack).toEqual([])
    expect((await seenAt(later(2))).takenBack).toEqual([])
  })
})

it('a list that is published already is published again only with a claim that was taken back since', async () => {
  const { edith, emil, mara } = team
  const whyNot = async () => (await reviewView(emil, report.reportId, null)).whole?.whyNot['report.publish']
  await report.bringOut()
  await reopenReport(mara, report.reportId, { reason: 'Once more.' })
  await report.submit()
  await report.approve(edith)
  expect(await whyNot()).toBe('Exactly this is published already.')
  await expect(report.publish(emil)).rejects.toThrow('Exactly this is published already.')
  await retractClaim(emil, other, { how: 'retracted', note: 'Too early.' })
  await submitClaim(mara, other, {})
  await approveNow(edith, other)
  expect(await whyNot()).toBeNull()
  await report.publish(emil)
  expect(await report.counts()).toEqual({ report: 2, claims: 3 })
  const { claims, whole } = await seenAt(later(0))
  expect([whole?.number, claims.map((claim) => isReadable(claim) && claim.retracted)]).toEqual([2, [null, null]])
})
