import { and, asc, eq, getTableColumns, inArray, max, sql, type SQLWrapper } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { assignment, blindRating, claim, claimText, figure, passage, relation } from '#db/schema/claims.ts'
import { evidence } from '#db/schema/evidence.ts'
import { member } from '#db/schema/identity.ts'
import { approval, correction, publication, retraction } from '#db/schema/publication.ts'
import type { Noun } from '../history/commands.ts'
import { signedAs } from '../history/queries/signed-as.ts'
import type { RetractionKind } from '../publication/publication.ts'
import { rules } from '../policy/rules.ts'
import type { BlindRating } from './blind.ts'
import { claimAggregate, type ClaimCommand, type ClaimEvent, type ClaimState } from './claim.ts'
import type { RelationKind } from './relation.ts'
import type { Rating } from './verdict.ts'

type Reader = Database | Transaction

/** Claims with their tables. */
export const claims: Noun<ClaimState, ClaimCommand, ClaimEvent> = {
  aggregate: claimAggregate,
  tables: {
    claim,
    passage,
    figure,
    relation,
    evidence,
    assignment,
    approval,
    blindRating,
    publication,
    correction,
    retraction,
  },
}

export interface Texts {
  readonly statement: string
  readonly analysis: string
  readonly notes: string
}

/** Which team and report a claim belongs to, and whether it can be written. */
export async function placeOf(db: Reader, claimId: string) {
  const [row] = await db
    .select({ teamId: claim.teamId, reportId: claim.reportId, position: claim.position, withdrawn: claim.withdrawn })
    .from(claim)
    .where(eq(claim.id, claimId))
  return row ?? null
}

/** The claims of a report in the team's order, or only some of them. */
export async function claimsOf(db: Reader, reportId: string, only?: readonly string[]) {
  const wanted = and(eq(claim.reportId, reportId), only && inArray(claim.id, [...only]))
  return db.select().from(claim).where(wanted).orderBy(asc(claim.position), asc(claim.createdAt), asc(claim.id))
}

/** The seq of the newest deed on each claim of a report, or only on some of them. */
export async function newestDeeds(
  db: Reader,
  reportId: string,
  only?: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { claim: own, ...parts } = claims.tables
  const wanted = and(eq(claim.reportId, reportId), only && inArray(claim.id, [...only]))
  const ids = sql`select id from ${own} where ${wanted}`
  const each = Object.values(parts).map((table) => sql`select claim_id, seq from ${table} where claim_id in (${ids})`)
  const all = sql.join([sql`select id as claim_id, seq from ${own} where ${wanted}`, ...each], sql` union all `)
  const rows = await db.execute<{ id: string; seq: string }>(
    sql`select claim_id as id, max(seq) as seq from (${all}) deed group by claim_id`,
  )
  return new Map(rows.map(({ id, seq }) => [id, Number(seq)]))
}

/** The position after every claim of a report. */
export async function lastPosition(db: Reader, reportId: string): Promise<number> {
  const [row] = await db
    .select({ last: max(claim.position) })
    .from(claim)
    .where(eq(claim.reportId, reportId))
  return row?.last ?? 0
}

/** The figures and relations of a report's claims that are not withdrawn, also those of claims that are. */
export async function numbersOf(db: Reader, reportId: string) {
  const [figures, relations] = await Promise.all([
    db
      .select(getTableColumns(figure))
      .from(figure)
      .innerJoin(claim, eq(claim.id, figure.claimId))
      .where(and(eq(claim.reportId, reportId), eq(figure.withdrawn, false)))
      .orderBy(figure.addedSeq, figure.id),
    db
      .select(getTableColumns(relation))
      .from(relation)
      .innerJoin(claim, eq(claim.id, relation.claimId))
      .where(and(eq(claim.reportId, reportId), eq(relation.withdrawn, false))),
  ])
  return { figures, relations: relations.map(({ kind, ...rest }) => ({ ...rest, kind: kind as RelationKind })) }
}

/** The texts of a claim as they were last saved, or null. */
export async function textsOf(db: Reader, claimId: string) {
  const [texts] = await db.select().from(claimText).where(eq(claimText.claimId, claimId))
  return texts ?? null
}

/** The statements of these claims as they were last saved. */
export async function statementsOf(db: Reader, claimIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { claimId, statement } = claimText
  const rows = await db
    .select({ claimId, statement })
    .from(claimText)
    .where(inArray(claimId, [...claimIds]))
  return new Map(rows.map((row) => [row.claimId, row.statement]))
}

