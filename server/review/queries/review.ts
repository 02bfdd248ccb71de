import type { Stage } from '../../claims/stage.ts'
import { statementsOf } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { headOf } from '../../history/store.ts'
import { membersOf, teamPageOf, teamRulesOf } from '../../identity/store.ts'
import { can } from '../../policy/can.ts'
import type { Role } from '../../policy/roles.ts'
import { claimsEverSeen } from '../../publication/queries/public-report.ts'
import { addressOf } from '../../publication/store.ts'
import { wholeRowsOf } from '../../reports/store.ts'
import type { ReviewedClaim, ReviewedReport, ReviewLine, ReviewView } from '../review-view.ts'
import { whyNotPublishAll } from '../why-not.ts'
import { reviewedClaim, type Member, type Place } from '../reviewed.ts'
import { changedSince, reviewedReport } from '../reviewed-report.ts'
import { readRules } from '../rules.ts'
import type { WholeContent } from '../whole-content.ts'
import { authorsOf, contentOf, demandsOn } from './content.ts'
import { lastReturn } from './returned.ts'
import { wholeOf } from './whole.ts'

/**
 * What stands in a report for review and publication, with one of its claims open.
 * @throws {Problem} `not-found` when the viewer's team has no such report, or the report no such claim.
 */
export async function reviewView(ctx: Context, reportId: string, claimId: string | null): Promise<ReviewView> {
  const { actor, db } = ctx
  if (!can(actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  // Read first: what changes while the rest is read then comes again as a live event.
  const seq = await headOf(db, actor.teamId)
  const content = await wholeOf(db, actor.teamId, reportId)
  if (!content) throw new Problem('not-found', 'This report does not exist.')
  const { report, rows } = content
  const index = rows.findIndex(({ id }) => id === claimId)
  if (claimId && index < 0) throw new Problem('not-found', 'This claim does not exist.')
  const { personId, name, teamId } = actor
  const [page, wholeRows, people] = await Promise.all([
    teamPageOf(db, teamId),
    wholeRowsOf(db, reportId),
    peopleOf(db, teamId),
  ])
  const { id, title, stage } = report
  return {
    whyNotPublish: whyNotPublishAll(actor, page !== null),
    report: { id, title, stage: stage as Stage, ...changedSince({ content, rows: wholeRows, people }) },
    claims: linesOf(content),
    open: claimId ? await reviewed(ctx, claimId, { number: index + 1, people }) : null,
    whole: claimId ? null : await reviewedWhole(ctx, { content, rows: wholeRows, people }),
    seq,
    now: ctx.now().toISOString(),
    viewer: { personId, name, teamId },
  }
}

function linesOf({ seen, rows }: WholeContent): ReviewLine[] {
  const numbers = new Map(rows.map(({ id }, index) => [id, index + 1]))
  return seen.map(({ claim: { id, stage }, statement, state, whyNotPublish }) => {
    const { isStale, approvedHash, published, takenBackHow } = state
    const mark = { isStale, approvedHash, whyNotPublish, published, takenBackHow }
    return { id, number: numbers.get(id) ?? 0, statement, stage: stage as Stage, ...mark }
  })
}

async function reviewedWhole(
  { db, actor, now }: Context,
  { content, rows, people }: Parameters<typeof changedSince>[0],
): Promise<ReviewedReport> {
  const { seen, report } = content
  const shown = new Set(seen.map(({ claim }) => claim.id))
  const unseen = content.rows.map(({ id }) => id).filter((id) => !shown.has(id))
  const [{ settings }, place, statements, returned, everSeen] = await Promise.all([
    teamRulesOf(db, actor.teamId),
    placeOf(db, actor.teamId, report.id),
    statementsOf(db, unseen),
    lastReturn(db, 'report', report.id),
    claimsEverSeen(db, report.id),
  ])
  const needed = readRules(settings).quorum.minimum
  const known = { content, rows, people, needed, path: place && place.path, statements, returned, everSeen }
  return reviewedReport(actor, { ...known, now: now().toISOString() })
}

async function peopleOf(db: Context['db'], teamId: string) {
  const members = await membersOf(db, teamId)
  return members.map(({ personId, name, roles }) => ({ personId, name, roles: roles as Role[] }))
}

/** Where a report stands before readers; null while the team has no page. */
async function placeOf(db: Context['db'], teamId: string, reportId: string): Promise<Place | null> {
  const [page, address] = await Promise.all([teamPageOf(db, teamId), addressOf(db, reportId)])
  return page && { ...page, path: address ? `/p/${page.slug}/${address}` : '' }
}

async function reviewed(
  { db, actor, now }: Context,
  claimId: string,
  { number, people }: { readonly number: number; readonly people: readonly Member[] },
): Promise<ReviewedClaim> {
  const content = await contentOf(db, actor.teamId, claimId)
  if (!content) throw new Problem('not-found', 'This claim does not exist.')
  const [authors, demands, place, returned] = await Promise.all([
    authorsOf(db, content),
    demandsOn(db, actor.teamId, content),
    placeOf(db, actor.teamId, content.claim.reportId),
    lastReturn(db, 'claim', claimId),
  ])
  const known = { number, content, authors, demands, people, place, returned }
  return reviewedClaim(actor, { ...known, now: now().toISOString() })
}
