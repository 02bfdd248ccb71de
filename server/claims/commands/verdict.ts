import type { Transaction } from '#db/client.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, record, recordOne, type Change, type Stands } from '../../history/commands.ts'
import { lockHead } from '../../history/store.ts'
import { teamRulesOf } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { can } from '../../policy/can.ts'
import { readRules } from '../../review/rules.ts'
import { verdictInput } from '../inputs.ts'
import { claims, placeOf, sealedBy } from '../store.ts'

/**
 * Sets the verdict or changes it, with its reason.
 * @throws {Problem} `invalid` where the team asks for two blind ratings instead.
 */
export async function setVerdict(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const set = setting(id, input)
  return recordOne(ctx, {
    ...set,
    async prepare(tx, teamId) {
      await expectWay('direct', ctx, tx, { teamId, id })
      return set.prepare(tx, teamId)
    },
  })
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
  const given = { kind: 'rating.give', ...parse(verdictInput, input), by } as const
  await record(ctx, {
    subject: { type: 'claim', id },
    permission: 'rating.give',
    async prepare(tx, teamId) {
      await expectWay('blind', ctx, tx, { teamId, id })
      const first = await sealedBy(tx, id)
      const roles = first === null ? [] : ((await ctx.rolesAmong(tx, teamId, [first])).get(first) ?? [])
      const gone = can({ roles }, 'rating.give') ? null : first
      return change(claims, id, { ...given, gone }).prepare(tx, teamId)
    },
  })
}

const setting = (id: string, input: unknown): Change =>
  change(claims, id, { kind: 'verdict.set', ...parse(verdictInput, input) })

const refusals = {
  direct: 'This team asks for two verdicts, each given before seeing the other. Give your rating instead.',
  blind: 'This team does not ask for a second verdict. Set the verdict itself.',
} as const

/** Refuses on a claim of the team what it does not come to its verdicts by; behind the lock of the head that cannot change before it stands. */
async function expectWay(
  way: keyof typeof refusals,
  ctx: Context,
  tx: Transaction,
  { teamId, id }: { readonly teamId: string; readonly id: string },
): Promise<void> {
  if ((await placeOf(tx, id))?.teamId !== teamId) throw new Problem('not-found', 'This claim does not exist.')
  await lockHead(tx, teamId, ctx.now())
  const { second } = readRules((await teamRulesOf(tx, teamId)).settings)
  if (second.on !== (way === 'blind')) throw new Problem('invalid', refusals[way])
}
