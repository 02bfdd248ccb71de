import { z } from 'zod'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { teams } from '../../identity/store.ts'
import { parse, words } from '../../inputs.ts'
import { change, changeGiven, record } from '../commands.ts'
import { lockSigning, standingOf } from '../queries/standing.ts'
import type { SignedNotes } from '../signing-folder.gateway.ts'

const reasonInput = z.object({
  reason: words(2_000).pipe(z.string().min(1, 'Say why, for whoever reads the history.')),
})
const proposalInput = z.object({ number: z.coerce.number().int().min(1) })

/**
 * Proposes to leave what was signed last of the team's history, which it does not go on from, and to sign it on under a
 * new origin. The proposal names that note to the letter.
 * @throws {Problem} `invalid` while the history is signed on, or nothing is known that could be left.
 */
export async function proposeFork(ctx: Context, signing: SignedNotes, input: unknown): Promise<void> {
  const { reason } = parse(reasonInput, input)
  const { teamId } = ctx.actor
  const proposal = changeGiven(teams, teamId, 'fork.propose', async (tx) => {
    const { now, last, fork, whyNot } = (await standingOf(tx, signing, teamId)) ?? notRecorded()
    if (whyNot === null)
      throw new Problem('invalid', 'The history is signed on as it should be: there is nothing to leave.')
    if (fork) throw new Problem('invalid', 'A fork is confirmed already; it is signed on within a minute.')
    if (!last) throw new Problem('invalid', whyNot)
    return { kind: 'fork.propose', reason, note: last.note, signed: last.size, size: now.size }
  })
  await record(ctx, proposal)
}

/**
 * Confirms what another person proposed: the history is signed on under a new origin from there on.
 * @throws {Problem} `forbidden` for whoever proposed it, `changed-since` when something else was signed last since, or the
 * history is signed on again.
 */
export async function confirmFork(ctx: Context, signing: SignedNotes, input: unknown): Promise<void> {
  const { number } = parse(proposalInput, input)
  const { teamId, personId } = ctx.actor
  const confirmation = changeGiven(teams, teamId, 'fork.confirm', async (tx) => {
    // Nothing is signed between this look and the end of the transaction.
    await lockSigning(tx)
    const standing = await standingOf(tx, signing, teamId)
    // What the history goes on from again, as when the right folder was put back, nobody leaves.
    const last = standing && standing.whyNot !== null ? standing.last : null
    return { kind: 'fork.confirm', number, by: personId, last: last?.note ?? null }
  })
  await record(ctx, confirmation)
}

/** Takes a proposal back that nobody has confirmed. */
export async function withdrawFork(ctx: Context, input: unknown): Promise<void> {
  await record(ctx, change(teams, ctx.actor.teamId, { kind: 'fork.withdraw', ...parse(proposalInput, input) }))
}

const notRecorded = (): never => {
  throw new Problem('not-found', 'This team has no history yet.')
}
