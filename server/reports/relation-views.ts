import { checkRelation, type Term } from '../claims/check.ts'
import { figureWords } from '../claims/figure.ts'
import type { ClaimView, RelationData, RelationEnd, RelationView } from './workspace.ts'

/** What a relation looks at of a claim. */
export type RelatedClaim = Pick<ClaimView, 'id' | 'number' | 'withdrawn' | 'figures'>

/** The relations between these claims, each checked as their figures stand now. */
export function relationViews(claims: readonly RelatedClaim[], stated: readonly RelationData[]): RelationView[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]))
  const ends = (claimIds: readonly string[], figureIds: readonly string[]) =>
    claimIds.flatMap((claimId, index) => {
      const claim = byId.get(claimId)
      return claim ? [endOf(claim, figureIds[index] ?? '')] : []
    })
  return stated.flatMap((row) => {
    const [own] = ends([row.claimId], [row.figureId])
    if (!own) return []
    const parts = ends(row.parts, row.partFigures)
    const { kind } = row
    const terms = parts.map(({ term }) => term)
    const shown = { own: own.shown, parts: parts.map((part) => part.shown) }
    return [{ id: row.id, kind, note: row.note, ...shown, ...checkRelation(kind, own.term, terms) }]
  })
}

/** One end of a relation: the claim with the figure that counts, the first unless one was chosen. */
function endOf(claim: RelatedClaim, figureId: string): { shown: RelationEnd; term: Term } {
  const figure = figureId === '' ? claim.figures[0] : claim.figures.find(({ id }) => id === figureId)
  const shown = { claimId: claim.id, figure: figure ? figureWords(figure) : '' }
  if (claim.withdrawn) {
    const neverWas = figureId === '' && !figure
    return { shown, term: { missing: `claim ${claim.number} is withdrawn`, neverWas } }
  }
  if (figure) return { shown, term: figure }
  const term =
    figureId === ''
      ? { missing: `claim ${claim.number} has no figure`, neverWas: true }
      : { missing: `the figure of claim ${claim.number} is no longer there` }
  return { shown, term }
}
