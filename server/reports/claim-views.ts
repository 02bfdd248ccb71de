import type { Bound } from '../claims/figure.ts'
import type { Stage } from '../claims/stage.ts'
import type { claimsOf, partsOf } from '../claims/store.ts'
import { checkSum } from '../claims/sum.ts'
import type { Rating } from '../claims/verdict.ts'
import type { ClaimView, EvidenceView, FigureView, PassageView, RelationView, SourceView } from './workspace.ts'

type ClaimRow = Awaited<ReturnType<typeof claimsOf>>[number]
type Parts = Awaited<ReturnType<typeof partsOf>>
type Names = ReadonlyMap<string, string>

interface About {
  readonly parts: Parts
  readonly sources: readonly SourceView[]
  readonly names: Names
  /** How many open threads each claim has. */
  readonly openThreads: ReadonlyMap<string, number>
}

/** The claims of a report as the workspace shows them: in the team's order, withdrawn ones last. */
export function claimViews(rows: readonly ClaimRow[], about: About): ClaimView[] {
  const ordered = [...rows.filter(({ withdrawn }) => !withdrawn), ...rows.filter(({ withdrawn }) => withdrawn)]
  const bare = ordered.map((row, index) => bareView(row, index + 1, about))
  return bare.map((claim) => ({ ...claim, relations: relationViews(claim.id, bare, about.parts) }))
}

function bareView(row: ClaimRow, number: number, { parts, sources, names, openThreads }: About): ClaimView {
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
    relations: [],
    evidence,
    verdict: verdictView(row, nameOf),
    verdictSeq,
    disputed: stances.has('supports') && stances.has('refutes'),
    openThreads: openThreads.get(id) ?? 0,
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
    .map(({ claimId: _, teamId: __, withdrawn: ___, bound, ...rest }) => ({ ...rest, bound: bound as Bound }))
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

function relationViews(id: string, claims: readonly ClaimView[], { relations }: Parts): RelationView[] {
  const byId = (claimId: string) => claims.find((claim) => claim.id === claimId)
  const figureOf = (claim: ClaimView | undefined) => (claim && !claim.withdrawn ? claim.figures[0] : undefined)
  return relations
    .filter(({ claimId }) => claimId === id)
    .map((relation) => {
      const parts = relation.parts.map(byId)
      const check = checkSum(figureOf(byId(id)), parts.map(figureOf))
      const shown = parts.flatMap((part) =>
        part ? [{ claimId: part.id, number: part.number, statement: part.statement }] : [],
      )
      return { id: relation.id, kind: 'sum', parts: shown, ...check }
    })
}
