import { and, asc, eq, isNull } from 'drizzle-orm'
import { entry } from '#db/schema/history.ts'
import { legalHold, report } from '#db/schema/reports.ts'
import type { Context } from '../../context.ts'
import { textKind } from '../entry.ts'
import type { Holding } from './erasure.ts'
import { blocked } from '../substitute.ts'
import { scopeOf } from './scope.ts'
import { among } from './tree.ts'

/**
 * Why these entries, which hold these words, must not be erased: a sentence that names the first report with some of them, its
 * claims and whatever is about these among them, that is under a legal hold, and not the words. Null for nothing.
 */
export async function whyHeld(ctx: Context, found: readonly Holding[], words: string): Promise<string | null> {
  const { db, actor } = ctx
  const held = await db
    .selectDistinct({ id: report.id, title: report.title })
    .from(legalHold)
    .innerJoin(report, eq(report.id, legalHold.reportId))
    .where(and(eq(legalHold.teamId, actor.teamId), isNull(legalHold.liftedBy)))
    .orderBy(asc(report.title), asc(report.id))
  for (const { id, title } of held) if (await isOfReport(ctx, id, found)) return sentence(blocked(title, words))
  return null
}

async function isOfReport(ctx: Context, reportId: string, found: readonly Holding[]): Promise<boolean> {
  const { claims, within } = await scopeOf(ctx, { reportId })
  const ids = new Set(claims.map(({ id }) => id))
  // What people typed may be sealed, and is in no row then.
  if (found.some(({ kind, subject }) => kind === textKind && ids.has(subject.id))) return true
  const seqs = found.map(({ seq }) => seq)
  const rows = await ctx.db
    .select({ seq: entry.seq })
    .from(entry)
    .where(and(within, among(entry.seq, seqs)))
    .limit(1)
  return rows.length > 0
}

const sentence = (title: string) =>
  `The report “${title}” is under a legal hold, and has some of these words. They can be erased when it is lifted.`
