import { claims } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { asProblem, Problem } from '../../errors.ts'
import { teams } from '../../identity/store.ts'
import { reports } from '../../reports/store.ts'
import type { BundleScope } from '../bundle.ts'
import { change, record } from '../commands.ts'
import { bundleOf, type Bundle, type BundleQuery } from '../queries/bundle.ts'
import { tookLately } from '../queries/taken.ts'
import type { SignedNotes } from '../signing-folder.gateway.ts'
import type { TakeCommand } from '../taking.ts'

/**
 * Takes the history of a team, a report or a claim out, signed up to now, for whoever asks: all that was ever written there
 * goes to their disk. That they take it is recorded first, behind the checkpoint, so it is not in it; within an hour once for
 * the same entries.
 * @throws {Problem} as `bundleOf` does; `unavailable` when it cannot be recorded, and then nothing is taken out.
 */
export async function takeHistory(
  ctx: Context,
  signing: SignedNotes,
  query: BundleQuery,
  verifier: Uint8Array,
): Promise<Bundle> {
  await ctx.signHistory(ctx.actor.teamId)
  const bundle = await bundleOf(ctx, signing, query, verifier)
  if (!(await tookLately(ctx, query.scope, bundle.size))) await recordTaking(ctx, query.scope, bundle.size)
  return bundle
}

async function recordTaking(ctx: Context, { type, id }: BundleScope, upTo: number): Promise<void> {
  const take: TakeCommand = { kind: 'history.take', upTo }
  const changes = {
    team: () => change(teams, id, take),
    report: () => change(reports, id, take),
    claim: () => change(claims, id, take),
  }
  await record(ctx, changes[type]()).catch((error: unknown) => {
    throw asProblem(error)?.id === 'unavailable' ? new Problem('unavailable', notRecorded) : error
  })
}

const notRecorded =
  'Whoever takes a history out is recorded, and that is not possible just now. Nothing was exported; try again in a moment.'
