import { scale, type Rating } from '../claims/verdict.ts'
import { isWebAddress } from '../inputs.ts'
import { independentSources } from '../review/independence.ts'
import type { ClaimForm } from './form.ts'

/**
 * What a ClaimReview is made of, field by field, and what decides whether it may be made (research/domain §3.1–3.4). Texts
 * and addresses that nobody gave are empty; times are ISO 8601.
 */
export interface ReviewDraft {
  readonly claimReviewed: string
  /** The claim's page. */
  readonly url: string
  /** The host that serves the publisher's pages. */
  readonly host: string
  readonly publishedAt: string
  readonly changedAt: string
  readonly language: string
  readonly publisher: { readonly name: string; readonly homepage: string; readonly correctionsUrl: string }
  /** Who made the claim; null where nobody is named. */
  readonly claimant: { readonly name: string } | null
  /** When the claim entered public discourse: YYYY-MM-DD. */
  readonly claimDate: string
  readonly firstAppearance: string
  readonly appearances: readonly string[]
  readonly rating: ReviewRating
  readonly corrections: readonly { readonly text: string; readonly at: string }[]
  readonly approval: 'standing' | 'stale' | 'missing'
  /** Whether it would name a source that must stay unnamed. */
  readonly namesConfidential: boolean
  /** The pages on which a ClaimReview of this address was published already. */
  readonly carriedBy: readonly string[]
  /** How many ClaimReviews the page carries, with this one. */
  readonly onPage: number
  readonly independentSources: number
  readonly hasPrimarySource: boolean
  /** Now, as ISO 8601 in UTC. */
  readonly now: string
}

/** A verdict in words, and in numbers where it has them: all three or none. */
export interface ReviewRating {
  readonly name: string
  readonly value: number | null
  readonly best: number | null
  readonly worst: number | null
  readonly explanation: string
}

/** What surrounds a form that is published. */
export type ReviewFacts = Pick<
  ReviewDraft,
  'url' | 'host' | 'publishedAt' | 'changedAt' | 'publisher' | 'approval' | 'carriedBy' | 'onPage' | 'now'
> & {
  /** For each correction of the form, since when readers see it. */
  readonly correctedAt: readonly string[]
}

/** The draft of a claim's ClaimReview. */
export function reviewDraft(form: ClaimForm, { correctedAt, ...facts }: ReviewFacts): ReviewDraft {
  const sources = form.evidence.map(({ source }) => source)
  return {
    ...facts,
    claimReviewed: form.statement.trim(),
    language: form.language,
    claimant: form.claimant.trim() ? { name: form.claimant.trim() } : null,
    claimDate: form.firstOn || form.saidOn,
    firstAppearance: webAddress(form.firstUrl),
    appearances: [webAddress(form.report.sourceUrl)].filter(Boolean),
    rating: ratingOf(form.rating, form.reason),
    corrections: form.corrections.map(({ wrong, now, why }, index) => ({
      text: `What was wrong: ${wrong} What it says now: ${now} Why: ${why}`,
      at: correctedAt[index] ?? '',
    })),
    // No source is confidential yet.
    namesConfidential: false,
    independentSources: independentSources(sources),
    hasPrimarySource: sources.some(({ kind }) => kind === 'primary'),
  }
}

function ratingOf(rating: Rating | '', reason: string): ReviewRating {
  const none = { name: '', value: null, best: null, worst: null, explanation: reason.trim() }
  if (rating === '') return none
  const { name, value } = scale[rating]
  return value === null ? { ...none, name } : { ...none, name, value, best: 5, worst: 1 }
}

/** An address of the web as it is, and nothing for anything else. */
export function webAddress(url: string): string {
  return isWebAddress(url) ? url : ''
}
