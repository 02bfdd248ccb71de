import { z } from 'zod'
import type { Context } from '../../context.ts'
import { change, changeGiven, recordOne, type Stands } from '../../history/commands.ts'
import { dayOf } from '../../history/days.ts'
import { teams } from '../../identity/store.ts'
import { day, parse, seen, words } from '../../inputs.ts'
import { hasRule } from '../queries/retention.ts'
import type { RetentionChoice } from '../retention.ts'
import { reports } from '../store.ts'

const reason = words(2_000).refine((said) => said !== '', 'Say why, for whoever reads the history.')
const howMany = 'Write a whole number from 1 to 100, or nothing for no rule.'
const ruleInput = z
  .object({
    seen,
    amount: z
      .string()
      .trim()
      .regex(/^(?:[1-9]\d?|100)?$/u, howMany),
    unit: z.enum(['months', 'years'], 'Choose months or years.'),
    reason,
  })
  .transform(({ amount, unit, ...rest }) => ({ ...rest, months: Number(amount) * (unit === 'years' ? 12 : 1) }))
const keepInput = z.object({ seen, until: day.refine((said) => said !== '', 'Say until which day.'), reason })
const reviewInput = z.object({ seen, reason })

/** Says for how long the team keeps what it worked with before somebody has to look at it again; nothing is erased by that. */
export async function setRetention(ctx: Context, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(teams, ctx.actor.teamId, { kind: 'team.retention', ...parse(ruleInput, input) }))
}

/**
 * Keeps a report for longer, until a day that is still to come in UTC.
 * @throws {Problem} `invalid` when the team has no rule, `changed-since` when something else was decided
 * after what the page showed.
 */
export async function keepReport(ctx: Context, reportId: string, input: unknown): Promise<Stands> {
  return choose(ctx, reportId, { kind: 'retention.keep', ...parse(keepInput, input) })
}

/**
 * Says that a report was looked through, and what had to go is gone: the time of the rule begins anew.
 * @throws {Problem} `invalid` when the team has no rule, `changed-since` when something else was decided
 * after what the page showed.
 */
export async function reviewRetention(ctx: Context, reportId: string, input: unknown): Promise<Stands> {
  return choose(ctx, reportId, { kind: 'retention.review', ...parse(reviewInput, input) })
}

async function choose(ctx: Context, reportId: string, choice: RetentionChoice): Promise<Stands> {
  const today = dayOf(ctx.now().toISOString())
  const decision = changeGiven(reports, reportId, choice.kind, async (tx) => {
    return { ...choice, today, hasRule: await hasRule(tx, ctx.actor.teamId) }
  })
  // The rule is not ended meanwhile.
  return recordOne(ctx, { ...decision, alongside: [{ type: 'team', id: ctx.actor.teamId }] })
}
