import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortcomings } from '#tests/support/claim-review-check.ts'
import { claimForm, evidenceOf } from '#tests/support/claim-form.ts'
import { ratings } from '../claims/verdict.ts'
import { claimReview } from './claim-review.ts'
import { claimReviewProblems, isError } from './claim-review-problems.ts'
import { reviewDraft, type ReviewDraft, type ReviewFacts } from './review-draft.ts'

const url = 'https://check.example/p/desk/exchange/each-side'
const facts: ReviewFacts = {
  url,
  host: 'check.example',
  publishedAt: '2025-06-01T10:00:00.000Z',
  changedAt: '2025-06-03T10:00:00.000Z',
  correctedAt: ['2025-06-03T10:00:00.000Z'],
  publisher: { name: 'The Desk', homepage: 'https://desk.example', correctionsUrl: 'https://desk.example/corrections' },
  approval: 'standing',
  carriedBy: [url],
  onPage: 1,
  now: '2025-06-04T00:00:00.000Z',
}
const right = reviewDraft(claimForm(), facts)
const idsOf = (draft: ReviewDraft) => claimReviewProblems(draft).map(({ id }) => id)
const rated = (change: Partial<ReviewDraft['rating']>) => ({ rating: { ...right.rating, ...change } })

it('a claim with everything breaks no rule, and its ClaimReview is what Google and schema.org ask for', () => {
  expect(idsOf(right)).toEqual([])
  expect(shortcomings(claimReview(right), url)).toEqual([])
  expect(claimReview(right)).toMatchObject({
    datePublished: '2025-06-01T10:00:00.000Z',
    dateModified: '2025-06-03T10:00:00.000Z',
    author: { '@type': 'Organization', name: 'The Desk', url: 'https://desk.example' },
    itemReviewed: {
      author: { name: 'The ministry' },
      datePublished: '2025-05-23',
      firstAppearance: { url: 'https://ministry.example/1' },
      appearance: [{ url: 'https://news.example/report' }],
    },
    reviewRating: { alternateName: 'Mostly true', ratingValue: 4, bestRating: 5, worstRating: 1 },
    inLanguage: 'en',
    correction: [{ '@type': 'CorrectionComment', datePublished: '2025-06-03T10:00:00.000Z' }],
  })
})

const broken: readonly (readonly [id: string, change: Partial<ReviewDraft>])[] = [
  ['E1', { claimReviewed: '  ' }],
  ['E2', rated({ name: ' ' })],
  ['E3', { url: '', carriedBy: [] }],
  ['E3', { url: '/p/desk/exchange/each-side', carriedBy: [] }],
  ['E3', { url: 'ftp://check.example/p', carriedBy: [] }],
  ['E3', { url: 'https://elsewhere.example/p', carriedBy: [] }],
  ['E3', { url: 'https://notcheck.example/p', carriedBy: [] }],
  ['E3', { url: 'https://check.example:8443/p', carriedBy: [] }],
  ['E4', rated({ value: 6 })],
  ['E4', rated({ value: 0 })],
  ['E5', rated({ best: 4, worst: 4 })],
  ['E6', rated({ worst: 0 })],
  ['E7', rated({ value: null })],
  ['E7', rated({ best: null })],
  ['E7', rated({ worst: null })],
  ['E7', rated({ best: null, worst: null })],
  ['E8', { claimant: { name: ' ' } }],
  ['E9', { claimDate: '23 May 2025' }],
  ['E9', { claimDate: '2025-02-30' }],
  ['E9', { claimDate: '2025-06-05' }],
  ['E10', { carriedBy: [url, 'https://check.example/p/desk/other/each-side'] }],
  ['E11', { approval: 'stale' }],
  ['E11', { approval: 'missing' }],
  ['E12', { namesConfidential: true }],
  ['W1', { claimReviewed: `${'x'.repeat(75)}.` }],
  ['W2', { claimReviewed: 'It is MOSTLY  true: each side received 390' }],
  ['W3', { firstAppearance: '', appearances: [] }],
  ['W4', { claimant: null }],
  ['W5', { claimDate: '' }],
  ['W6', { claimant: { name: 'the  desk ' } }],
  ['W7', { independentSources: 1 }],
  ['W8', { hasPrimarySource: false }],
  ['W9', { claimReviewed: 'Each side received <b>390</b> people' }],
  ['W9', rated({ explanation: 'Taxes &amp; prices rose.' })],
  ['W10', { onPage: 2 }],
  ['W11', { publisher: { ...right.publisher, correctionsUrl: '' } }],
]

