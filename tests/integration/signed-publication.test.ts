import { sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import type { Context } from '#server/context.ts'
import { lockSigning } from '#server/history/queries/standing.ts'
import { signHistoryOf } from '#server/history/signer.gateway.ts'
import { correctClaim, retractClaim } from '#server/publication/commands.ts'
import { publicClaims, publicReports, publicSide } from '#server/publication/queries/public.ts'
import { publishedReport } from '#server/publication/queries/public-report.ts'
import { listAuthorsOf } from '#server/reports/store.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { approveNow, contentNow, premises, publishNow, type Desk } from '#tests/support/desk.ts'
import { signingFolder } from '#tests/support/signing.ts'
import { ReportDesk } from '#tests/support/whole-report.ts'

const own = premises()
let report: ReportDesk
let team: Desk
let one: string
/** Emil, while nobody signs. */
let unsigned: Context

beforeEach(async () => {
  report = await ReportDesk.open(own.server)
  ;({ team, one } = report)
  unsigned = { ...team.emil, signHistory: async () => {} }
})

const sign = () => team.emil.signHistory(team.mara.actor.teamId)

/** All that readers see of the team at a moment, and by which mark they know it again. */
async function seen(now = new Date()) {
  const { db } = team.mara
  const side = await publicSide(db, team.slug, now)
  if (!side) throw new Error('The team has no public side.')
  const [claims, reports, whole] = await Promise.all([
    publicClaims(db, side, now, {}),
    publicReports(db, side, now),
    publishedReport(db, side, now, 'budget'),
  ])
  const said = claims.map((claim) => ('form' in claim ? claim.form.rating : 'taken back'))
  return { said, claims, reports: reports.length, whole: whole?.number ?? null, version: side.version }
}

/** How the publications of a claim, or of the report, stand to readers, as its editors are told. */
async function readersOf(claimId: string | null) {
  const { open, whole } = await reviewView(team.edith, report.reportId, claimId)
  return (open ?? whole)?.publications.map(({ readers }) => readers)
}

/** Publishes a correction of the claim, which is half true then. */
async function publishCorrected(editor: Context, more: Record<string, string> = {}): Promise<void> {
  await correctClaim(team.edith, one, { wrong: 'True.', now: 'Half.', why: 'A slip.', since: '2025-06-01' })
  const { claim } = await contentNow(team.mara, one)
  await setVerdict(team.mara, one, { rating: 'half-true', reason: 'One says so.', seen: String(claim.verdictSeq) })
  await submitClaim(team.mara, one, {})
  await approveNow(team.emil, one)
  await publishNow(editor, one, more)
}

it('nothing is before readers before the history that holds it is signed, and then all of it', async () => {
  await report.submit()
  await report.approve(team.edith)
  await report.publish(unsigned)
  const before = await seen()
  expect(before).toMatchObject({ claims: [], reports: 0, whole: null })
  for (const id of [null, one]) expect(await readersOf(id)).toEqual(['unsigned'])
  await sign()
  const after = await seen()
  expect(after).toMatchObject({ said: ['true', 'true'], reports: 1, whole: 1 })
  expect(after.version).not.toBe(before.version)
  for (const id of [null, one]) expect(await readersOf(id)).toEqual(['seen'])
})

it('whoever publishes has it before readers with the answer', async () => {
  await report.bringOut()
  expect(await seen()).toMatchObject({ said: ['true', 'true'], reports: 1, whole: 1 })
})

it('what is taken back is gone at once, unsigned, and stays so when it is signed', async () => {
  await publishNow(team.emil, one)
  expect((await seen()).said).toEqual(['true'])
  const { version } = await seen()
  await retractClaim(unsigned, one, { how: 'unpublished', note: 'It was forged.' })
  const gone = await seen()
  expect(gone).toMatchObject({ said: ['taken back'], claims: [{ unpublished: { note: 'It was forged.' } }] })
  expect(gone.version).not.toBe(version)
  await sign()
  expect((await seen()).claims).toEqual(gone.claims)
})

it('what was taken back before it was signed readers never see, and whoever took it back dropped it from the list', async () => {
  await publishNow(unsigned, one)
  await retractClaim(unsigned, one, { how: 'retracted', teamNote: 'For the team.' })
  expect(await readersOf(one)).toEqual(['never'])
  await sign()
  expect(await readersOf(one)).toEqual(['never'])
  expect(await seen()).toMatchObject({ claims: [], reports: 0 })
  expect(await listAuthorsOf(team.mara.db, report.reportId, '{"claims":[]}')).toContainEqual({
    personId: team.emil.actor.personId,
    deeds: ['claim.drop'],
  })
})

it('readers keep what they have while what replaces it waits', async () => {
  await publishNow(team.emil, one)
  await publishCorrected(unsigned)
  expect(await seen()).toMatchObject({ said: ['true'], claims: [{ number: 1 }] })
  expect(await readersOf(one)).toEqual(['seen', 'unsigned'])
  await sign()
  const after = await seen()
  expect(after).toMatchObject({ said: ['half-true'], claims: [{ number: 2 }] })
  expect(after.claims[0]).toMatchObject({ form: { corrections: [{ wrong: 'True.' }] } })
})

it('what was replaced before it was signed readers never see, and nothing is corrected for them', async () => {
  await publishNow(unsigned, one)
  await publishCorrected(unsigned)
  expect(await readersOf(one)).toEqual(['never', 'unsigned'])
  await sign()
  expect(await readersOf(one)).toEqual(['never', 'seen'])
  const after = await seen()
  expect(after).toMatchObject({ said: ['half-true'], claims: [{ number: 1 }] })
  expect(after.claims[0]).toMatchObject({ form: { corrections: [] } })
})

it('what was under embargo does not come out when what replaced it still waits', async () => {
  const end = new Date(Date.now() + 3_600_000)
  await publishNow(team.emil, one, { visibleFrom: end.toISOString() })
  await publishCorrected(unsigned)
  const later = new Date(end.getTime() + 1_000)
  expect((await seen(later)).claims).toEqual([])
  await sign()
  expect(await seen(later)).toMatchObject({ said: ['half-true'], claims: [{ number: 1 }] })
})

it('what is said to the team alone with what waits never becomes a note to readers', async () => {
  await publishNow(unsigned, one)
  const { db } = team.mara
  const ownFolder = signingFolder()
  let takingBack: Promise<unknown> = Promise.resolve()
  await db.transaction(async (tx) => {
    await lockSigning(tx)
    takingBack = retractClaim(unsigned, one, { how: 'unpublished', teamNote: 'For the team.' })
    // So that it does not count as nobody's when it fails early.
    takingBack.catch(() => {})
    const waiting = () => db.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted`)
    await expect.poll(waiting, { timeout: 10_000 }).toHaveLength(1)
    await signHistoryOf({ db: tx, folder: ownFolder }, team.mara.actor.teamId)
  })
  await expect(takingBack).rejects.toMatchObject({ id: 'changed-since' })
  expect((await seen()).said).toEqual(['true'])
})

it('the application lets readers see nothing but what a checkpoint is of', async () => {
  const { db } = team.mara
  const { teamId } = team.mara.actor
  await sign()
  const refused = { cause: { message: expect.stringContaining('only ever further') as string } }
  await expect(db.execute(sql`update signed_head set seq = seq + 100 where team_id = ${teamId}`)).rejects.toMatchObject(
    refused,
  )
  await expect(db.execute(sql`update signed_head set seq = seq - 1 where team_id = ${teamId}`)).rejects.toMatchObject(
    refused,
  )
  await expect(db.execute(sql`update signed_head set waits_after = 1 where team_id = ${teamId}`)).rejects.toMatchObject(
    refused,
  )
  await expect(db.execute(sql`insert into signed_head values ('nobody', 1, 0)`)).rejects.toMatchObject(refused)
})
