import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { claim } from '#db/schema/claims.ts'
import { entry } from '#db/schema/history.ts'
import { legalHold, report, retentionDecision, teamRetention } from '#db/schema/reports.ts'
import { requestedChange, thread } from '#db/schema/review.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { dayOf, monthsAfter } from '../../history/days.ts'
import { isWork } from '../../history/queries/work.ts'
import { namesIn } from '../../identity/queries.ts'
import { can } from '../../policy/can.ts'
import { dueOn, writtenAs } from '../retention.ts'

type Reader = Database | Transaction

/** For how long a team keeps what it worked with, and what is due by that; people by name, moments as ISO strings. */
export interface RetentionView {
  /** Null while there never was one. */
  readonly rule: RetentionRule | null
  /** What the rule asks about, the longest due first; null for whoever only reads the rule, and while there is none. */
  readonly reports: readonly AskedReport[] | null
  /** Why the asking person neither sets the rule nor decides; null when they may. */
  readonly whyNot: string | null
}

export interface RetentionRule {
  /** 0 for no rule any more. */
  readonly months: number
  /** The same as somebody would write it. */
  readonly amount: string
  readonly unit: 'months' | 'years'
  readonly reason: string
  readonly by: string
  readonly at: string
  readonly seq: number
}

/** A report on which nobody worked for as long as the rule says. Days are those of UTC. */
export interface AskedReport {
  readonly id: string
  readonly title: string
  readonly workedOn: string
  readonly dueOn: string
  readonly state: 'due' | 'held' | 'put-off'
  /** Why each legal hold keeps it. */
  readonly holds: readonly string[]
  /** What was decided last: to keep it until a day, or, where that is empty, that it was looked through. */
  readonly decided: {
    readonly until: string
    readonly reason: string
    readonly by: string
    readonly at: string
    readonly seq: number
  } | null
}

/**
 * The rule of the viewer's team, and for whoever may read it what is due today.
 * @throws {Problem} `forbidden` for somebody who is no member.
 */
export async function retentionView(ctx: Context): Promise<RetentionView> {
  const { db, actor } = ctx
  if (!can(actor, 'team.read')) throw new Problem('forbidden', 'You are no member of this team.')
  const names = await namesIn(db, actor.teamId)
  const nameOf = (personId: string) => names.get(personId) ?? ''
  const row = await ruleOf(db, actor.teamId)
  const months = row?.months ?? 0
  return {
    rule: row
      ? { months, ...writtenAs(months), reason: row.reason, by: nameOf(row.setBy), at: row.setAt, seq: row.seq }
      : null,
    reports: months > 0 && can(actor, 'retention.read') ? await askedReports(ctx, months, nameOf) : null,
    whyNot: can(actor, 'team.retention') ? null : 'Only an editor changes the rule, and decides about reports.',
  }
}

/** Whether a team has a rule, and did not end it. */
export async function hasRule(db: Reader, teamId: string): Promise<boolean> {
  const { months = 0 } = (await ruleOf(db, teamId)) ?? {}
  return months > 0
}

async function ruleOf(db: Reader, teamId: string) {
  const [row] = await db.select().from(teamRetention).where(eq(teamRetention.teamId, teamId))
  return row
}

async function askedReports(
  ctx: Context,
  months: number,
  nameOf: (personId: string) => string,
): Promise<AskedReport[]> {
  const today = dayOf(ctx.now().toISOString())
  const [worked, holds, decisions] = await Promise.all([lastWork(ctx), holdsIn(ctx), decisionsIn(ctx)])
  const asked = worked
    .map(({ id, title, at }) => ({ id, title, workedOn: dayOf(at) }))
    .filter(({ workedOn }) => monthsAfter(workedOn, months) <= today)
  return asked
    .map(({ id, title, workedOn }) => {
      const newest = decisions.findLast(({ reportId }) => reportId === id) ?? null
      const due = dueOn(workedOn, months, newest)
      const held = holds.filter(({ reportId }) => reportId === id).map(({ reason }) => reason)
      const state = held.length > 0 ? 'held' : due <= today ? 'due' : 'put-off'
      return { id, title, workedOn, dueOn: due, state, holds: held, decided: newest && decidedBy(newest) } as const
    })
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))

  function decidedBy({ until, reason, decidedBy: by, decidedAt: at, seq }: (typeof decisions)[number]) {
    return { until, reason, by: nameOf(by), at, seq }
  }
}

/** When somebody last worked on each report of the team: on itself, its claims, their discussions, or a change of its words. */
async function lastWork({ db, actor: { teamId } }: Context) {
  const rows = await db.execute<{ id: string; title: string; at: string }>(sql`
    with subject as (
      select id as report_id, 'report' as type, id from ${report} where team_id = ${teamId}
      union all select report_id, 'claim', id from ${claim} where team_id = ${teamId}
      union all select report_id, 'requested-change', id from ${requestedChange} where team_id = ${teamId}
      union all
      select c.report_id, 'thread', t.id from ${thread} t join ${claim} c on c.id = t.claim_id where t.team_id = ${teamId}
    )
    select r.id, r.title, max(last.at) as at
    from ${report} r join subject s on s.report_id = r.id cross join lateral (
      select e.at from ${entry} e
      where e.subject_type = s.type and e.subject_id = s.id and e.team_id = ${teamId} and ${isWork(sql`e.kind`)}
      order by e.seq desc limit 1
    ) last
    group by r.id, r.title`)
  return [...rows]
}

async function holdsIn({ db, actor }: Context) {
  return db
    .select({ reportId: legalHold.reportId, reason: legalHold.reason })
    .from(legalHold)
    .where(and(eq(legalHold.teamId, actor.teamId), isNull(legalHold.liftedBy)))
    .orderBy(legalHold.number)
}

async function decisionsIn({ db, actor }: Context) {
  return db
    .select()
    .from(retentionDecision)
    .where(eq(retentionDecision.teamId, actor.teamId))
    .orderBy(retentionDecision.number)
}