/** What editors approved of these claims, what was published of them, corrected and taken back, each in order. */
export async function publicityOf(db: Reader, claimIds: readonly string[]) {
  const ids = [...claimIds]
  if (ids.length === 0) return { approvals: [], publications: [], corrections: [], retractions: [] }
  const [approvals, publications, corrections, retractions] = await Promise.all([
    db.select().from(approval).where(inArray(approval.claimId, ids)).orderBy(approval.seq),
    db
      .select({ ...getTableColumns(publication), signedAs: signedAs(publication) })
      .from(publication)
      .where(inArray(publication.claimId, ids))
      .orderBy(publication.number),
    db.select().from(correction).where(inArray(correction.claimId, ids)).orderBy(correction.madeSeq),
    db.select().from(retraction).where(inArray(retraction.claimId, ids)).orderBy(retraction.seq),
  ])
  return { approvals, publications, corrections, retractions: retractions.map(asRetraction) }
}

/** The same of many claims, without the forms themselves: a report may have thousands of them. */
export async function publicMarksOf(db: Reader, claimIds: readonly string[]) {
  const ids = [...claimIds]
  if (ids.length === 0) return { approvals: [], publications: [], corrections: [], retractions: [] }
  const mark = { claimId: approval.claimId, seq: approval.seq, by: approval.by, hash: approval.hash }
  const { claimId, number, seq, hash, at, visibleFrom } = publication
  const { teamId: _, ...taken } = getTableColumns(retraction)
  const [approvals, publications, corrections, retractions] = await Promise.all([
    db.select(mark).from(approval).where(inArray(approval.claimId, ids)).orderBy(approval.seq),
    db
      .select({ claimId, number, seq, hash, at, visibleFrom, signedAs: signedAs(publication) })
      .from(publication)
      .where(inArray(claimId, ids))
      .orderBy(number),
    db.select().from(correction).where(inArray(correction.claimId, ids)).orderBy(correction.madeSeq),
    db.select(taken).from(retraction).where(inArray(retraction.claimId, ids)).orderBy(retraction.seq),
  ])
  return { approvals, publications, corrections, retractions: retractions.map(asRetraction) }
}

const asRetraction = <Row extends { readonly how: string }>({ how, ...rest }: Row) => ({
  ...rest,
  how: how as RetractionKind,
})

/**
 * The ratings that two people give of these claims, as one person may know them, round by round: what is sealed says to
 * nobody but its giver what it is.
 */
export async function ratingsFor(db: Reader, personId: string, claimIds: readonly string[]) {
  const { claimId, round, place, seq, by, at, rating, reason, outcome } = blindRating
  const toldOnly = <T>(column: SQLWrapper) =>
    sql<T | null>`case when ${outcome} in ('equal', 'different') or ${by} = ${personId} then ${column} end`
  const rows = await db
    .select({ claimId, seq, by, at, rating: toldOnly<Rating>(rating), reason: toldOnly<string>(reason), outcome })
    .from(blindRating)
    .where(inArray(claimId, [...claimIds]))
    .orderBy(claimId, round, place)
  return rows.map((row) => ({ ...row, outcome: row.outcome as BlindRating['outcome'] }))
}

/** Whether the verdict that stands was given by two people, each before seeing the other's. */
export async function isSeconded(db: Reader, { id, verdictSeq }: { id: string; verdictSeq: number }): Promise<boolean> {
  const { claimId, seq, outcome } = blindRating
  const isOfVerdict = and(eq(claimId, id), eq(seq, verdictSeq), eq(outcome, 'equal'))
  const [found] = await db.select({ seq }).from(blindRating).where(isOfVerdict).limit(1)
  return found !== undefined
}

/** Who gave the rating of a claim that waits for a second one; null for nobody. */
export async function sealedBy(db: Reader, id: string): Promise<string | null> {
  const { claimId, by, outcome } = blindRating
  const [found] = await db
    .select({ by })
    .from(blindRating)
    .where(and(eq(claimId, id), eq(outcome, 'sealed')))
  return found?.by ?? null
}

