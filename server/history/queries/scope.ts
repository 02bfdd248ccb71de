import { and, asc, eq, inArray, or, type SQL } from 'drizzle-orm'
import { claim, claimText } from '#db/schema/claims.ts'
import { evidence } from '#db/schema/evidence.ts'
import { entry } from '#db/schema/history.ts'
import { importedReview, report } from '#db/schema/reports.ts'
import { requestedChange } from '#db/schema/review.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { importedReviewId } from '../../reports/imported-review.ts'
import { claimsOfThreads } from '../../review/store/threads.ts'
import { subjectTypes, type Subject } from '../entry.ts'
import type { TimelineClaim } from '../timeline.ts'

/** Whose history is asked for: that of the whole team, of a report, or of a claim. */
export interface ScopeQuery {
  readonly ofTeam?: boolean
  readonly reportId?: string
  readonly claimId?: string
}

/** Whose history is asked for, and which of it: days are those of UTC as YYYY-MM-DD, both included. */
export interface TimelineQuery extends ScopeQuery {
  readonly person?: string
  readonly kind?: string
  readonly from?: string
  readonly to?: string
  /** Every one of them is said. */
  readonly words?: string
  readonly before?: number
}

/** What a timeline looks at, before any filter. */
export interface Scope {
  readonly reportId: string | null
  /** The claims that are looked at, and all those of their report; none for a whole team. */
  readonly claims: readonly TimelineClaim[]
  readonly all: readonly TimelineClaim[]
  /** Null for everything of the team. */
  readonly subjects: readonly Subject[] | null
  readonly within: SQL | undefined
}

/**
 * What the asked-for history looks at.
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export async function scopeOf(ctx: Context, query: ScopeQuery): Promise<Scope> {
  if (!query.ofTeam) return scopeOfReport(ctx, query)
  return { reportId: null, claims: [], all: [], subjects: null, within: eq(entry.teamId, ctx.actor.teamId) }
}

async function scopeOfReport({ db, actor }: Context, query: ScopeQuery): Promise<Scope> {
  const reportId = query.reportId ?? (await reportOfClaim({ db, actor }, query.claimId ?? ''))
  const [known] = await db
    .select({ id: report.id })
    .from(report)
    .where(and(eq(report.id, reportId), eq(report.teamId, actor.teamId)))
  if (!known) throw new Problem('not-found', 'This report does not exist.')
  const all = await claimsIn(db, reportId)
  const claims = query.claimId ? all.filter(({ id }) => id === query.claimId) : all
  const ids = claims.map(({ id }) => id)
  const [cited, changes, threads, imports] = await Promise.all([
    sourcesOf(db, ids),
    changesOf(db, reportId, query.claimId ? ids : null),
    claimsOfThreads(db, ids),
    importsOf(db, ids),
  ])
  const of = (type: Subject['type'], subjects: Iterable<string>) => [...subjects].map((id) => ({ type, id }))
  const subjects = [
    ...of('report', query.claimId ? [] : [reportId]),
    ...of('claim', ids),
    ...of('requested-change', changes),
    ...of('thread', threads.keys()),
    ...of('imported-review', imports),
    ...of('source', cited),
  ]
  return { reportId, claims, all, subjects, within: and(eq(entry.teamId, actor.teamId), among(subjects)) }
}

function among(subjects: readonly Subject[]): SQL | undefined {
  const ofType = (type: Subject['type']) => subjects.filter((each) => each.type === type).map(({ id }) => id)
  return or(...subjectTypes.map((type) => and(eq(entry.subjectType, type), inArray(entry.subjectId, ofType(type)))))
}

async function reportOfClaim({ db, actor }: Pick<Context, 'db' | 'actor'>, claimId: string): Promise<string> {
  const [row] = await db
    .select({ reportId: claim.reportId })
    .from(claim)
    .where(and(eq(claim.id, claimId), eq(claim.teamId, actor.teamId)))
  if (!row) throw new Problem('not-found', 'This claim does not exist.')
  return row.reportId
}

async function sourcesOf(db: Context['db'], claimIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: evidence.sourceId })
    .from(evidence)
    .where(inArray(evidence.claimId, [...claimIds]))
  return rows.map(({ id }) => id)
}

/** A report's requested changes; only those that were requested from some claims, where they are given. */
async function changesOf(db: Context['db'], reportId: string, claimIds: readonly string[] | null): Promise<string[]> {
  const { id, claimId } = requestedChange
  const ofClaims = claimIds ? inArray(claimId, [...claimIds]) : undefined
  const rows = await db
    .select({ id })
    .from(requestedChange)
    .where(and(eq(requestedChange.reportId, reportId), ofClaims))
  return rows.map((row) => row.id)
}

/** The imported reviews of which claims were made. */
async function importsOf(db: Context['db'], claimIds: readonly string[]): Promise<string[]> {
  const { teamId, key, claimId } = importedReview
  const rows = await db
    .select({ teamId, key })
    .from(importedReview)
    .where(inArray(claimId, [...claimIds]))
  return rows.map((row) => importedReviewId(row.teamId, row.key))
}

/** Numbered as the workspace numbers them: in the team's order, withdrawn ones last. */
async function claimsIn(db: Context['db'], reportId: string): Promise<TimelineClaim[]> {
  const rows = await db
    .select({ id: claim.id, statement: claimText.statement })
    .from(claim)
    .leftJoin(claimText, eq(claimText.claimId, claim.id))
    .where(eq(claim.reportId, reportId))
    .orderBy(...inOrder)
  return rows.map(({ id, statement }, index) => ({ id, number: index + 1, statement: statement ?? '' }))
}

/** The order in which the workspace numbers the claims of a report. */
export const inOrder = [asc(claim.withdrawn), asc(claim.position), asc(claim.createdAt), asc(claim.id)]
