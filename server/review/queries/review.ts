import { isChecked, type Stage } from '../../claims/stage.ts'
import { claimsOf, partsOf, publicMarksOf } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { sourcesOf } from '../../evidence/store.ts'
import { headOf } from '../../history/store.ts'
import { membersOf, teamPageOf } from '../../identity/store.ts'
import { can } from '../../policy/can.ts'
import type { Role } from '../../policy/roles.ts'
import { addressOf } from '../../publication/store.ts'
import { byClaim } from '../../reports/claim-data.ts'
import { loadReport } from '../../reports/store.ts'
import { publicState } from '../public-state.ts'
import type { ReviewedClaim, ReviewLine, ReviewView } from '../review-view.ts'
import { whyNotPublishAll } from '../why-not.ts'
import { reviewedClaim } from '../reviewed.ts'
import { authorsOf, contentOf, demandsOn, hashOf } from './content.ts'

/**
 * What stands in a report for review and publication, with one of its claims open.
 * @throws {Problem} `not-found` when the viewer's team has no such report, or the report no such claim.
 */
export async function reviewView(ctx: Context, reportId: string, claimId: string | null): Promise<ReviewView> {
  const { actor, db } = ctx
  if (!can(actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  // Read first: what changes while the rest is read then comes again as a live event.
  const seq = await headOf(db, actor.teamId)
  const report = await loadReport(db, actor.teamId, reportId)
  if (!report) throw new Problem('not-found', 'This report does not exist.')
  const rows = (await claimsOf(db, reportId)).filter(({ withdrawn }) => !withdrawn)
  const index = rows.findIndex(({ id }) => id === claimId)
  if (claimId && index < 0) throw new Problem('not-found', 'This claim does not exist.')
  const { personId, name, teamId } = actor
  const page = await teamPageOf(db, teamId)
  return {
    whyNotPublish: whyNotPublishAll(actor, page !== null),
    report: { id: report.id, title: report.title },
    claims: await linesOf(ctx, report, rows),
    open: claimId ? await reviewed(ctx, claimId, index + 1) : null,
    seq,
    viewer: { personId, name, teamId },
  }
}

type Rows = Awaited<ReturnType<typeof claimsOf>>

async function linesOf(
  { db, actor }: Context,
  report: NonNullable<Awaited<ReturnType<typeof loadReport>>>,
  rows: Rows,
): Promise<ReviewLine[]> {
  const shown = rows.filter(({ stage, returnNote }) => isChecked(stage as Stage) || returnNote !== '')
  const ids = shown.map(({ id }) => id)
  const [parts, publicity, sources] = await Promise.all([
    partsOf(db, ids),
    publicMarksOf(db, ids),
    sourcesOf(db, actor.teamId),
  ])
  const known = new Map(sources.map((source) => [source.id, source]))
  const [partsOfOne, publicityOfOne] = [byClaim(parts), byClaim(publicity)]
  return shown.map((claim) => {
    const { id } = claim
    const own = partsOfOne(id)
    const rowsOfOne = { claim, parts: own, publicity: publicityOfOne(id), sources: known, report }
    const { isStale, approvedHash } = publicState(rowsOfOne, hashOf)
    const statement = own.texts[0]?.statement ?? ''
    return { id, number: rows.indexOf(claim) + 1, statement, stage: claim.stage as Stage, isStale, approvedHash }
  })
}

async function reviewed({ db, actor, now }: Context, claimId: string, number: number): Promise<ReviewedClaim> {
  const content = await contentOf(db, actor.teamId, claimId)
  if (!content) throw new Problem('not-found', 'This claim does not exist.')
  const [authors, demands, members, page, address] = await Promise.all([
    authorsOf(db, content),
    demandsOn(db, actor.teamId, content),
    membersOf(db, actor.teamId),
    teamPageOf(db, actor.teamId),
    addressOf(db, content.claim.reportId),
  ])
  const people = members.map(({ personId, name, roles }) => ({ personId, name, roles: roles as Role[] }))
  const place = page && { ...page, path: address ? `/p/${page.slug}/${address}` : '' }
  return reviewedClaim(actor, { number, content, authors, demands, people, place, now: now().toISOString() })
}
