import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { assignment, blindRating, claim, claimText } from '#db/schema/claims.ts'
import { entry } from '#db/schema/history.ts'
import { report } from '#db/schema/reports.ts'
import { approval, correction, reportApproval, reportRetraction, retraction } from '#db/schema/publication.ts'
import { comment, mention, requestedChange, requestedChangeMove, thread } from '#db/schema/review.ts'
import { isWork } from '../history/queries/work.ts'
import type { NoticeKind } from './notice.ts'

/** Whose notices, and which of them. */
export interface NoticeQuery {
  readonly teamId: string
  readonly personId: string
  /** Only those of entries between these two. */
  readonly after: number
  readonly before: number
  readonly without: readonly number[]
  readonly limit: number
}

export interface NoticeRow extends Record<string, unknown> {
  readonly seq: string
  readonly kind: NoticeKind
  readonly at: string
  readonly by: string
  readonly claimId: string | null
  readonly threadId: string | null
  readonly words: string
  readonly changeId: string | null
}

/** The notices of a person, the newest first. Each way to get one is asked for at most `limit`, down an index. */
export async function noticesOf(db: Database, query: NoticeQuery) {
  const { limit } = query
  return db.execute<NoticeRow & { reportId: string; reportTitle: string; statement: string }>(sql`
    select n.seq, n.kind, n.at, n.by, n."claimId", n."threadId", n.words, n."changeId", r.id as "reportId", r.title as "reportTitle", coalesce(q.quote, x.statement, '') as statement
    from (${everything(query)}) n
    left join ${claim} k on k.id = n."claimId"
    left join ${requestedChange} q on q.id = n."changeId"
    join ${report} r on r.id = coalesce(k.report_id, q.report_id, n.returned)
    left join ${claimText} x on x.claim_id = n."claimId"
    order by n.seq desc limit ${limit}`)
}

