import type { Row, Rows } from '../history/aggregate.ts'
import type { ClaimState } from './claim.ts'

/** The rows that a claim stands for. */
export function claimRows(id: string, teamId: string, state: ClaimState): Rows {
  if (!state.claim) return {}
  const own = (parts: readonly Row[]): Row[] => parts.map((part) => Object.assign({ claimId: id, teamId }, part))
  return {
    claim: [Object.assign({ id, teamId }, state.claim)],
    passage: own(state.passages),
    figure: own(state.figures),
    relation: own(state.relations),
    evidence: own(state.evidence),
    assignment: own(state.assignments),
    approval: own(state.approvals),
    blindRating: own(state.ratings),
    publication: own(state.publications),
    correction: own(state.corrections),
    retraction: own(state.retractions),
  }
}
