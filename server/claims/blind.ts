import type { Mark, Refusal } from '../history/aggregate.ts'
import type { ClaimEvent } from './claim.ts'
import { isChecked } from './stage.ts'
import type { Standing } from './standing.ts'
import type { Rating } from './verdict.ts'

/** One of the two ratings of a round: sealed until another person gives the second one, then equal to it or not. */
export interface BlindRating {
  /** Counted from 1 in each claim. */
  readonly round: number
  /** 1 for whoever began the round, 2 for whoever ended it. */
  readonly place: number
  readonly seq: number
  readonly by: string
  readonly at: string
  readonly rating: Rating
  readonly reason: string
  readonly outcome: 'sealed' | 'equal' | 'different'
}

export type RateCommand = { kind: 'rating.give'; rating: Rating; reason: string; by: string; seen: number }

/** A rating as somebody gave it. */
type Given = { by: string; rating: Rating; reason: string }

export type RateEvent = Pick<RateCommand, 'kind' | 'rating' | 'reason'> & {
  /** The first rating, which this one of another person opens; null for a rating that is sealed itself. */
  opens: Given | null
  /** The two differ, and the claim goes back to its checkers. */
  back: boolean
}

const sealedOf = (ratings: readonly BlindRating[]): BlindRating | undefined =>
  ratings.find(({ outcome }) => outcome === 'sealed')

/** The entry at which the last round ended, or the verdict was set: a sealed rating is no news of a claim. */
export function ratedAt(verdictSeq: number, ratings: readonly Pick<BlindRating, 'seq' | 'outcome'>[]): number {
  return Math.max(verdictSeq, ...ratings.flatMap(({ seq, outcome }) => (outcome === 'sealed' ? [] : [seq])))
}

/**
 * The event of a rating, or its refusal. The first one of a round is sealed, and given anew takes its own place; one of
 * another person ends the round. No answer depends on what is sealed.
 */
export function decideRating(
  { claim, ratings }: { readonly claim: Standing; readonly ratings: readonly BlindRating[] },
  { kind, rating, reason, by, seen }: RateCommand,
): RateEvent | Refusal {
  if (seen !== ratedAt(claim.verdictSeq, ratings)) {
    return {
      refused: 'Two people’s ratings were opened, or the verdict was set, while you had this open. Look at that first.',
      because: 'changed-since',
    }
  }
  const first = sealedOf(ratings)
  const opens = first && first.by !== by ? { by: first.by, rating: first.rating, reason: first.reason } : null
  return { kind, rating, reason, opens, back: opens !== null && opens.rating !== rating && isChecked(claim.stage) }
}

/** The ratings of a claim after an event. */
export function evolveRatings(
  ratings: readonly BlindRating[],
  event: ClaimEvent,
  { seq, at, actor }: Mark,
): readonly BlindRating[] {
  if (event.kind !== 'rating.give') return ratings
  const { rating, reason, opens } = event
  const first = sealedOf(ratings)
  const others = ratings.filter((each) => each !== first)
  const given = { seq, by: actor, at, rating, reason }
  if (!opens || !first) {
    const round = first?.round ?? (ratings.at(-1)?.round ?? 0) + 1
    return [...others, { round, place: 1, ...given, outcome: 'sealed' }]
  }
  const outcome = opens.rating === rating ? 'equal' : 'different'
  return [...others, { ...first, seq, outcome }, { round: first.round, place: 2, ...given, outcome }]
}

/** The claim itself after a rating: two equal ones are its verdict, in the first one's words. */
export function afterRating(claim: Standing, { rating, opens, back }: RateEvent, { seq, at }: Mark): Standing {
  if (!opens) return claim
  if (opens.rating !== rating) return { ...claim, seq, stage: back ? 'checking' : claim.stage }
  return { ...claim, seq, rating, verdictReason: opens.reason, verdictBy: opens.by, verdictAt: at, verdictSeq: seq }
}

/**
 * Which of a claim's deeds are ratings that nobody may know yet, by their seqs: those of the round that is open, but for
 * what this person gave.
 */
export function sealedFrom(
  personId: string,
  ratings: readonly (Pick<RateEvent, 'opens'> & { readonly seq: number; readonly actor: string })[],
): ReadonlySet<number> {
  const open = ratings.slice(ratings.findLastIndex(({ opens }) => opens !== null) + 1)
  return new Set(open.flatMap(({ seq, actor }) => (actor === personId ? [] : [seq])))
}
