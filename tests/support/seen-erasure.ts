import type { Context } from '#server/context.ts'
import { confirmErasure, lookAtErasure } from '#server/history/commands/erasure.ts'

/** Looks at the words of a proposal and confirms that they are erased. */
export async function confirmSeen(ctx: Context, number: number): Promise<void> {
  await lookAtErasure(ctx, { number })
  await confirmErasure(ctx, { number })
}
