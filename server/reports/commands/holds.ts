import { z } from 'zod'
import type { Context } from '../../context.ts'
import { change, record } from '../../history/commands.ts'
import { parse, words } from '../../inputs.ts'
import { reports } from '../store.ts'

const reason = words(2_000).refine((said) => said !== '', 'Say why, for whoever reads the history.')
const placeInput = z.object({ reason })
const liftInput = z.object({ number: z.coerce.number().int().min(1), reason })

/** Places a legal hold: nothing that was recorded of the report is erased until it is lifted. */
export async function placeHold(ctx: Context, reportId: string, input: unknown): Promise<void> {
  await record(ctx, change(reports, reportId, { kind: 'hold.place', ...parse(placeInput, input) }))
}

/** Lifts a legal hold. */
export async function liftHold(ctx: Context, reportId: string, input: unknown): Promise<void> {
  await record(ctx, change(reports, reportId, { kind: 'hold.lift', ...parse(liftInput, input) }))
}