describe('one rule of research/domain §3.11 broken', () => {
  it.each(broken)('%s: %j', (id, change) => {
    const draft = { ...right, ...change }
    const [problem, ...others] = claimReviewProblems(draft)
    expect(others).toEqual([])
    expect(problem?.id).toBe(id)
    expect(problem?.sentence).toMatch(/\. [^.]+\.$/u)
    if (id.startsWith('E')) expect(claimReview(draft)).toBeNull()
    else expect(shortcomings(claimReview(draft), url)).toEqual([])
  })

  it('covers every rule', () => {
    const numbered = (letter: string, last: number) =>
      Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)
    expect([...new Set(broken.map(([id]) => id))]).toEqual([...numbered('E', 12), ...numbered('W', 11)])
  })
})

it('a claim of today is no claim of the future, wherever it was said', () => {
  expect(idsOf({ ...right, claimDate: '2025-06-04' })).toEqual([])
  expect(idsOf({ ...right, claimDate: '2025-06-05', now: '2025-06-04T10:00:00.000Z' })).toEqual([])
  expect(idsOf({ ...right, claimDate: '2025-06-05', now: '2025-06-04T09:59:59.000Z' })).toEqual(['E9'])
})

it('sources of one publisher are no independent ones', () => {
  const evidence = [evidenceOf('https://a.example/1', 'One'), evidenceOf('https://b.example/2', 'one', 'primary')]
  expect(idsOf(reviewDraft(claimForm({ evidence }), facts))).toEqual(['W7'])
})

it('unproven has words and no number', () => {
  const draft = reviewDraft(claimForm({ rating: 'unproven' }), facts)
  expect(claimReview(draft)?.['reviewRating']).toEqual({
    '@type': 'Rating',
    alternateName: 'Unproven',
    ratingExplanation: claimForm().reason,
  })
})

it('what nobody said is absent, and what is no address of the web is none', () => {
  const nothing = {
    claimant: '',
    saidOn: '',
    firstOn: '',
    firstUrl: 'javascript:alert(1)',
    language: '',
    corrections: [],
  }
  const report = { title: 'R', publisher: '', sourceUrl: 'report.html' }
  const draft = reviewDraft(claimForm({ ...nothing, report }), { ...facts, correctedAt: [] })
  expect(idsOf(draft)).toEqual(['W3', 'W4', 'W5'])
  expect(claimReview(draft)).not.toHaveProperty('inLanguage')
  expect(claimReview(draft)?.['itemReviewed']).toEqual({ '@type': 'Claim' })
  expect(shortcomings(claimReview(draft), url)).toEqual([])
})

it('whatever a form holds, what has no error passes the independent check', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  const address = fc.oneof(fc.constant(''), fc.webUrl(), text)
  const day = fc.oneof(fc.constant(''), fc.constant('2025-01-02'), text)
  const form = fc.record({
    statement: text,
    claimant: text,
    saidOn: day,
    firstOn: day,
    firstUrl: address,
    rating: fc.constantFrom('' as const, ...ratings),
    reason: text,
    report: fc.record({ title: text, publisher: text, sourceUrl: address }),
  })
  fc.assert(
    fc.property(form, address, (change, page) => {
      const draft = reviewDraft(claimForm(change), { ...facts, url: page || url, carriedBy: [] })
      const review = claimReview(draft)
      expect(review === null).toBe(claimReviewProblems(draft).some(isError))
      if (review) expect(shortcomings(review, url)).toEqual([])
    }),
  )
})
