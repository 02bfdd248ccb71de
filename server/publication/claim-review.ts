import { claimReviewProblems, isError } from './claim-review-problems.ts'
import { webAddress, type ReviewDraft } from './review-draft.ts'

export type JsonLd = Readonly<Record<string, unknown>>

/** The schema.org ClaimReview of a draft, as JSON-LD; null for one with errors. What nobody said is absent. */
export function claimReview(draft: ReviewDraft): JsonLd | null {
  return claimReviewProblems(draft).some(isError) ? null : wholeReview(draft)
}

function wholeReview(draft: ReviewDraft): JsonLd {
  const { url, claimReviewed, publishedAt, changedAt, language, publisher, rating, corrections } = draft
  return {
    '@context': 'https://schema.org',
    '@type': 'ClaimReview',
    '@id': url,
    url,
    claimReviewed,
    datePublished: publishedAt,
    ...(changedAt !== publishedAt && { dateModified: changedAt }),
    ...(language && { inLanguage: language }),
    author: organization(publisher),
    itemReviewed: itemReviewed(draft),
    reviewRating: {
      '@type': 'Rating',
      alternateName: rating.name,
      ...(rating.value !== null && { ratingValue: rating.value, bestRating: rating.best, worstRating: rating.worst }),
      ...(rating.explanation && { ratingExplanation: rating.explanation }),
    },
    ...(corrections.length > 0 && {
      correction: corrections.map(({ text, at }) => ({
        '@type': 'CorrectionComment',
        text,
        ...(at && { datePublished: at }),
      })),
    }),
  }
}

/** The publisher as schema.org says it. */
export function organization({ name, homepage, correctionsUrl }: ReviewDraft['publisher']): JsonLd {
  return {
    '@type': 'Organization',
    name,
    ...(webAddress(homepage) && { url: homepage }),
    ...(webAddress(correctionsUrl) && { correctionsPolicy: correctionsUrl }),
  }
}

function itemReviewed({ claimant, claimDate, firstAppearance, appearances }: ReviewDraft): JsonLd {
  const work = (url: string) => ({ '@type': 'CreativeWork', url })
  return {
    '@type': 'Claim',
    ...(claimant && { author: { '@type': 'Person', name: claimant.name } }),
    ...(claimDate && { datePublished: claimDate }),
    ...(firstAppearance && { firstAppearance: work(firstAppearance) }),
    ...(appearances.length > 0 && { appearance: appearances.map(work) }),
  }
}
