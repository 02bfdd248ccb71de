import { and, eq, gt } from 'drizzle-orm'
import { entry } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import type { BundleScope } from '../bundle.ts'
import { takenForAsOne, type TakeCommand } from '../taking.ts'

const kind = 'history.take' satisfies TakeCommand['kind']

/** Whether it is recorded already that this person took this history out, so short a time ago that it is no other taking. */
export async function tookLately({ db, actor, now }: Context, { type, id }: BundleScope): Promise<boolean> {
  const since = new Date(now().getTime() - takenForAsOne).toISOString()
  const ofThis = and(eq(entry.teamId, actor.teamId), eq(entry.subjectType, type), eq(entry.subjectId, id))
  const taken = await db
    .select({ seq: entry.seq })
    .from(entry)
    .where(and(ofThis, eq(entry.kind, kind), eq(entry.actor, actor.personId), gt(entry.at, since)))
    .limit(1)
  return taken.length > 0
}
