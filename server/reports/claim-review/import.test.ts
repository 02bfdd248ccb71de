import { expect, it } from 'vitest'
import { importedDeeds, ratingWords, reportAbout, reportText, sentenceAt, sourceOf } from './import.ts'
import { readClaimReviews, type ClaimReview } from './read.ts'

const read = (object: object): ClaimReview => {
  const [review] = readClaimReviews(JSON.stringify({ '@type': 'ClaimReview', ...object })).reviews
  if (!review) throw new Error('Nothing was read.')
  return review
}
const dam = read({ claimReviewed: 'The dam is full', author: 'One', inLanguage: 'de' })
const lock = read({
  claimReviewed: 'The lock is open',
  author: 'Two',
  inLanguage: 'de',
  url: 'https://example.org/lock',
})

it('a sentence is found only in its own paragraph, also where two say the same', () => {
  const text = reportText([dam, lock, dam])
  expect(sentenceAt(text, 0, dam)).toMatchObject({ start: 0, end: 15, quote: 'The dam is full' })
  expect(sentenceAt(text, 2, dam)).toMatchObject({ start: 35, end: 50, quote: 'The dam is full' })
  for (const paragraph of [1, 3, -1, 0.5]) expect(sentenceAt(text, paragraph, dam)).toBeNull()
  expect(sentenceAt('', 0, read({ claimReviewed: '' }))).toBeNull()
})

it('a report is named after its publisher and language where there is one', () => {
  expect(reportAbout([dam], '1 May 2026')).toEqual({
    title: 'Claim reviews of One, imported 1 May 2026',
    publisher: 'One',
    language: 'de',
  })
  const other = read({ claimReviewed: 'X', inLanguage: 'German, I think' })
  expect(reportAbout([dam, lock], '1 May 2026')).toMatchObject({
    title: 'Claim reviews, imported 1 May 2026',
    publisher: '',
  })
  expect(reportAbout([other], '1 May 2026').language).toBe('und')
  expect(reportAbout([dam, other], '1 May 2026').language).toBe('und')
})

it('nothing is said of a claim that its review does not say', () => {
  const place = {
    reportId: 'r',
    position: 1,
    passage: { id: 'p', edition: 1, start: 0, end: 1, quote: '', prefix: '', suffix: '' },
  }
  const bare = read({ claimReviewed: 'X', reviewRating: { ratingValue: 1, bestRating: 5, worstRating: 1 } })
  expect(importedDeeds(bare, { ...place, evidence: null, rating: null }).map(({ kind }) => kind)).toEqual([
    'claim.make',
  ])
  expect(importedDeeds(bare, { ...place, evidence: null, rating: 'false' }).at(-1)).toEqual({
    kind: 'verdict.set',
    rating: 'false',
    reason: 'Imported: 1, worst 1, best 5',
  })
  expect(sourceOf(bare)).toBeNull()
  expect(sourceOf(lock)).toMatchObject({ title: 'Check by Two: The lock is open', sourceKind: 'secondary' })
})

it.each([
  [{ alternateName: 'Falso' }, 'Falso'],
  [{ alternateName: 'Falso', ratingValue: 2 }, 'Falso (2)'],
  [{ ratingValue: 2, bestRating: 5 }, '2, worst ?, best 5'],
  [{ bestRating: 5, worstRating: 1 }, 'worst 1, best 5'],
  [{}, ''],
])('the rating %j reads “%s”', (reviewRating, words) => {
  expect(ratingWords(read({ claimReviewed: 'X', reviewRating }))).toBe(words)
})
