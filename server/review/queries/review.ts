import type { Stage } from '../../claims/stage.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { headOf } from '../../history/store.ts'
import { membersOf, teamPageOf } from '../../identity/store.ts'
import { can } from '../../policy/can.ts'
import type { Role } from '../../policy/roles.ts'
import { addressOf } from '../../publication/store.ts'
import type { ReviewedClaim, ReviewLine, ReviewView } from '../review-view.ts'
import { whyNotPublishAll } from '../why-not.ts'
import { reviewedClaim } from '../reviewed.ts'
import { authorsOf, contentOf, demandsOn } from './content.ts'
import { wholeOf, type WholeContent } from './whole.ts'

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
  const page = await teamPageOf(db, teamId)
  return {
    whyNotPublish: whyNotPublishAll(actor, page !== null),
    report: { id: report.id, title: report.title },
    claims: linesOf(content),
    open: claimId ? await reviewed(ctx, claimId, index + 1) : null,
    seq,
    viewer: { personId, name, teamId },
  }
}

function linesOf({ seen, rows }: WholeContent): ReviewLine[] {
  const numbers = new Map(rows.map(({ id }, index) => [id, index + 1]))
  return seen.map(({ claim: { id, stage }, statement, state: { isStale, approvedHash } }) => {
    return { id, number: numbers.get(id) ?? 0, statement, stage: stage as Stage, isStale, approvedHash }
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
