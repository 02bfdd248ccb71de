import { and, asc, desc, eq, gte, lte, sql, type SQL } from 'drizzle-orm'
import { activity } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { namesIn } from '../../identity/queries.ts'
import { daysAfter } from '../days.ts'
import { kindNames } from '../deeds.ts'
import { catchUp } from '../follower.ts'
import { longestLook, plotOf, type Plot } from '../plot.ts'
import { calledBy } from '../telling.ts'
import { scopeOf, type Scope, type TimelineQuery } from './scope.ts'

const others = 'All others'

/**
 * How many entries a timeline is made of over time, by kind, or by person where one kind is chosen. It looks back a year
 * unless days are chosen.
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export async function activityOf(ctx: Context, query: TimelineQuery): Promise<Plot | null> {
  const { db, actor } = ctx
  await catchUp(db, actor.teamId)
  const { subjects } = await scopeOf(ctx, query)
  const { person, kind } = query
  const within = and(
    eq(activity.teamId, actor.teamId),
    ofSubjects(subjects),
    query.from === undefined ? undefined : gte(activity.day, query.from),
    query.to === undefined ? undefined : lte(activity.day, query.to),
    person === undefined ? undefined : eq(activity.actor, person),
    kind === undefined ? undefined : eq(activity.kind, kind),
  )
  const [first, to] = await Promise.all([endOf(ctx, within, 'first'), endOf(ctx, within, 'last')])
  if (!first || !to) return null
  const year = daysAfter(to, 1 - longestLook)
  const from = query.from === undefined && year > first ? year : first
  const by = kind === undefined ? 'kind' : 'person'
  const column = by === 'kind' ? activity.kind : activity.actor
  const rows = await db
    .select({ day: activity.day, id: column, recorded: sql<number>`sum(${activity.recorded})::int` })
    .from(activity)
    .where(and(within, gte(activity.day, from)))
    .groupBy(activity.day, column)
  const nameOf = by === 'kind' ? (id: string) => kindNames[id] ?? id : calledBy(await namesIn(db, actor.teamId))
  const counted = rows.map(({ id, ...rest }) => ({ ...rest, name: nameOf(id) }))
  return plotOf(counted, { from, to, by, others, begins: from === first ? null : from })
}

function ofSubjects(subjects: Scope['subjects']): SQL {
  if (!subjects) return eq(activity.subjectId, '')
  const ids = JSON.stringify(subjects.map(({ id }) => id))
  return sql`${activity.subjectId} in (select jsonb_array_elements_text(${ids}::jsonb))`
}

async function endOf({ db }: Context, within: SQL | undefined, which: 'first' | 'last'): Promise<string | null> {
  const order = which === 'first' ? asc(activity.day) : desc(activity.day)
  const [row] = await db.select({ day: activity.day }).from(activity).where(within).orderBy(order).limit(1)
  return row?.day ?? null
}
