import type { Context } from '../context.ts'
import { change, record } from '../history/commands.ts'
import { parse } from '../inputs.ts'
import { newReportInput } from './inputs.ts'
import { normalizeText } from './normalize.ts'
import { reports } from './store.ts'

/** Makes a report with its first edition. */
export async function createReport(ctx: Context, input: unknown): Promise<{ id: string }> {
  const { text, ...rest } = parse(newReportInput, input)
  const id = ctx.newId()
  await record(ctx, change(reports, id, { kind: 'report.create', ...rest, text: normalizeText(text) }))
  return { id }
}
