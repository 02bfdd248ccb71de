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
  readonly sources: readonly SourceView[]
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
  const bare = ordered.map((row, index) => bareView(row, index + 1, parts, around))
  const relations = relationViews(bare, parts.relations)
  const isBroken = relations
    .filter(({ holds }) => holds === 'no')
    .flatMap(endsOf)
    .map(({ claimId }) => claimId)
  return { claims: bare.map((claim) => ({ ...claim, broken: isBroken.includes(claim.id) })), relations }
}

function bareView(
  row: ClaimRow,
  number: number,
  parts: Parts,
  { sources, people, newest, openThreads, today }: Surroundings,
): ClaimView {
  const nameOf = (personId: string) => people.get(personId)?.name ?? 'someone who left'
  const evidence = evidenceViews(row.id, parts, sources, nameOf)
  const assignees = assigneeViews(row.id, parts, people)
  const { id, withdrawn, withdrawnReason, mergedInto, splitFrom, createdAt, verdictSeq } = row
  const stage = row.stage as Stage
  return {
    id,
    seq: newest.get(id) ?? row.seq,
    number,
    ...textViews(id, parts),
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
    passages: passageViews(id, parts),
    figures: figureViews(id, parts),
    evidence,
    verdict: verdictView(row, nameOf),
    verdictSeq,
    disputed: isDisputed(evidence),
    broken: false,
    openThreads: openThreads.get(id) ?? 0,
  }
}

function textViews(id: string, parts: Parts): Texts {
  const { statement = '', analysis = '', notes = '' } = parts.texts.find(({ claimId }) => claimId === id) ?? {}
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

function assigneeViews(id: string, { assignments }: Parts, people: Surroundings['people']): AssigneeView[] {
  return assignments
    .filter(({ claimId }) => claimId === id)
    .map(({ personId }) => {
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

function passageViews(id: string, { passages }: Parts): PassageView[] {
  return passages
    .filter(({ claimId }) => claimId === id)
    .map(({ id: passageId, edition, start, end, quote }) => ({ id: passageId, edition, start, end, quote }))
}

function figureViews(id: string, { figures }: Parts): FigureView[] {
  return figures
    .filter(({ claimId }) => claimId === id)
    .map(({ claimId: _, teamId: __, withdrawn: ___, addedSeq: ____, bound, stockOrFlow, ...rest }) => ({
      ...rest,
      bound: bound as Bound,
      stockOrFlow: stockOrFlow as StockOrFlow,
    }))
}

function evidenceViews(
  id: string,
  parts: Parts,
  sources: readonly SourceView[],
  nameOf: (personId: string) => string,
): EvidenceView[] {
  return parts.evidence
    .filter(({ claimId }) => claimId === id)
    .flatMap(({ id: evidenceId, seq, sourceId, stance, quote, locator, note, addedBy, copiedFrom }) => {
      const source = sources.find((each) => each.id === sourceId)
      if (!source) return []
      const bearing = { stance: stance as EvidenceView['stance'], quote, locator, note }
      return [{ id: evidenceId, seq, ...bearing, addedBy: nameOf(addedBy), copiedFrom, source }]
    })
}
