import type { Mark, Refusal } from '../history/aggregate.ts'
import type { ClaimState } from './claim.ts'
import { live, newestDeed, taken, type TakenParts } from './parts.ts'
import { detailsOf, newStanding, type Details } from './standing.ts'

export type SplitCommand = {
  kind: 'claim.split'
  into: string
  /** The ids of the parts that leave this claim. */
  go: readonly string[]
  /** The ids of the parts that are in both claims from now on. */
  both: readonly string[]
  seen: number
}

/** What the claim that is split off begins with. */
export type CarveCommand = {
  kind: 'claim.carve'
  from: string
  reportId: string
  position: number
  details: Details
} & TakenParts

/** Why a claim cannot be split like this now; null when it can. */
export function decideSplit(state: ClaimState, { go, both, seen }: SplitCommand): Refusal | null {
  if (newestDeed(state) !== seen) {
    return {
      refused: 'Someone changed this claim while you had it open. Look again at what goes where.',
      because: 'changed-since',
    }
  }
  const standing = new Set(partsOf(state).map(({ id }) => id))
  if (![...go, ...both].every((id) => standing.has(id))) {
    return { refused: 'Something that you chose is not in this claim any more.', because: 'not-found' }
  }
  const passages = live(state.passages)
  if (!passages.some(({ id }) => go.includes(id) || both.includes(id))) {
    return { refused: 'Choose at least one passage for the new claim.', because: 'invalid' }
  }
  return passages.every(({ id }) => go.includes(id))
    ? { refused: 'At least one passage stays with this claim.', because: 'invalid' }
    : null
}

const partsOf = (state: ClaimState) => [...live(state.passages), ...live(state.figures), ...live(state.evidence)]

/** The claim that was split, without the parts that went to the new one. */
export function evolveSplit(state: ClaimState, { go }: { readonly go: readonly string[] }, { seq }: Mark): ClaimState {
  const without = <P extends { readonly id: string }>(parts: readonly P[]): readonly P[] =>
    parts.map((part) => (go.includes(part.id) ? { ...part, seq, withdrawn: true } : part))
  return {
    ...state,
    // Also when all parts are in both: whoever splits it next must have seen this.
    claim: state.claim && { ...state.claim, seq },
    passages: without(state.passages),
    figures: without(state.figures),
    evidence: without(state.evidence),
  }
}

/** What is carved out of a claim: the chosen parts under new ids, and everything that is said of it. */
export function carve(
  from: { readonly id: string; readonly state: ClaimState },
  { go, both }: Pick<SplitCommand, 'go' | 'both'>,
  place: { readonly position: number; newId(): string },
): CarveCommand | null {
  const { claim } = from.state
  if (!claim) return null
  const chosen = new Set([...go, ...both])
  const parts = taken(from, (id) => chosen.has(id), place.newId)
  const { reportId } = claim
  return { kind: 'claim.carve', from: from.id, reportId, position: place.position, details: detailsOf(claim), ...parts }
}

/** A claim as it begins when it was split off. */
export function evolveCarve(
  event: Omit<CarveCommand, 'kind'>,
  mark: Mark,
): Pick<ClaimState, 'claim' | 'passages' | 'figures' | 'evidence'> {
  const standing = <P>(parts: readonly P[]) => parts.map((part) => ({ ...part, seq: mark.seq, withdrawn: false }))
  return {
    claim: { ...newStanding(event, mark), ...event.details, splitFrom: event.from },
    passages: standing(event.passages),
    figures: standing(event.figures),
    evidence: standing(event.evidence),
  }
}
