import { describe, expect, it } from 'vitest'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { teamPageOf } from '#server/identity/store.ts'
import { correctClaim, retractClaim, setTeamPage } from '#server/publication/commands.ts'
import { isReadable, type PublicClaim, type PublishedClaim } from '#server/publication/published.ts'
import { publicClaims, publicReports, publicSide, type PublicSide } from '#server/publication/queries/public.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { approveNow, contentNow, desk, premises, publishNow, submittedClaim, type Desk } from '#tests/support/desk.ts'

const own = premises()
let team: Desk

const hour = 60 * 60 * 1000
const later = (hours: number) => new Date(Date.now() + hours * hour)

async function pageOf() {
  const page = await teamPageOf(own.database.app.db, team.mara.actor.teamId)
  if (!page) throw new Error('The team has no public page.')
  return page
}

async function sideAt(now: Date): Promise<PublicSide> {
  const side = await publicSide(own.database.app.db, (await pageOf()).slug, now)
  if (!side) throw new Error('The team has no public side.')
  return side
}

/** What readers see of the whole team at a moment. */
async function seenAt(now: Date): Promise<{ claims: PublicClaim[]; reports: number; side: PublicSide }> {
  const side = await sideAt(now)
  const [claims, reports] = await Promise.all([
    publicClaims(own.database.app.db, side, now, {}),
    publicReports(own.database.app.db, side, now),
  ])
  return { claims, reports: reports.length, side }
}

async function onlyOneAt(now: Date): Promise<PublishedClaim> {
  const { claims } = await seenAt(now)
  const [claim] = claims
  if (claims.length !== 1 || !claim || !isReadable(claim)) throw new Error('There is not one claim to read.')
  return claim
}

/** A claim that was published by two people, in a new team. */
async function publishedClaim(more: Record<string, string> = {}): Promise<string> {
  team = await desk(own.server)
  const { claimId } = await submittedClaim(team)
  await approveNow(team.edith, claimId)
  await publishNow(team.emil, claimId, more)
  return claimId
}

/** Corrects a published claim, with another reason, and publishes it anew. */
async function publishCorrected(claimId: string, more: Record<string, string> = {}): Promise<void> {
  const correction = { wrong: 'We said both.', now: 'One says so.', why: 'A letter came.', since: '2025-06-01' }
  await correctClaim(team.edith, claimId, correction)
  const { claim } = await contentNow(team.mara, claimId)
  await setVerdict(team.mara, claimId, { rating: 'half-true', reason: 'One says so.', seen: String(claim.verdictSeq) })
  await submitClaim(team.mara, claimId, {})
  await approveNow(team.emil, claimId)
  await publishNow(team.emil, claimId, more)
}

describe('what everybody may read', () => {
  it('is what was approved, letter by letter, with who approved it', async () => {
    const claimId = await publishedClaim()
    const { form } = await contentNow(team.mara, claimId)
    const claim = await onlyOneAt(new Date())
    expect(claim.form).toEqual(form)
    expect(claim).toMatchObject({ number: 1, approvers: { names: ['Edith'] }, retracted: null })
    expect(claim.publishedAt).toBe(claim.changedAt)
  })

  it('names no approver where the team does not want that', async () => {
    await publishedClaim()
    const before = await sideAt(new Date())
    const page = await pageOf()
    await setTeamPage(team.ada, { ...page, approvers: 'role', seen: String(page.seq) })
    const claim = await onlyOneAt(new Date())
    expect(claim.approvers).toEqual({ editors: 1 })
    expect((await sideAt(new Date())).version).not.toBe(before.version)
  })

  it('is nothing of what is being written', async () => {
    const claimId = await publishedClaim()
    const { claim: row } = await contentNow(team.mara, claimId)
    const before = await seenAt(new Date())
    await setVerdict(team.mara, claimId, { rating: 'false', reason: 'CANARY', seen: String(row.verdictSeq) })
    const { claimId: other } = await submittedClaim(team)
    await approveNow(team.edith, other)
    expect(await seenAt(new Date())).toEqual(before)
  })

  it('is one’s own team’s only', async () => {
    await publishedClaim()
    const first = team
    await publishedClaim()
    const { claims } = await seenAt(new Date())
    team = first
    expect((await seenAt(new Date())).claims).toHaveLength(1)
    expect(claims).toHaveLength(1)
  })
})

