import type { Transaction } from '#db/client.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, type Change, type Stands } from '../../history/commands.ts'
import { teamPageOf, teamRulesOf, thoseWhoMay } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { reports, wholeRowsOf } from '../../reports/store.ts'
import { wholeRefusals } from '../../reports/whole.ts'
import { approvalsOf, reportApprovalRefusals, stillCounting } from '../../review/approval.ts'
import { wholeBehindHead, wholeOf } from '../../review/queries/whole.ts'
import { authorIdsOf, unpublishedOf, wholeVisibleFrom, type WholeContent } from '../../review/whole-content.ts'
import { missingApprovals, readRules } from '../../review/rules.ts'
import { publishInput } from '../inputs.ts'
import { mostAtOnce } from '../limits.ts'
import { noTeamPage } from '../team-page.ts'
import { publishTogether, type Settle } from './publish.ts'

/**
 * Puts exactly the list of claims before readers that editors approved, and with it every claim of it that readers do not
 * have in exactly this form: now, or from a time on. All of it, or nothing. The list waits for its claims that are under
 * embargo for longer.
 * @throws {Problem} `changed-since` when another list stands than the page shows, and what `publishClaim` throws.
 */
export async function publishReport(ctx: Context, id: string, input: unknown, settle: Settle): Promise<Stands> {
  const { hash, ...how } = parse(publishInput, input)
  const content = await wholeOf(ctx.db, ctx.actor.teamId, id)
  if (!content) throw new Problem('not-found', 'This report does not exist.')
  const claims = unpublishedOf(content)
  if (claims.length > mostAtOnce) throw new Problem('invalid', wholeRefusals['too-many'])
  return publishTogether(ctx, id, { claims, ...how }, settle, [
    publishingWhole(ctx, id, { hash, visibleFrom: how.visibleFrom, with: claims.map((each) => each.id) }),
  ])
}

interface Wanted {
  readonly hash: string
  readonly visibleFrom: string
  /** The claims that are published in the same breath. */
  readonly with: readonly string[]
}

function publishingWhole(ctx: Context, id: string, { hash, visibleFrom, with: along }: Wanted): Change {
  return {
    subject: { type: 'report', id },
    permission: 'report.publish',
    async prepare(tx, teamId) {
      const content = await wholeBehindHead(tx, { teamId, reportId: id, now: ctx.now() })
      const unpublished = content ? unpublishedOf(content) : []
      const isSame = content?.hash === hash && unpublished.every((each) => along.includes(each.id))
      if (!isSame) throw new Problem('changed-since', reportApprovalRefusals['changed-since'])
      const approvedBy = await approversOf(tx, teamId, content)
      const latest = wholeVisibleFrom(content, visibleFrom)
      const from = latest > ctx.now().toISOString() ? latest : visibleFrom
      const brings = unpublished.length > 0
      const published = { hash, form: content.text, visibleFrom: from, approvedBy, brings }
      return change(reports, id, { kind: 'report.publish', ...published }).prepare(tx, teamId)
    },
  }
}

/** The editors who approved this list, once the team has its page and there are enough of them. */
async function approversOf(tx: Transaction, teamId: string, content: WholeContent): Promise<string[]> {
  if (!(await teamPageOf(tx, teamId))) throw new Problem('invalid', noTeamPage)
  const { report, hash } = content
  const { submittedSeq, stage } = report
  const { approvals } = await wholeRowsOf(tx, report.id)
  const given = approvalsOf({ submittedSeq, approvals }, hash)
  const editors = await thoseWhoMay(tx, teamId, 'report.approve')
  const counting = stillCounting(given, { authors: authorIdsOf(content), editors })
  if (stage !== 'approved') return []
  if (counting.length === 0) throw new Problem('changed-since', wholeRefusals['not-as-approved'])
  const { settings } = await teamRulesOf(tx, teamId)
  const missing = missingApprovals(counting.length, readRules(settings).quorum.minimum)
  if (missing !== null) throw new Problem('invalid', missing)
  return counting.map(({ by }) => by)
}
