import { beforeEach, expect, it } from 'vitest'
import { publicClaims, publicReports, publicSide } from '#server/publication/queries/public.ts'
import { publishedReport } from '#server/publication/queries/public-report.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { premises, type Desk } from '#tests/support/desk.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'

const own = premises()
let report: ReportDesk
let team: Desk

beforeEach(async () => {
  report = await ReportDesk.open(own.server)
  ;({ team } = report)
})

const teamId = () => team.mara.actor.teamId

/** All that readers see of the team now, and by which mark they know it again. */
async function seen() {
  const { db } = team.mara
  const now = new Date()
  const side = await publicSide(db, team.slug, now)
  if (!side) throw new Error('The team has no public side.')
  const [claims, reports, whole] = await Promise.all([
    publicClaims(db, side, now, {}),
    publicReports(db, side, now),
    publishedReport(db, side, now, 'budget'),
  ])
  return { claims: claims.length, reports: reports.length, whole: whole?.number ?? null, version: side.version }
}

/** Publishes the report while nobody signs. */
async function bringOutUnsigned(): Promise<void> {
  const emil = { ...team.emil, signHistory: async () => {} }
  await report.submit()
  await report.approve(team.edith)
  await report.publish(emil)
}

const readersOf = async (claimId: string | null) => {
  const { open, whole } = await reviewView(team.edith, report.reportId, claimId)
  return (open ?? whole)?.publications.map(({ readers }) => readers)
}

it('nothing is before readers before the history that holds it is signed, and then all of it', async () => {
  await bringOutUnsigned()
  const before = await seen()
  expect(before).toMatchObject({ claims: 0, reports: 0, whole: null })
  for (const id of [null, report.one]) expect(await readersOf(id)).toEqual(['unsigned'])
  await team.emil.signHistory(teamId())
  const after = await seen()
  expect(after).toMatchObject({ claims: 2, reports: 1, whole: 1 })
  expect(after.version).not.toBe(before.version)
  for (const id of [null, report.one]) expect(await readersOf(id)).toEqual(['seen'])
})

it('whoever publishes has it before readers with the answer', async () => {
  await report.bringOut()
  expect(await seen()).toMatchObject({ claims: 2, reports: 1, whole: 1 })
})
