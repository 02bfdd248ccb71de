import type { ClaimKind, Priority } from '../claims/classes.ts'
import { isOverdue } from '../claims/due.ts'
import type { Bound, StockOrFlow } from '../claims/figure.ts'
import { endsOf } from '../claims/relation.ts'
import type { Stage } from '../claims/stage.ts'
import type { claimsOf, partsOf, Texts } from '../claims/store.ts'
import type { Rating } from '../claims/verdict.ts'
import { relationViews } from './relation-views.ts'
import type {
  AssigneeView,
  ClaimView,
  EvidenceView,
  FigureView,
  PassageView,
  RelationView,
  SourceView,
} from './workspace.ts'

type ClaimRow = Awaited<ReturnType<typeof claimsOf>>[number]
type Parts = Awaited<ReturnType<typeof partsOf>>

/** What claims are shown with, besides their own rows and parts. */
export interface Surroundings {
  readonly sources: ReadonlyMap<string, SourceView>
  /** Everyone of the team, also who left. */
  readonly people: ReadonlyMap<string, { readonly name: string; readonly now: AssigneeView['now'] }>
  /** The newest deed on each claim. */
  readonly newest: ReadonlyMap<string, number>
  /** How many open threads each claim has. */
  readonly openThreads: ReadonlyMap<string, number>
  /** YYYY-MM-DD */
  readonly today: string
}

/** The claims of a report and their relations as the workspace shows them: in the team's order, withdrawn ones last. */
export function claimViews(
  rows: readonly ClaimRow[],
  parts: Parts,
  around: Surroundings,
): { claims: ClaimView[]; relations: RelationView[] } {
  const ordered = [...rows.filter(({ withdrawn }) => !withdrawn), ...rows.filter(({ withdrawn }) => withdrawn)]
  const partsOfOne = byClaim(parts)
  const bare = ordered.map((row, index) => bareView(row, index + 1, partsOfOne(row.id), around))
  const relations = relationViews(bare, parts.relations)
  const broken = relations.filter(({ holds }) => holds === 'no').flatMap(endsOf)
  const isBroken = new Set(broken.map(({ claimId }) => claimId))
  return { claims: bare.map((claim) => ({ ...claim, broken: isBroken.has(claim.id) })), relations }
}

/** The parts of one claim at a time: a report may have thousands. */
function byClaim(parts: Parts): (claimId: string) => Parts {
  const tables = Object.entries(parts).map(([name, rows]) => {
    const own = new Map<string, unknown[]>()
    for (const row of rows) {
      const found = own.get(row.claimId)
      if (found) found.push(row)
      else own.set(row.claimId, [row])
    }
    return [name, own] as const
  })
  return (claimId) =>
    Object.fromEntries(tables.map(([name, own]) => [name, own.get(claimId) ?? []])) as unknown as Parts
}

function bareView(
  row: ClaimRow,
  number: number,
  parts: Parts,
  { sources, people, newest, openThreads, today }: Surroundings,
): ClaimView {
  const nameOf = (personId: string) => people.get(personId)?.name ?? 'someone who left'
  const evidence = evidenceViews(parts, sources, nameOf)
  const assignees = assigneeViews(parts, people)
  const { id, withdrawn, withdrawnReason, mergedInto, splitFrom, createdAt, verdictSeq } = row
  const stage = row.stage as Stage
  return {
    id,
    seq: newest.get(id) ?? row.seq,
    number,
    ...textViews(parts),
    ...detailViews(row),
    overdue: isOverdue({ ...row, stage }, today),
    assignees,
    unowned: assignees.every(({ now }) => now !== 'checks'),
    stage,
    withdrawn,
    withdrawnReason,
    mergedInto,
    splitFrom,
    createdBy: nameOf(row.createdBy),
    createdAt,
    passages: passageViews(parts),
    figures: figureViews(parts),
    evidence,
    verdict: verdictView(row, nameOf),
    verdictSeq,
    disputed: isDisputed(evidence),
    broken: false,
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

function isDisputed(evidence: readonly EvidenceView[]): boolean {
  const has = (wanted: EvidenceView['stance']) => evidence.some(({ stance }) => stance === wanted)
  return has('supports') && has('refutes')
}

function verdictView(row: ClaimRow, nameOf: (personId: string) => string): ClaimView['verdict'] {
  if (!row.rating) return null
  const { rating, verdictReason: reason, verdictBy, verdictAt } = row
  return { rating: rating as Rating, reason, by: nameOf(verdictBy ?? ''), at: verdictAt ?? '' }
}

function passageViews({ passages }: Parts): PassageView[] {
  return passages.map(({ id: passageId, edition, start, end, quote }) => ({
    id: passageId,
    edition,
    start,
    end,
    quote,
  }))
}

function figureViews({ figures }: Parts): FigureView[] {
  return figures.map(({ claimId: _, teamId: __, withdrawn: ___, addedSeq: ____, bound, stockOrFlow, ...rest }) => ({
    ...rest,
    bound: bound as Bound,
    stockOrFlow: stockOrFlow as StockOrFlow,
  }))
}

function evidenceViews(
  parts: Parts,
  sources: ReadonlyMap<string, SourceView>,
  nameOf: (personId: string) => string,
): EvidenceView[] {
  return parts.evidence.flatMap(
    ({ id: evidenceId, seq, sourceId, stance, quote, locator, note, addedBy, copiedFrom }) => {
      const source = sources.get(sourceId)
      if (!source) return []
      const bearing = { stance: stance as EvidenceView['stance'], quote, locator, note }
      return [{ id: evidenceId, seq, ...bearing, addedBy: nameOf(addedBy), copiedFrom, source }]
    },
  )
}
