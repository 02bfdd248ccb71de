import { and, asc, eq, inArray, or, type SQL } from 'drizzle-orm'
import { claim, claimText, figure } from '#db/schema/claims.ts'
import { evidence, source } from '#db/schema/evidence.ts'
import { entry } from '#db/schema/history.ts'
import { invitation } from '#db/schema/identity.ts'
import { importedReview, report } from '#db/schema/reports.ts'
import { requestedChange } from '#db/schema/review.ts'
import { figureWords, type Bound } from '../../claims/figure.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { rolesInWords } from '../../identity/telling.ts'
import { importedReviewId } from '../../reports/imported-review.ts'
import { claimsOfThreads } from '../../review/store/threads.ts'
import type { SubjectType } from '../entry.ts'
import type { Names } from '../telling.ts'
import type { TimelineClaim } from '../timeline.ts'

/** Whose history is asked for, a report's, a claim's or the team's own; and which of it. */
export interface TimelineQuery {
  readonly ofTeam?: boolean
  readonly reportId?: string
  readonly claimId?: string
  readonly person?: string
  readonly kind?: string
  readonly before?: number
}

/** What a timeline looks at, before any filter. */
export interface Scope {
  readonly reportId: string | null
  readonly claims: readonly TimelineClaim[]
  readonly all: readonly TimelineClaim[]
  readonly sources: ReadonlyMap<string, string>
  readonly invitations: readonly {
    readonly id: string
    readonly roles: readonly string[]
    readonly invitedBy: string
  }[]
  /** The claim that something else is about, where it is about one. */
  readonly about: ReadonlyMap<string, string | null>
  readonly within: SQL | undefined
}

/**
 * What the asked-for history looks at.
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export const scopeOf = (ctx: Context, query: TimelineQuery): Promise<Scope> =>
  query.ofTeam ? scopeOfTeam(ctx) : scopeOfReport(ctx, query)

async function scopeOfTeam({ db, actor: { teamId } }: Context): Promise<Scope> {
  const { id, roles, invitedBy } = invitation
  const invitations = await db.select({ id, roles, invitedBy }).from(invitation).where(eq(invitation.teamId, teamId))
  const within = and(eq(entry.teamId, teamId), eq(entry.subjectType, 'team'), eq(entry.subjectId, teamId))
  return { reportId: null, claims: [], all: [], sources: new Map(), invitations, about: new Map(), within }
}

async function scopeOfReport({ db, actor }: Context, query: TimelineQuery): Promise<Scope> {
  const reportId = query.reportId ?? (await reportOfClaim({ db, actor }, query.claimId ?? ''))
  const [known] = await db
    .select({ id: report.id })
    .from(report)
    .where(and(eq(report.id, reportId), eq(report.teamId, actor.teamId)))
  if (!known) throw new Problem('not-found', 'This report does not exist.')
  const all = await claimsIn(db, reportId)
  const claims = query.claimId ? all.filter(({ id }) => id === query.claimId) : all
  const ids = claims.map(({ id }) => id)
  const cited = await db
    .selectDistinct({ id: source.id, title: source.title })
    .from(evidence)
    .innerJoin(source, eq(source.id, evidence.sourceId))
    .where(inArray(evidence.claimId, ids))
  const changes = await changesOf(db, reportId, query.claimId ? ids : null)
  const threads = await claimsOfThreads(db, ids)
  const imports = await importsOf(db, ids)
  const of = (type: SubjectType, subjects: readonly string[]) =>
    and(eq(entry.subjectType, type), inArray(entry.subjectId, [...subjects]))
  const subjects = or(
    query.claimId ? undefined : of('report', [reportId]),
    of('claim', ids),
    of('requested-change', [...changes.keys()]),
    of('thread', [...threads.keys()]),
    of('imported-review', [...imports.keys()]),
    of(
      'source',
      cited.map(({ id }) => id),
    ),
  )
  const sources = new Map(cited.map(({ id, title }) => [id, title]))
  const within = and(eq(entry.teamId, actor.teamId), subjects)
  const about = new Map([...changes, ...threads, ...imports])
  return { reportId, claims, all, sources, invitations: [], about, within }
}

async function reportOfClaim({ db, actor }: Pick<Context, 'db' | 'actor'>, claimId: string): Promise<string> {
  const [row] = await db
    .select({ reportId: claim.reportId })
    .from(claim)
    .where(and(eq(claim.id, claimId), eq(claim.teamId, actor.teamId)))
  if (!row) throw new Problem('not-found', 'This claim does not exist.')
  return row.reportId
}

/** The claims from which a report's changes were requested, by change; only those of some claims, where they are given. */
async function changesOf(db: Context['db'], reportId: string, claimIds: readonly string[] | null) {
  const { id, claimId } = requestedChange
  const ofClaims = claimIds ? inArray(claimId, [...claimIds]) : undefined
  const rows = await db
    .select({ id, claimId })
    .from(requestedChange)
    .where(and(eq(requestedChange.reportId, reportId), ofClaims))
  return new Map(rows.map((row) => [row.id, row.claimId]))
}

/** The claims that were made from imported reviews, by import. */
async function importsOf(db: Context['db'], claimIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { teamId, key, claimId } = importedReview
  const rows = await db
    .select({ teamId, key, claimId })
    .from(importedReview)
    .where(inArray(claimId, [...claimIds]))
  return new Map(rows.map((row) => [importedReviewId(row.teamId, row.key), row.claimId]))
}

/** Numbered as the workspace numbers them: in the team's order, withdrawn ones last. */
async function claimsIn(db: Context['db'], reportId: string): Promise<TimelineClaim[]> {
  const rows = await db
    .select({ id: claim.id, statement: claimText.statement })
    .from(claim)
    .leftJoin(claimText, eq(claimText.claimId, claim.id))
    .where(eq(claim.reportId, reportId))
    .orderBy(asc(claim.withdrawn), asc(claim.position), asc(claim.createdAt), asc(claim.id))
  return rows.map(({ id, statement }, index) => ({ id, number: index + 1, statement: statement ?? '' }))
}

/** The figures of a report's claims in words, as they stand or last stood. */
async function figuresIn(db: Context['db'], reportId: string): Promise<ReadonlyMap<string, string>> {
  const { id, bound, low, high, unit } = figure
  const rows = await db
    .select({ id, bound, low, high, unit })
    .from(figure)
    .innerJoin(claim, eq(claim.id, figure.claimId))
    .where(eq(claim.reportId, reportId))
  return new Map(rows.map((row) => [row.id, figureWords({ ...row, bound: row.bound as Bound })]))
}

/** How the things in a scope are called. */
export async function namesFor(db: Context['db'], scope: Scope, nameOf: (personId: string) => string): Promise<Names> {
  const figures = scope.reportId === null ? new Map<string, never>() : await figuresIn(db, scope.reportId)
  return {
    claimNumber: (id) => scope.all.find((each) => each.id === id)?.number ?? null,
    sourceTitle: (id) => scope.sources.get(id) ?? '',
    figureWords: (id) => figures.get(id) ?? null,
    personName: nameOf,
    invitation(id) {
      const found = scope.invitations.find((each) => each.id === id)
      return found ? { roles: rolesInWords(found.roles), by: nameOf(found.invitedBy) } : null
    },
  }
}
