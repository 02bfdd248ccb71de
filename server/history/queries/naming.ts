import { eq, inArray, sql } from 'drizzle-orm'
import { claim, claimText, figure } from '#db/schema/claims.ts'
import { evidence, source } from '#db/schema/evidence.ts'
import { invitation } from '#db/schema/identity.ts'
import { importedReview, report } from '#db/schema/reports.ts'
import { requestedChange, thread } from '#db/schema/review.ts'
import { figureWords, type Bound } from '../../claims/figure.ts'
import type { Context } from '../../context.ts'
import { rolesInWords } from '../../identity/telling.ts'
import { importedReviewId } from '../../reports/imported-review.ts'
import type { Subject } from '../entry.ts'
import type { Names } from '../telling.ts'
import type { TimelineClaim, TimelineReport } from '../timeline.ts'
import { inOrder } from './scope.ts'

/** How things are called, and to what in the newsroom something that happened belongs. */
export interface Naming extends Names {
  claimOf(subject: Subject): TimelineClaim | null
  reportOf(subject: Subject): TimelineReport | null
}

/** A report, and the claim of it where there is one, that something belongs to. */
interface Place {
  readonly reportId: string
  readonly claimId: string | null
}

/** How the things are called that deeds on these subjects speak of: asked for a page of them, however many there are. */
export async function namingFor(
  { db, actor: { teamId } }: Context,
  subjects: readonly Subject[],
  personName: (personId: string) => string,
): Promise<Naming> {
  const places = await placesOf(db, subjects)
  const claimIds = [...new Set([...places.values()].flatMap(({ claimId }) => claimId ?? []))]
  const reportIds = [...new Set([...places.values()].map(({ reportId }) => reportId))]
  const [numbers, statements, titles, sources, figures, invitations] = await Promise.all([
    numbersIn(db, reportIds),
    statementsOf(db, claimIds),
    titlesOf(db, reportIds),
    sourcesOf(db, claimIds),
    figuresIn(db, reportIds),
    subjects.some(({ type }) => type === 'team') ? invitationsOf(db, teamId) : [],
  ])
  const placeOf = ({ type, id }: Subject) => places.get(`${type}:${id}`)
  return {
    claimNumber: (id) => numbers.get(id) ?? null,
    sourceTitle: (id) => sources.get(id) ?? '',
    figureWords: (id) => figures.get(id) ?? null,
    personName,
    invitation(id) {
      const found = invitations.find((each) => each.id === id)
      return found ? { roles: rolesInWords(found.roles), by: personName(found.invitedBy) } : null
    },
    claimOf(subject) {
      const id = placeOf(subject)?.claimId
      return id ? { id, number: numbers.get(id) ?? 0, statement: statements.get(id) ?? '' } : null
    },
    reportOf(subject) {
      const id = placeOf(subject)?.reportId
      return id ? { id, title: titles.get(id) ?? '' } : null
    },
  }
}

async function placesOf(db: Context['db'], subjects: readonly Subject[]): Promise<ReadonlyMap<string, Place>> {
  const ids = (of: Subject['type']) => subjects.flatMap(({ type, id }) => (type === of ? [id] : []))
  const keys = ids('imported-review').map((id) => id.slice(id.lastIndexOf(':') + 1))
  const { reportId } = claim
  const [claims, threads, changes, imports] = await Promise.all([
    db
      .select({ id: claim.id, reportId })
      .from(claim)
      .where(inArray(claim.id, ids('claim'))),
    db
      .select({ id: thread.id, claimId: thread.claimId, reportId })
      .from(thread)
      .innerJoin(claim, eq(claim.id, thread.claimId))
      .where(inArray(thread.id, ids('thread'))),
    db
      .select()
      .from(requestedChange)
      .where(inArray(requestedChange.id, ids('requested-change'))),
    db.select().from(importedReview).where(inArray(importedReview.key, keys)),
  ])
  return new Map<string, Place>([
    ...ids('report').map((id) => [`report:${id}`, { reportId: id, claimId: null }] as const),
    ...claims.map((row) => [`claim:${row.id}`, { reportId: row.reportId, claimId: row.id }] as const),
    ...threads.map((row) => [`thread:${row.id}`, row] as const),
    ...changes.map((row) => [`requested-change:${row.id}`, row] as const),
    ...imports.map((row) => [`imported-review:${importedReviewId(row.teamId, row.key)}`, row] as const),
  ])
}

async function numbersIn(db: Context['db'], reportIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const order = sql.join(inOrder, sql`, `)
  const number = sql<number>`(row_number() over (partition by ${claim.reportId} order by ${order}))::int`
  const rows = await db
    .select({ id: claim.id, number })
    .from(claim)
    .where(inArray(claim.reportId, [...reportIds]))
  return new Map(rows.map((row) => [row.id, row.number]))
}

async function statementsOf(db: Context['db'], claimIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { claimId, statement } = claimText
  const rows = await db
    .select({ claimId, statement })
    .from(claimText)
    .where(inArray(claimId, [...claimIds]))
  return new Map(rows.map((row) => [row.claimId, row.statement]))
}

async function titlesOf(db: Context['db'], reportIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { id, title } = report
  const rows = await db
    .select({ id, title })
    .from(report)
    .where(inArray(id, [...reportIds]))
  return new Map(rows.map((row) => [row.id, row.title]))
}

async function sourcesOf(db: Context['db'], claimIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectDistinct({ id: source.id, title: source.title })
    .from(evidence)
    .innerJoin(source, eq(source.id, evidence.sourceId))
    .where(inArray(evidence.claimId, [...claimIds]))
  return new Map(rows.map((row) => [row.id, row.title]))
}

/** The figures of reports' claims in words, as they stand or last stood. */
async function figuresIn(db: Context['db'], reportIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { id, bound, low, high, unit } = figure
  const rows = await db
    .select({ id, bound, low, high, unit })
    .from(figure)
    .innerJoin(claim, eq(claim.id, figure.claimId))
    .where(inArray(claim.reportId, [...reportIds]))
  return new Map(rows.map((row) => [row.id, figureWords({ ...row, bound: row.bound as Bound })]))
}

async function invitationsOf(db: Context['db'], teamId: string) {
  const { id, roles, invitedBy } = invitation
  return db.select({ id, roles, invitedBy }).from(invitation).where(eq(invitation.teamId, teamId))
}