describe('an embargo', () => {
  it('hides a claim, its report and that there is any, until its time', async () => {
    team = await desk(own.server)
    const before = await sideAt(new Date())
    const until = later(2)
    const { claimId } = await submittedClaim(team)
    await approveNow(team.edith, claimId)
    await publishNow(team.emil, claimId, { visibleFrom: until.toISOString() })
    const hidden = await seenAt(new Date())
    expect(hidden).toMatchObject({ claims: [], reports: 0 })
    expect(hidden.side.changedAt).toBe(before.changedAt)
    const shown = await seenAt(until)
    expect(shown).toMatchObject({ reports: 1, claims: [{ publishedAt: until.toISOString() }] })
    expect(shown.side.version).not.toBe(hidden.side.version)
    expect(shown.side.changedAt).toBe(until.toISOString())
    expect((await seenAt(new Date(until.getTime() - 1))).claims).toEqual([])
  })

  it('hides a second publication, and the correction in it, while the first is read', async () => {
    const claimId = await publishedClaim()
    const until = later(3)
    const first = await onlyOneAt(new Date())
    await publishCorrected(claimId, { visibleFrom: until.toISOString() })
    expect(await onlyOneAt(new Date())).toEqual(first)
    const second = await onlyOneAt(until)
    expect(second).toMatchObject({ number: 2, publishedAt: first.publishedAt, changedAt: until.toISOString() })
    expect(second).toMatchObject({ form: { rating: 'half-true', corrections: [{ wrong: 'We said both.' }] } })
    expect(second.correctedAt).toEqual([until.toISOString()])
    expect(second.address).toEqual(first.address)
  })

  it('never ends for what was taken back before', async () => {
    const claimId = await publishedClaim({ visibleFrom: later(1).toISOString() })
    await retractClaim(team.emil, claimId, { how: 'retracted', note: 'Wrong.' })
    expect(await seenAt(later(2))).toMatchObject({ claims: [], reports: 0 })
  })
})

describe('a correction', () => {
  it('keeps the day on which readers saw it first', async () => {
    const claimId = await publishedClaim()
    await publishCorrected(claimId)
    const { changedAt: corrected } = await onlyOneAt(new Date())
    await publishCorrected(claimId, { visibleFrom: later(1).toISOString() })
    const claim = await onlyOneAt(later(1))
    expect(claim.number).toBe(3)
    expect(claim.form.corrections).toHaveLength(2)
    expect(claim.correctedAt[0]).toBe(corrected)
  })
})

describe('what is taken back', () => {
  it('stays readable and marked when it is retracted', async () => {
    const claimId = await publishedClaim()
    const before = await onlyOneAt(new Date())
    await retractClaim(team.emil, claimId, { how: 'retracted', note: 'The letter was forged.' })
    const { claims, reports, side } = await seenAt(new Date())
    expect(claims).toEqual([{ ...before, retracted: { note: 'The letter was forged.', at: side.changedAt } }])
    expect(reports).toBe(1)
  })

  it('leaves its note alone when it is unpublished, and is whole again when it is published anew', async () => {
    const claimId = await publishedClaim()
    await retractClaim(team.emil, claimId, { how: 'unpublished', note: 'A court said so.' })
    const { claims, reports } = await seenAt(new Date())
    expect(claims).toEqual([
      {
        address: expect.anything(),
        publishedAt: expect.anything(),
        unpublished: { note: 'A court said so.', at: expect.anything() },
      },
    ])
    expect(JSON.stringify(claims)).not.toContain('Both say so')
    expect(reports).toBe(0)
    await publishCorrected(claimId)
    expect(await onlyOneAt(new Date())).toMatchObject({ number: 2, retracted: null })
  })
})
