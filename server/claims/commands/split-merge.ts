import type { Transaction } from '#db/client.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, changeGiven, record } from '../../history/commands.ts'
import { fold } from '../../history/fold.ts'
import { deedsOf } from '../../history/store.ts'
import { parse } from '../../inputs.ts'
import type { ClaimState } from '../claim.ts'
import { firstStatement } from '../commands.ts'
import { mergeInput, splitInput } from '../inputs.ts'
import { absorption } from '../merge.ts'
import { carve } from '../split.ts'
import { claims } from '../store.ts'
import { placeBehind } from './order.ts'

/** Makes a second claim out of one: the chosen parts go there, or are in both. Both claims know of it. */
export async function splitClaim(ctx: Context, id: string, input: unknown): Promise<{ id: string }> {
  const { go, both, statement, seen } = parse(splitInput, input)
  const into = ctx.newId()
  const place = await placeBehind(ctx, { id: into, beside: id, after: id })
  const split = change(claims, id, { kind: 'claim.split', into, go, both, seen })
  const begin = changeGiven(claims, into, 'claim.carve', async (tx) =>
    known(carve(await asItStands(tx, ctx, id), { go, both }, { position: await place.position(tx), newId: ctx.newId })),
  )
  await record(
    ctx,
    { ...split, alongside: place.alongside },
    ...place.aside,
    begin,
    firstStatement(ctx, into, statement),
  )
  return { id: into }
}

/** Ends a claim in favour of another of its report, which takes over what it does not have yet. */
export async function mergeClaim(ctx: Context, id: string, input: unknown): Promise<{ id: string }> {
  const { into, seen } = parse(mergeInput, input)
  if (into === id) throw new Problem('invalid', 'A claim cannot be merged into itself.')
  const merge = change(claims, id, { kind: 'claim.merge', into, seen })
  const absorb = changeGiven(claims, into, 'claim.absorb', async (tx) =>
    known(absorption(await asItStands(tx, ctx, id), ctx.newId)),
  )
  await record(ctx, merge, absorb)
  return { id: into }
}

async function asItStands(
  tx: Transaction,
  { actor }: Context,
  id: string,
): Promise<{ readonly id: string; readonly state: ClaimState }> {
  const deeds = await deedsOf(tx, { type: 'claim', id })
  return {
    id,
    state: fold(
      claims.aggregate,
      deeds.filter(({ teamId }) => teamId === actor.teamId),
    ),
  }
}

function known<Command>(command: Command | null): Command {
  if (!command) throw new Problem('not-found', 'This claim does not exist.')
  return command
}
