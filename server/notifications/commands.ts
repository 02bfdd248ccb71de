import { z } from 'zod'
import type { Context } from '../context.ts'
import { headOf } from '../history/store.ts'
import { parse } from '../inputs.ts'
import { addRead, readUpTo } from './store/marks.ts'

const markInput = z.object({ seq: z.coerce.number().int().min(1) })

/** Notes that the viewer has read a notice. What somebody has read is no fact: it is theirs alone. */
export async function markRead(ctx: Context, input: unknown): Promise<void> {
  await addRead(ctx.db, ctx.actor, await knownSeq(ctx, input))
}

/** Notes that the viewer has read every notice up to one. */
export async function markAllRead(ctx: Context, input: unknown): Promise<void> {
  await readUpTo(ctx.db, ctx.actor, await knownSeq(ctx, input))
}

/** Nobody has read what did not happen yet. */
async function knownSeq({ db, actor }: Context, input: unknown): Promise<number> {
  return Math.min(parse(markInput, input).seq, await headOf(db, actor.teamId))
}
