import type { Bound, StockOrFlow } from '../claims/figure.ts'
import { endsOf } from '../claims/relation.ts'
import type { Stage } from '../claims/stage.ts'
import type { claimsOf, partsOf } from '../claims/store.ts'
import type { Rating } from '../claims/verdict.ts'
import { relationViews } from './relation-views.ts'
import type { ClaimView, EvidenceView, FigureView, PassageView, RelationView, SourceView } from './workspace.ts'

type ClaimRow = Awaited<ReturnType<typeof claimsOf>>[number]
type Parts = Awaited<ReturnType<typeof partsOf>>
type Names = ReadonlyMap<string, string>

/** The claims of a report and their relations as the workspace shows them: in the team's order, withdrawn ones last. */
export function claimViews(
  rows: readonly ClaimRow[],
  parts: Parts,
  sources: readonly SourceView[],
  names: Names,
): { claims: ClaimView[]; relations: RelationView[] } {
  const ordered = [...rows.filter(({ withdrawn }) => !withdrawn), ...rows.filter(({ withdrawn }) => withdrawn)]
  const bare = ordered.map((row, index) => bareView(row, index + 1, parts, sources, names))
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
  sources: readonly SourceView[],
  names: Names,
): ClaimView {
  const nameOf = (personId: string) => names.get(personId) ?? 'someone who left'
  const texts = parts.texts.find(({ claimId }) => claimId === row.id)
  const evidence = evidenceViews(row.id, parts, sources, nameOf)
  const stances = new Set(evidence.map(({ stance }) => stance))
  const { id, claimant, saidOn, detailsSeq, withdrawn, withdrawnReason, createdAt, verdictSeq } = row
  return {
    id,
    number,
    statement: texts?.statement ?? '',
    analysis: texts?.analysis ?? '',
    notes: texts?.notes ?? '',
    claimant,
    saidOn,
    detailsSeq,
    stage: row.stage as Stage,
    withdrawn,
    withdrawnReason,
    createdBy: nameOf(row.createdBy),
    createdAt,
    passages: passageViews(id, parts),
    figures: figureViews(id, parts),
    evidence,
    verdict: verdictView(row, nameOf),
    verdictSeq,
    disputed: stances.has('supports') && stances.has('refutes'),
    broken: false,
  }
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
    .flatMap(({ id: evidenceId, seq, sourceId, stance, quote, locator, note, addedBy }) => {
      const source = sources.find((each) => each.id === sourceId)
      if (!source) return []
      const bearing = { stance: stance as EvidenceView['stance'], quote, locator, note }
      return [{ id: evidenceId, seq, ...bearing, addedBy: nameOf(addedBy), source }]
    })
}
