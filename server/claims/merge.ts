import type { Mark, Refusal } from '../history/aggregate.ts'
import type { ClaimState } from './claim.ts'
import { live, newestDeed, taken, type TakenParts } from './parts.ts'
import { isSamePlace } from './passages.ts'
import type { Standing } from './standing.ts'
import { mostTags } from './tags.ts'

export type MergeCommand = { kind: 'claim.merge'; into: string; seen: number }

/** What a claim takes over from one that is merged into it. */
export type AbsorbCommand = {
  kind: 'claim.absorb'
  from: string
  reportId: string
  /** The tags of the claim that is merged; in the event, all that the other has then. */
  tags: readonly string[]
} & TakenParts

/** Why a claim cannot be merged into another now; null when it can. */
export function decideMerge(state: ClaimState, { seen }: MergeCommand): Refusal | null {
  return newestDeed(state) === seen
    ? null
    : { refused: 'Someone changed this claim while you had it open. Look at it again.', because: 'changed-since' }
}

/** What is there to take over from a claim; null when there is no such claim. */
export function absorption(
  from: { readonly id: string; readonly state: ClaimState },
  newId: () => string,
): AbsorbCommand | null {
  const { claim } = from.state
  if (!claim) return null
  const { reportId, tags } = claim
  return { kind: 'claim.absorb', from: from.id, reportId, tags, ...taken(from, () => true, newId) }
}

/** Why a claim cannot take another one over; else what it takes: nothing that it has already. */
export function decideAbsorb(
  state: ClaimState & { readonly claim: Standing },
  command: AbsorbCommand,
): AbsorbCommand | Refusal {
  const { claim } = state
  if (claim.withdrawn) {
    return { refused: 'The claim to merge into is withdrawn. Choose another.', because: 'invalid' }
  }
  if (claim.reportId !== command.reportId) {
    return { refused: 'Only claims of one report can be merged.', because: 'invalid' }
  }
  const tags = [...new Set([...claim.tags, ...command.tags])]
  if (tags.length > mostTags) {
    const refused = `Together they have ${tags.length} tags, and a claim keeps to ${mostTags}. Take some off first.`
    return { refused, because: 'invalid' }
  }
  const isNew = <P extends object>(standing: readonly P[]) => {
    const known = new Set(standing.map(essence))
    return (part: object) => !known.has(essence(part))
  }
  return {
    ...command,
    passages: command.passages.filter((each) => !live(state.passages).some((own) => isSamePlace(own, each))),
    figures: command.figures.filter(isNew(live(state.figures))),
    evidence: command.evidence.filter(isNew(live(state.evidence))),
    tags,
  }
}

/** What a part says, whoever put it where and when. */
function essence(part: object): string {
  const said = Object.entries(part).filter(([name]) => !aside.includes(name))
  return JSON.stringify(said.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
const aside = ['id', 'seq', 'addedSeq', 'withdrawn', 'addedBy', 'copiedFrom']

/** A claim with what it took over. */
export function evolveAbsorb(state: ClaimState, event: Omit<AbsorbCommand, 'kind'>, { seq }: Mark): ClaimState {
  if (!state.claim) return state
  const added = <P>(parts: readonly P[]) => parts.map((part) => ({ ...part, seq, withdrawn: false }))
  const { tags } = event
  const classesSeq = tags.length > state.claim.tags.length ? seq : state.claim.classesSeq
  return {
    ...state,
    claim: { ...state.claim, seq, tags, classesSeq },
    passages: [...state.passages, ...added(event.passages)],
    // Behind the claim's own: which one is the first stays as it was.
    figures: [...state.figures, ...added(event.figures).map((figure) => ({ ...figure, addedSeq: seq }))],
    evidence: [...state.evidence, ...added(event.evidence)],
  }
}
