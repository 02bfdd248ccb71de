import type { ClaimKind, Priority } from '../claims/classes.ts'
import type { Bound, StockOrFlow } from '../claims/figure.ts'
import type { RelationKind } from '../claims/relation.ts'
import type { Stage } from '../claims/stage.ts'
import type { claimsOf, partsOf, publicMarksOf, ratingsFor, Texts } from '../claims/store.ts'
import type { Rating } from '../claims/verdict.ts'
import { amendmentsOf } from '../publication/amendments.ts'
import { noPublicState, type PublicState } from '../review/public-state.ts'
import { ratingsView, secondOf } from './ratings-view.ts'
import type { AssigneeView, ClaimData, EvidenceData, FigureView, PassageView, RelationData } from './workspace.ts'

type ClaimRow = Awaited<ReturnType<typeof claimsOf>>[number]
type Parts = Awaited<ReturnType<typeof partsOf>>
type AllOf = Readonly<Record<string, readonly { readonly claimId: string }[]>>

/** What claims are shown with, besides their own rows and parts. */
export interface Surroundings {
  /** Everyone of the team, also who left. */
  readonly people: ReadonlyMap<string, { readonly name: string; readonly now: AssigneeView['now'] }>
  /** The newest deed on each claim. */
  readonly newest: ReadonlyMap<string, number>
  /** How many open threads each claim has. */
  readonly openThreads: ReadonlyMap<string, number>
  /** How each stands to what was approved and published of it. */
  readonly publicStates: ReadonlyMap<string, PublicState>
  /** What was published of all of them, corrected and taken back. */
  readonly publicity: Awaited<ReturnType<typeof publicMarksOf>>
  /** The blind ratings of all of them, as the viewer may know them. */
  readonly ratings: Awaited<ReturnType<typeof ratingsFor>>
}

/** Claims as they leave the server. */
export function claimData(rows: readonly ClaimRow[], parts: Parts, around: Surroundings): ClaimData[] {
  const partsOfOne = byClaim({ ...parts, ...around.publicity, ratings: around.ratings })
  return rows.map((row) => dataOf(row, partsOfOne(row.id), around))
}

/** The rows of one claim at a time: a report may have thousands. */
export function byClaim<Rows extends AllOf>(parts: Rows): (claimId: string) => Rows {
  const tables = Object.entries(parts).map(([name, rows]) => {
    const own = new Map<string, unknown[]>()
    for (const row of rows) {
      const found = own.get(row.claimId)
      if (found) found.push(row)
      else own.set(row.claimId, [row])
    }
    return [name, own] as const
  })
  return (claimId) => Object.fromEntries(tables.map(([name, own]) => [name, own.get(claimId) ?? []])) as unknown as Rows
}

type Own = Parts & Surroundings['publicity'] & Pick<Surroundings, 'ratings'>

function dataOf(row: ClaimRow, parts: Own, around: Surroundings): ClaimData {
  const { people, newest, openThreads, publicStates } = around
  const nameOf = (personId: string) => people.get(personId)?.name ?? 'someone who left'
  const evidence = evidenceData(parts, nameOf)
  const assignees = assigneeViews(parts, people)
  const { id, position, withdrawn, withdrawnReason, mergedInto, splitFrom, createdAt, verdictSeq } = row
  return {
    id,
    seq: newest.get(id) ?? row.seq,
    position,
    ...textViews(parts),
    ...detailViews(row),
    assignees,
    unowned: assignees.every(({ now }) => now !== 'checks'),
    stage: row.stage as Stage,
    ...(publicStates.get(id) ?? noPublicState),
    checkedSeq: Math.max(row.verdictSeq, row.submittedSeq),
    returned: row.returnNote ? { note: row.returnNote, by: nameOf(row.returnedBy ?? '') } : null,
    ...amendmentsOf(parts, nameOf),
    withdrawn,
    withdrawnReason,
    mergedInto,
    splitFrom,
    createdBy: nameOf(row.createdBy),
    createdAt,
    passages: passageViews(parts),
    figures: figureViews(parts),
    relations: relationData(parts),
    evidence,
    verdict: verdictView(row, parts.ratings, nameOf),
    verdictSeq,
    ratings: ratingsView(parts.ratings, verdictSeq, nameOf),
    disputed: isDisputed(evidence),
    openThreads: openThreads.get(id) ?? 0,
  }
}

function textViews({ texts: [own] }: Parts): Texts {
  const { statement = '', analysis = '', notes = '' } = own ?? {}
  return { statement, analysis, notes }
}

function detailViews(row: ClaimRow) {
  const { claimant, saidOn, place, language, detailsSeq, firstUrl, firstWhere, firstOn, appearanceSeq } = row
  const { claimKind, priority, tags, classesSeq, dueOn, dueSeq } = row
  const said = { claimant, saidOn, place, language, detailsSeq }
  const appearance = { firstUrl, firstWhere, firstOn, appearanceSeq }
  const classes = { claimKind: claimKind as ClaimKind | '', priority: priority as Priority, tags, classesSeq }
  return { ...said, ...appearance, ...classes, dueOn, dueSeq }
}

function assigneeViews({ assignments }: Parts, people: Surroundings['people']): AssigneeView[] {
  return assignments.map(({ personId }) => {
    const { name = 'someone who left', now = 'left' } = people.get(personId) ?? {}
    return { personId, name, now }
  })
}

function isDisputed(evidence: readonly EvidenceData[]): boolean {
  const has = (wanted: EvidenceData['stance']) => evidence.some(({ stance }) => stance === wanted)
  return has('supports') && has('refutes')
}

function verdictView(
  row: ClaimRow,
  ratings: Surroundings['ratings'],
  nameOf: (personId: string) => string,
): ClaimData['verdict'] {
  if (!row.rating) return null
  const { rating, verdictReason: reason, verdictBy, verdictAt, verdictSeq } = row
  const second = secondOf(ratings, verdictSeq, nameOf)
  return { rating: rating as Rating, reason, by: nameOf(verdictBy ?? ''), at: verdictAt ?? '', second }
}

function passageViews({ passages }: Parts): PassageView[] {
  return passages.map(({ id, edition, start, end, quote }) => ({ id, edition, start, end, quote }))
}

function figureViews({ figures }: Parts): FigureView[] {
  return figures.map(({ claimId: _, teamId: __, withdrawn: ___, addedSeq: ____, bound, stockOrFlow, ...rest }) => ({
    ...rest,
    bound: bound as Bound,
    stockOrFlow: stockOrFlow as StockOrFlow,
  }))
}

function relationData({ relations }: Parts): RelationData[] {
  return relations.map(({ id, claimId, kind, figureId, parts, partFigures, note, seq }) => ({
    id,
    claimId,
    kind: kind as RelationKind,
    figureId,
    parts,
    partFigures,
    note,
    seq,
  }))
}

function evidenceData({ evidence }: Parts, nameOf: (personId: string) => string): EvidenceData[] {
  return evidence.map(({ id, seq, sourceId, stance, quote, locator, note, addedBy, copiedFrom }) => {
    const bearing = { stance: stance as EvidenceData['stance'], quote, locator, note }
    return { id, seq, sourceId, ...bearing, addedBy: nameOf(addedBy), copiedFrom }
  })
}
