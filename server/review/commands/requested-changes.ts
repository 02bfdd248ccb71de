import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, record, type Change } from '../../history/commands.ts'
import { lockHead } from '../../history/store.ts'
import { parse } from '../../inputs.ts'
import { placeOf } from '../../claims/store.ts'
import { answersFor } from '../../policy/can.ts'
import { cutterOf } from '../../reports/queries.ts'
import { loadReport } from '../../reports/store.ts'
import { declineInput, longestPassage, moveInput, requestInput } from '../change-inputs.ts'
import type { Mover, RequestedChangeCommand } from '../requested-change.ts'
import { placeOfChange, requestedChanges } from '../store/requested-changes.ts'

/** Asks whoever owns the report to replace words of its current edition. */
export async function requestChange(ctx: Context, reportId: string, input: unknown): Promise<{ id: string }> {
  const words = (await cutterOf(ctx, reportId))(input)
  if (words.quote.length > longestPassage) {
    const sentence = `Choose at most ${longestPassage.toLocaleString('en')} characters, or request several changes.`
    throw new Problem('invalid', sentence)
  }
  const { claimId, ...asked } = parse(requestInput, input)
  if (asked.replacement === words.quote) {
    const sentence = 'The new words are the old ones. Write what should stand there instead.'
    throw new Problem('invalid', sentence, { replacement: sentence })
  }
  if (claimId && (await placeOf(ctx.db, claimId))?.reportId !== reportId) {
    throw new Problem('not-found', 'The claim that this change comes from is not in this report.')
  }
  const id = ctx.newId()
  const command = { kind: 'change.request', reportId, ...words, ...asked, claimId: claimId || null } as const
  await record(ctx, change(requestedChanges, id, command))
  return { id }
}

/** Agrees to change the words. */
export async function acceptChange(ctx: Context, id: string, input: unknown): Promise<void> {
  await move(ctx, id, (by) => ({ kind: 'change.accept', ...parse(moveInput, input), by }))
}

/** Leaves the words as they are, and says why. */
export async function declineChange(ctx: Context, id: string, input: unknown): Promise<void> {
  await move(ctx, id, (by) => ({ kind: 'change.decline', ...parse(declineInput, input), by }))
}

/** Says that the words were changed. */
export async function finishChange(ctx: Context, id: string, input: unknown): Promise<void> {
  await move(ctx, id, (by) => ({ kind: 'change.finish', ...parse(moveInput, input), by }))
}

/** Takes one's own request back. */
export async function withdrawChange(ctx: Context, id: string, input: unknown): Promise<void> {
  await move(ctx, id, (by) => ({ kind: 'change.withdraw', ...parse(moveInput, input), by }))
}

/** Asks again for what was declined, withdrawn, or called done. */
export async function reopenChange(ctx: Context, id: string, input: unknown): Promise<void> {
  await move(ctx, id, (by) => ({ kind: 'change.reopen', ...parse(moveInput, input), by }))
}

async function move(ctx: Context, id: string, commandBy: (by: Mover) => RequestedChangeCommand): Promise<void> {
  const { teamId, personId } = ctx.actor
  const place = await placeOfChange(ctx.db, id)
  const report = place && (await loadReport(ctx.db, teamId, place.reportId))
  if (!report) throw new Problem('not-found', 'There is no such requested change.')
  const { subject, permission } = change(requestedChanges, id, commandBy({ personId, isOwner: false }))
  const judged: Change = {
    subject,
    permission,
    async prepare(tx) {
      // Behind the lock of the head no right can change before this move stands.
      await lockHead(tx, teamId, ctx.now())
      const roles = (await ctx.rolesAmong(tx, teamId, [personId])).get(personId) ?? []
      const by = { personId, isOwner: answersFor({ personId, roles }, report) }
      return change(requestedChanges, id, commandBy(by)).prepare(tx, teamId)
    },
  }
  await record(ctx, judged)
}
