import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, record, recordOne, type Change, type Stands } from '../../history/commands.ts'
import { lockHead } from '../../history/store.ts'
import { teamRulesOf } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { readRules } from '../../review/rules.ts'
import { verdictInput } from '../inputs.ts'
import { claims } from '../store.ts'

/**
 * Sets the verdict or changes it, with its reason.
 * @throws {Problem} `invalid` where the team asks for two blind ratings instead.
 */
export async function setVerdict(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, where('direct', ctx, setting(id, input)))
}

/** Sets the verdict that a claim comes in with from elsewhere: nobody here rated it, and no second verdict stands by it. */
export async function bringVerdict(ctx: Context, id: string, input: unknown): Promise<void> {
  await record(ctx, setting(id, input))
}

/**
 * Gives one of two people's ratings. The first one is sealed until another person gives theirs: equal ones are the
 * verdict, in the words of the first; for different ones the claim goes back. It says nothing of what it opened.
 * @throws {Problem} `invalid` where the team asks for no second verdict.
 */
export async function giveRating(ctx: Context, id: string, input: unknown): Promise<void> {
  const by = ctx.actor.personId
  const give = change(claims, id, { kind: 'rating.give', ...parse(verdictInput, input), by })
  await record(ctx, where('blind', ctx, give))
}

const setting = (id: string, input: unknown): Change =>
  change(claims, id, { kind: 'verdict.set', ...parse(verdictInput, input) })

const refusals = {
  direct: 'This team asks for two verdicts, each given before seeing the other. Give your rating instead.',
  blind: 'This team does not ask for a second verdict. Set the verdict itself.',
} as const

/** A change that holds only in a team that comes to its verdicts in this way. */
function where(way: keyof typeof refusals, ctx: Context, one: Change): Change {
  return {
    ...one,
    async prepare(tx, teamId) {
      const prepared = await one.prepare(tx, teamId)
      // Behind the lock of the head the rule cannot change before this entry stands.
      await lockHead(tx, teamId, ctx.now())
      const { second } = readRules((await teamRulesOf(tx, teamId)).settings)
      if (second.on !== (way === 'blind')) throw new Problem('invalid', refusals[way])
      return prepared
    },
  }
}
