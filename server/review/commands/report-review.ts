import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, recordOne, type Stands } from '../../history/commands.ts'
import { teamRulesOf, thoseWhoMay } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { reports } from '../../reports/store.ts'
import { approveReportInput, reopenInput, returnInput } from '../inputs.ts'
import { wholeBehindHead } from '../queries/whole.ts'
import { readRules } from '../rules.ts'
import { authorIdsOf } from '../whole-content.ts'

/** Says that a report as a whole waits for an editor. */
export async function submitReport(ctx: Context, id: string, _input: unknown): Promise<Stands> {
  return recordOne(ctx, change(reports, id, { kind: 'report.submit' }))
}

/** Sends a report back, with what is to be done. */
export async function returnReport(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(reports, id, { kind: 'report.return', ...parse(returnInput, input) }))
}

/** Takes a report up again that was submitted, approved or published; what was published stays as it is. */
export async function reopenReport(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(reports, id, { kind: 'report.reopen', ...parse(reopenInput, input) }))
}

/**
 * Approves exactly the list of claims whose hash the editor's page computed from what it displays.
 * @throws {Problem} `changed-since` when something else stands now, `forbidden` for an author of the list.
 */
export async function approveReport(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const { hash } = parse(approveReportInput, input)
  return recordOne(ctx, {
    subject: { type: 'report', id },
    permission: 'report.approve',
    async prepare(tx, teamId) {
      const content = await wholeBehindHead(tx, { teamId, reportId: id, now: ctx.now() })
      if (!content) throw new Problem('not-found', 'This report does not exist.')
      const { settings } = await teamRulesOf(tx, teamId)
      const needed = readRules(settings).quorum.minimum
      const editors = await thoseWhoMay(tx, teamId, 'report.approve')
      const asked = { needed, editors, by: ctx.actor.personId }
      const approved = { hash, form: content.text, authors: authorIdsOf(content) }
      return change(reports, id, { kind: 'report.approve', ...approved, ...asked }).prepare(tx, teamId)
    },
  })
}
