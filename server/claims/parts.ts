import type { Evidence } from '../evidence/evidence.ts'
import type { ClaimState } from './claim.ts'
import type { Figure } from './figures.ts'
import type { NewPassage } from './passages.ts'

type New<Part> = Omit<Part, 'seq' | 'withdrawn'>

/** Parts that one claim takes over from another. */
export interface TakenParts {
  readonly passages: readonly NewPassage[]
  readonly figures: readonly New<Figure>[]
  readonly evidence: readonly New<Evidence>[]
}

/** The parts that still count. */
export function live<P extends { readonly withdrawn: boolean }>(parts: readonly P[]): readonly P[] {
  return parts.filter(({ withdrawn }) => !withdrawn)
}

/** The seq of the newest deed on a claim: whatever was changed or withdrawn last. */
export function newestDeed({ claim, ...parts }: ClaimState): number {
  const seqs = Object.values(parts).flatMap((all: readonly { readonly seq: number }[]) => all.map(({ seq }) => seq))
  return Math.max(claim?.seq ?? 0, ...seqs)
}

/** A claim's live parts of the given ids under new ones; evidence says where it was copied from. */
export function taken(
  from: { readonly id: string; readonly state: ClaimState },
  isTaken: (id: string) => boolean,
  newId: () => string,
): TakenParts {
  const fresh = <P extends { readonly id: string; readonly seq: number; readonly withdrawn: boolean }>(
    parts: readonly P[],
  ) => {
    const going = live(parts).filter(({ id }) => isTaken(id))
    // Parts of one entry stand in the order of their ids.
    const ids = going.map(newId).toSorted()
    return going.map(({ seq: _, withdrawn: __, ...rest }, index) => ({ ...rest, id: ids[index] ?? '' }))
  }
  return {
    passages: fresh(from.state.passages),
    figures: fresh(from.state.figures),
    evidence: fresh(from.state.evidence).map((each) => ({ ...each, copiedFrom: from.id })),
  }
}
