import type { Context } from '../../context.ts'
import { change, recordOne, type Stands } from '../../history/commands.ts'
import { teams } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { rulesInput } from '../inputs.ts'

/** Says what the team demands of a claim before it is approved and published. */
export async function setTeamRules(ctx: Context, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(teams, ctx.actor.teamId, { kind: 'team.rules', ...parse(rulesInput, input) }))
}