/** All live parts of the given claims, by table. */
export async function partsOf(db: Reader, claimIds: readonly string[]) {
  const ids = [...claimIds]
  if (ids.length === 0) return { passages: [], figures: [], relations: [], texts: [], evidence: [], assignments: [] }
  const [passages, figures, relations, texts, bearing, assignments] = await Promise.all([
    db
      .select()
      .from(passage)
      .where(and(inArray(passage.claimId, ids), eq(passage.withdrawn, false)))
      .orderBy(passage.seq, passage.id),
    db
      .select()
      .from(figure)
      .where(and(inArray(figure.claimId, ids), eq(figure.withdrawn, false)))
      .orderBy(figure.addedSeq, figure.id),
    db
      .select()
      .from(relation)
      .where(and(inArray(relation.claimId, ids), eq(relation.withdrawn, false)))
      .orderBy(relation.seq),
    db.select().from(claimText).where(inArray(claimText.claimId, ids)),
    db
      .select()
      .from(evidence)
      .where(and(inArray(evidence.claimId, ids), eq(evidence.withdrawn, false)))
      .orderBy(evidence.seq, evidence.id),
    db
      .select()
      .from(assignment)
      .where(and(inArray(assignment.claimId, ids), eq(assignment.withdrawn, false)))
      .orderBy(assignment.seq),
  ])
  return { passages, figures, relations, texts, evidence: bearing, assignments }
}

/** Writes the derived texts of a claim as they stand after the entry at `seq`. */
export async function saveTexts(
  tx: Transaction,
  place: { claimId: string; teamId: string; seq: number },
  texts: Texts,
): Promise<void> {
  const row = { ...place, ...texts }
  await tx
    .insert(claimText)
    .values(row)
    .onConflictDoUpdate({ target: claimText.claimId, set: row, setWhere: sql`${claimText.seq} < ${place.seq}` })
}

/** The tags that the team's claims carry, in order. */
export async function tagsOf(db: Reader, teamId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ tag: sql<string>`unnest(${claim.tags})` })
    .from(claim)
    .where(and(eq(claim.teamId, teamId), eq(claim.withdrawn, false)))
  return rows.map(({ tag }) => tag).toSorted((a, b) => a.localeCompare(b, 'en'))
}

/** For each report of a team: how many claims count, are checked, are disputed, have nobody who may check them. */
export async function claimCounts(db: Reader, teamId: string) {
  const disputed = sql<boolean>`(
    exists (select 1 from ${evidence} e where e.claim_id = ${claim.id} and e.stance = 'supports' and not e.withdrawn) and
    exists (select 1 from ${evidence} e where e.claim_id = ${claim.id} and e.stance = 'refutes' and not e.withdrawn))`
  const writers = sql.join(
    rules['claim.write'].map((role) => sql`${role}`),
    sql`, `,
  )
  const owned = sql<boolean>`exists (
    select 1 from ${assignment} a join ${member} m on m.team_id = a.team_id and m.person_id = a.person_id
    where a.claim_id = ${claim.id} and not a.withdrawn and m.roles && array[${writers}]::text[])`
  return db
    .select({
      reportId: claim.reportId,
      total: sql<number>`count(*)::int`,
      checked: sql<number>`(count(*) filter (where ${claim.rating} is not null and ${claim.stage} in ('in-review', 'approved', 'published')))::int`,
      disputed: sql<number>`(count(*) filter (where ${disputed}))::int`,
      unowned: sql<number>`(count(*) filter (where not ${owned}))::int`,
    })
    .from(claim)
    .where(and(eq(claim.teamId, teamId), eq(claim.withdrawn, false)))
    .groupBy(claim.reportId)
}

/** The claims of a report that have a live passage of exactly this place. */
export async function claimIdsAt(
  db: Reader,
  reportId: string,
  { edition, start, end }: { readonly edition: number; readonly start: number; readonly end: number },
): Promise<string[]> {
  const isThere = and(eq(passage.edition, edition), eq(passage.start, start), eq(passage.end, end))
  const rows = await db
    .selectDistinct({ id: claim.id })
    .from(passage)
    .innerJoin(claim, eq(claim.id, passage.claimId))
    .where(and(eq(claim.reportId, reportId), isThere, eq(passage.withdrawn, false)))
  return rows.map(({ id }) => id)
}

/** Lets one import into a report at a time write; held until the transaction ends, and taken before any other lock. */
export async function lockImports(tx: Reader, reportId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`import:${reportId}`}, 0))`)
}
