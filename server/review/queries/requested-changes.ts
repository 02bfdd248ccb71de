import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { parse } from '../../inputs.ts'
import { workspaceView } from '../../reports/queries/workspace.ts'
import { editionsOf } from '../../reports/store.ts'
import { statesInput } from '../change-inputs.ts'
import { sheetOf, type ChangesSheet } from '../sheet.ts'

/** What one sheet holds at most; its file is made in memory. */
const mostChanges = 250
const mostCharacters = 500_000

/**
 * The sheet of a report's requested changes in the states named, or in all.
 * @throws {Problem} `too-large` when it would be no sheet but a book.
 */
export async function changesSheet(ctx: Context, reportId: string, states: readonly string[]): Promise<ChangesSheet> {
  const included = parse(statesInput, states)
  const view = await workspaceView(ctx, reportId)
  const editions = await editionsOf(ctx.db, reportId)
  const sheet = sheetOf(view, editions, included, ctx.now().toISOString())
  if (sheet.items.length > mostChanges || JSON.stringify(sheet.items).length > mostCharacters) {
    throw new Problem('too-large', 'These are too many requested changes for one sheet. Choose fewer states.')
  }
  return sheet
}
