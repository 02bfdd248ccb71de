import { ratedAt } from '../claims/blind.ts'
import type { ratingsFor } from '../claims/store.ts'
import type { ClaimView, RatedView, RatingsView } from './workspace.ts'

/** Rows of one claim, round by round, as the viewer may know them. */
type Known = readonly Awaited<ReturnType<typeof ratingsFor>>[number][]
type NameOf = (personId: string) => string

/** How a claim stands with its ratings. */
export function ratingsView(ratings: Known, verdictSeq: number, nameOf: NameOf): RatingsView {
  const sealed = ratings.find(({ outcome }) => outcome === 'sealed')
  const last = Math.max(0, ...ratings.map(({ seq, outcome }) => (outcome === 'different' ? seq : 0)))
  const differing = ratings.filter(({ seq, outcome }) => outcome === 'different' && seq === last && seq > verdictSeq)
  const [own] = sealed ? ratedViews([sealed], nameOf) : []
  return {
    seq: ratedAt(verdictSeq, ratings),
    waiting: sealed ? { by: nameOf(sealed.by), own: own ? { rating: own.rating, reason: own.reason } : null } : null,
    differing: ratedViews(differing, nameOf),
  }
}

/** Who rated a claim the same as its verdict, before seeing that. */
export function secondOf(
  ratings: Known,
  verdictSeq: number,
  nameOf: NameOf,
): NonNullable<ClaimView['verdict']>['second'] {
  const both = ratings.filter(({ seq, outcome }) => outcome === 'equal' && seq === verdictSeq)
  const [, second] = ratedViews(both, nameOf)
  return second ? { by: second.by, reason: second.reason } : null
}

const ratedViews = (ratings: Known, nameOf: NameOf): RatedView[] =>
  ratings.flatMap(({ by, at, rating, reason }) =>
    rating === null || reason === null ? [] : [{ by: nameOf(by), at, rating, reason }],
  )
