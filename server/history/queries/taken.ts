import { and, desc, eq, gt, lte, ne, sql } from 'drizzle-orm'
import { entry } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import type { BundleScope } from '../bundle.ts'
import { takenForAsOne, type TakeCommand } from '../taking.ts'
import { withinScope } from './bundle.ts'

const kind = 'history.take' satisfies TakeCommand['kind']

/**
 * Whether it is recorded already that this person took this history out: so short a time ago that it is no other taking, and
 * nothing but that was recorded since of what they take now, up to an entry.
 */
export async function tookLately(ctx: Context, scope: BundleScope, upTo: number): Promise<boolean> {
  const { db, actor, now } = ctx
  const since = new Date(now().getTime() - takenForAsOne).toISOString()
  const ofTeam = eq(entry.teamId, actor.teamId)
  const ofThis = and(ofTeam, eq(entry.subjectType, scope.type), eq(entry.subjectId, scope.id))
  const [last] = await db
    .select({ upTo: sql<number>`(convert_from(${entry.payload}, 'UTF8')::jsonb ->> 'upTo')::float8` })
    .from(entry)
    .where(and(ofThis, eq(entry.kind, kind), eq(entry.actor, actor.personId), gt(entry.at, since)))
    .orderBy(desc(entry.seq))
    .limit(1)
  if (!last) return false
  const { within } = await withinScope(ctx, scope)
  const isNews = and(within, ne(entry.kind, kind), gt(entry.seq, last.upTo), lte(entry.seq, upTo))
  const news = await db.select({ seq: entry.seq }).from(entry).where(isNews).limit(1)
  return news.length === 0
}
