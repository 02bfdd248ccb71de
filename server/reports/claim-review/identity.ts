import type { ClaimReview } from './read.ts'

/**
 * What makes two ClaimReviews the same one, as canonical JSON: the address of the review, the statement and who claimed
 * it, without differences of case and of how the address is written. What a review says of it may change.
 */
export function identityOf({
  url,
  claimReviewed,
  claimants,
}: Pick<ClaimReview, 'url' | 'claimReviewed' | 'claimants'>): string {
  const address = url
    .replace(/^https?:\/\/(?:www\.)?/iu, '')
    .replace(/#.*$/u, '')
    .replace(/\/$/u, '')
  return JSON.stringify([address, claimReviewed.toLowerCase(), claimants.map((each) => each.toLowerCase()).toSorted()])
}

/** The words and numbers of a rating as one key: what a person maps to the team's scale, they map for all of the same. */
export function ratingKey({ rating: { words, value, best, worst } }: Pick<ClaimReview, 'rating'>): string {
  return JSON.stringify([words, value, best, worst])
}
