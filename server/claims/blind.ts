import type { Mark, Refusal } from '../history/aggregate.ts'
import type { ClaimEvent } from './claim.ts'
import { isChecked } from './stage.ts'
import type { Standing } from './standing.ts'
import type { Rating } from './verdict.ts'

/**
 * One of the two ratings of a round: sealed until another person gives the second one, then equal to it or not. Void is
 * what no second one may open any more: the verdict was set otherwise, or its giver may no longer rate.
 */
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
  readonly outcome: 'sealed' | 'equal' | 'different' | 'void'
}

export type RateCommand = {
  kind: 'rating.give'
  rating: Rating
  reason: string
  by: string
  /** Whose sealed rating counts no longer, because they may no longer rate; null for nobody. */
  gone: string | null
  seen: number
}

/** A rating as somebody gave it. */
type Given = { by: string; rating: Rating; reason: string }

export type RateEvent = Pick<RateCommand, 'kind' | 'rating' | 'reason'> & {
  /** The first rating, which this one of another person opens; null for a rating that is sealed itself. */
  opens: Given | null
  /** The two differ, and the claim goes back to its checkers. */
  back: boolean
}

/** The rating that waits for a second one. */
const sealedOf = (ratings: readonly BlindRating[]): BlindRating | undefined =>
  ratings.find(({ outcome }) => outcome === 'sealed')

const isOpened = (outcome: BlindRating['outcome']): boolean => outcome === 'equal' || outcome === 'different'

/** The entry at which the last round ended, or the verdict was set: a sealed rating is no news of a claim. */
export function ratedAt(verdictSeq: number, ratings: readonly Pick<BlindRating, 'seq' | 'outcome'>[]): number {
  return Math.max(verdictSeq, ...ratings.flatMap(({ seq, outcome }) => (isOpened(outcome) ? [seq] : [])))
}

/**
 * The event of a rating, or its refusal. The first one of a round is sealed, and given anew takes its own place; one of
 * another person ends the round. No answer depends on what is sealed.
 */
export function decideRating(
  { claim, ratings }: { readonly claim: Standing; readonly ratings: readonly BlindRating[] },
  { kind, rating, reason, by, gone, seen }: RateCommand,
): RateEvent | Refusal {
  if (seen !== ratedAt(claim.verdictSeq, ratings)) {
    return {
      refused: 'Two people’s ratings were opened, or the verdict was set, while you had this open. Look at that first.',
      because: 'changed-since',
    }
  }
  const first = sealedOf(ratings)
  const opens =
    first && first.by !== by && first.by !== gone ? { by: first.by, rating: first.rating, reason: first.reason } : null
  return { kind, rating, reason, opens, back: opens !== null && opens.rating !== rating && isChecked(claim.stage) }
}

/** The ratings of a claim after an event. */
export function evolveRatings(
  ratings: readonly BlindRating[],
  event: ClaimEvent,
  { seq, at, actor }: Mark,
): readonly BlindRating[] {
  const first = sealedOf(ratings)
  const others = ratings.filter((each) => each !== first)
  // Whoever rates after this has seen a verdict, which may be the very one that is sealed.
  if (event.kind === 'verdict.set' && first) return [...others, { ...first, seq, outcome: 'void' }]
  if (event.kind !== 'rating.give') return ratings
  const { rating, reason, opens } = event
  const given = { seq, by: actor, at, rating, reason }
  if (!opens || !first) {
    const isAnew = first?.by === actor
    const round = isAnew ? first.round : Math.max(0, ...ratings.map((each) => each.round)) + 1
    const before: BlindRating[] = first && !isAnew ? [{ ...first, seq, outcome: 'void' }] : []
    return [...others, ...before, { round, place: 1, ...given, outcome: 'sealed' }]
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
 * Which of a claim's deeds are ratings that this person may not know, by their seqs: all that others gave but the two of
 * each round that ended. What somebody gave and replaced before there was a second one stays theirs.
 */
export function sealedFrom(
  personId: string,
  ratings: readonly (Pick<RateEvent, 'opens'> & { readonly seq: number; readonly actor: string })[],
): ReadonlySet<number> {
  const opened = ratings.flatMap(({ seq, opens }, index) => {
    if (!opens) return []
    const first = ratings.slice(0, index).findLast((each) => !each.opens && each.actor === opens.by)
    return first ? [first.seq, seq] : [seq]
  })
  return new Set(ratings.flatMap(({ seq, actor }) => (actor === personId || opened.includes(seq) ? [] : [seq])))
}