/** How many notices that is, counted up to the limit. */
export async function countNotices(db: Database, query: NoticeQuery): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select least(count(*), ${query.limit})::int as count
    from (${everything(query)}) n`)
  return row?.count ?? 0
}

const everything = (query: NoticeQuery): SQL =>
  sql.join(
    [
      mentions,
      replies,
      assignments,
      returns,
      stepsBack,
      differences,
      corrections,
      retractions,
      reportRetractions,
      reportReturns,
      requests,
      answers,
    ].map((each) => sql`(${each(query)})`),
    sql` union all `,
  )

function within(seq: SQL, { after, before, without }: NoticeQuery): SQL {
  const single = without.length > 0 ? sql`and ${seq} not in ${without}` : sql``
  return sql`${seq} > ${after} and ${seq} < ${before} ${single}`
}

function mentions(query: NoticeQuery): SQL {
  const { teamId, personId, limit } = query
  return sql`
    select m.made_seq as seq, 'mention' as kind, m.made_at as at, c.made_by as by,
      t.claim_id as "claimId", t.id as "threadId", c.words, null::text as "changeId", null::text as returned
    from ${mention} m join ${comment} c on c.id = m.comment_id join ${thread} t on t.id = c.thread_id
    where m.team_id = ${teamId} and m.person_id = ${personId} and not m.withdrawn and c.made_by <> ${personId}
      and ${within(sql`m.made_seq`, query)}
    order by m.made_seq desc limit ${limit}`
}

/** What others say in a thread after one has said something there oneself, unless it names one: that is told already. */
function replies(query: NoticeQuery): SQL {
  const { teamId, personId, limit } = query
  return sql`
    select c.made_seq, 'reply', c.made_at, c.made_by, t.claim_id, t.id, c.words, null, null
    from ${comment} c join ${thread} t on t.id = c.thread_id
    where c.team_id = ${teamId} and c.made_by <> ${personId} and not c.withdrawn
      and ${within(sql`c.made_seq`, query)}
      and exists (select from ${comment} o
        where o.thread_id = c.thread_id and o.made_by = ${personId} and o.made_seq < c.made_seq)
      and not exists (select from ${mention} m
        where m.comment_id = c.id and m.person_id = ${personId} and not m.withdrawn)
    order by c.made_seq desc limit ${limit}`
}

function assignments(query: NoticeQuery): SQL {
  const { teamId, personId, limit } = query
  return sql`
    select a.seq, 'assignment', a.assigned_at, a.assigned_by, a.claim_id, null, '', null, null
    from ${assignment} a
    where a.team_id = ${teamId} and a.person_id = ${personId} and not a.withdrawn and a.assigned_by <> ${personId}
      and ${within(sql`a.seq`, query)}
    order by a.seq desc limit ${limit}`
}

// Only these entries hold what is read here; what the database looks at first is its own affair.
const stageIn = (alias: SQL): SQL => sql`
  case when ${alias}.kind = 'claim.stage' then convert_from(${alias}.payload, 'UTF8')::jsonb ->> 'to' end`

const personIn = (alias: SQL): SQL => sql`
  case when ${alias}.kind in ('assignment.give', 'assignment.withdraw')
    then convert_from(${alias}.payload, 'UTF8')::jsonb ->> 'personId' end`

// An assignment that changed since says nothing of then: its last entry before does.
const assignedThen = sql`
  case when a.seq < e.seq then not a.withdrawn else coalesce((select g.kind = 'assignment.give' from ${entry} g
    where g.subject_type = 'claim' and g.subject_id = a.claim_id and g.seq < e.seq
      and ${personIn(sql`g`)} = a.person_id
    order by g.seq desc limit 1), false) end`

/** Claims that an editor sent back from review, with what is to be done. */
const returns = (query: NoticeQuery): SQL =>
  sentBack(query, sql`e.kind = 'claim.return'`, sql`convert_from(e.payload, 'UTF8')::jsonb ->> 'comment'`)

/** The same as it was done before there were comments on it: by a step back. */
const stepsBack = (query: NoticeQuery): SQL =>
  sentBack(
    query,
    sql`e.kind = 'claim.stage' and ${stageIn(sql`e`)} = 'checking'
      and (select ${stageIn(sql`p`)} from ${entry} p
        where p.subject_type = 'claim' and p.subject_id = e.subject_id and p.kind = 'claim.stage' and p.seq < e.seq
        order by p.seq desc limit 1) = 'in-review'`,
    sql`''`,
  )

/** Who had submitted for review last what the entry `e` sent back. */
const submitterOf = (type: SQL): SQL => sql`(select p.actor from ${entry} p
  where p.subject_type = ${type} and p.subject_id = e.subject_id and p.kind = ${type} || '.submit' and p.seq < e.seq
  order by p.seq desc limit 1)`

/** Claims that somebody sent back: to those who were to check them then, or else to their maker; and to who submitted them. */
function sentBack(query: NoticeQuery, isReturn: SQL, words: SQL): SQL {
  const { teamId, personId, limit } = query
  const assigned = (to: SQL) => sql`exists (select from ${assignment} a
    where a.claim_id = k.id ${to} and ${assignedThen})`
  return sql`
    select e.seq, 'return', e.at, e.actor, k.id, null, ${words}, null, null
    from ${entry} e join ${claim} k on k.id = e.subject_id
    where e.team_id = ${teamId} and ${isReturn} and e.actor <> ${personId}
      and ${within(sql`e.seq`, query)}
      and (${assigned(sql`and a.person_id = ${personId}`)}
        or (k.created_by = ${personId} and not ${assigned(sql``)})
        or ${personId} = ${submitterOf(sql`'claim'`)})
    order by e.seq desc limit ${limit}`
}

/** Claims that somebody else rated differently than oneself: to both, from when it came out. */
function differences(query: NoticeQuery): SQL {
  const { teamId, personId, limit } = query
  return sql`
    select o.seq, 'difference', e.at, t.by, o.claim_id, null, t.reason, null, null
    from ${blindRating} o join ${blindRating} t on t.claim_id = o.claim_id and t.round = o.round and t.by <> o.by
      join ${entry} e on e.team_id = o.team_id and e.seq = o.seq
    where o.team_id = ${teamId} and o.by = ${personId} and o.outcome = 'different' and ${within(sql`o.seq`, query)}
    order by o.seq desc limit ${limit}`
}

/** What was wrong in published claims that one worked on, while readers are to be told so. */
const corrections = (query: NoticeQuery): SQL =>
  amendments(
    query,
    ofClaim('correction'),
    sql`select c.team_id, c.claim_id as subject, c.made_seq as seq, c.made_by as by,
    c.made_at as at, c.wrong as words from ${correction} c where not c.withdrawn`,
  )

/** Why published claims that one worked on were taken back. */
const retractions = (query: NoticeQuery): SQL =>
  amendments(
    query,
    ofClaim('retraction'),
    sql`select r.team_id, r.claim_id as subject, r.seq, r.by, r.at, r.note as words
    from ${retraction} r`,
  )

/** Why published reports that one worked on were taken back. */
const reportRetractions = (query: NoticeQuery): SQL =>
  amendments(
    query,
    ofReport,
    sql`select r.team_id, r.report_id as subject, r.seq, r.by, r.at, r.note as words
    from ${reportRetraction} r`,
  )

/** Of what something published is amended: its notice, its approvals, and where a notice names it. */
interface Amended {
  readonly kind: NoticeKind
  readonly type: 'claim' | 'report'
  readonly approvals: SQL
  readonly claimId: SQL
  readonly reportId: SQL
}

const ofClaim = (kind: NoticeKind): Amended => ({
  kind,
  type: 'claim',
  approvals: sql`${approval} p where p.claim_id = e.subject`,
  claimId: sql`e.subject`,
  reportId: sql`null`,
})

const ofReport: Amended = {
  kind: 'report-retraction',
  type: 'report',
  approvals: sql`${reportApproval} p where p.report_id = e.subject`,
  claimId: sql`null`,
  reportId: sql`e.subject`,
}

/**
 * These, to whoever worked on the subject then: its approvers and the authors that an approval names, whoever wrote or did
 * anything in it since it was last approved, and whoever was to check it.
 */
function amendments(query: NoticeQuery, { kind, type, approvals, claimId, reportId }: Amended, rows: SQL): SQL {
  const { teamId, personId, limit } = query
  const approvedBefore = sql`from ${approvals} and p.seq < e.seq`
  return sql`
    select e.seq, ${kind}, e.at, e.by, ${claimId}, null, e.words, null, ${reportId}
    from (${rows}) e
    where e.team_id = ${teamId} and e.by <> ${personId} and ${within(sql`e.seq`, query)}
      and (exists (select ${approvedBefore} and (p.by = ${personId} or ${personId} = any (p.authors)))
        or exists (select from ${entry} h
          where h.subject_type = ${type} and h.subject_id = e.subject and h.actor = ${personId} and ${isWork(sql`h.kind`)} and h.seq < e.seq
            and h.seq > coalesce((select max(p.seq) ${approvedBefore}), 0))
        or exists (select from ${assignment} a
          where a.claim_id = e.subject and a.person_id = ${personId} and ${assignedThen}))
    order by e.seq desc limit ${limit}`
}

/** Reports that an editor sent back from review: to whoever brought them in, and to whoever had submitted them then. */
function reportReturns(query: NoticeQuery): SQL {
  const { teamId, personId, limit } = query
  return sql`
    select e.seq, 'report-return', e.at, e.actor, null, null,
      convert_from(e.payload, 'UTF8')::jsonb ->> 'comment', null, r.id
    from ${entry} e join ${report} r on r.id = e.subject_id
    where e.team_id = ${teamId} and e.kind = 'report.return' and e.actor <> ${personId}
      and ${within(sql`e.seq`, query)}
      and (r.created_by = ${personId} or ${personId} = ${submitterOf(sql`'report'`)})
    order by e.seq desc limit ${limit}`
}

/** What others want changed in a report that one brought in, while they still do. */
function requests(query: NoticeQuery): SQL {
  const { teamId, personId, limit } = query
  return sql`
    select c.requested_seq, 'request', c.requested_at, c.requested_by, null, null, c.reason, c.id, null
    from ${requestedChange} c join ${report} r on r.id = c.report_id
    where c.team_id = ${teamId} and r.created_by = ${personId} and c.requested_by <> ${personId}
      and c.state <> 'withdrawn' and ${within(sql`c.requested_seq`, query)}
    order by c.requested_seq desc limit ${limit}`
}

/** What others made of one's own requests: they accept, decline and finish; the other moves are the requester's. */
function answers(query: NoticeQuery): SQL {
  const { teamId, personId, limit } = query
  return sql`
    select m.seq, m."to", m.at, m.by, null, null, m.reason, c.id, null
    from ${requestedChangeMove} m join ${requestedChange} c on c.id = m.change_id
    where m.team_id = ${teamId} and c.requested_by = ${personId} and m.by <> ${personId}
      and ${within(sql`m.seq`, query)}
    order by m.seq desc limit ${limit}`
}
