import { expect, it } from 'vitest'
import type { ClaimView } from '#server/reports/workspace.ts'
import { partsOf } from './split-parts.ts'

const claim = (...quotes: readonly string[]) => {
  const passages = quotes.map((quote, index) => ({ id: `p${index + 1}`, quote }))
  const evidence = [{ id: 'e', source: { title: 'List', url: '' }, quote: '“390”' }]
  return { passages, figures: [], evidence } as unknown as ClaimView
}

it('the only passage of a claim cannot go or stay: each of two claims stands on one', () => {
  const [only, evidence] = partsOf(claim('“It rose.”'))
  expect(only).toMatchObject({ words: '“It rose.”', isOnlyPassage: true, fates: [{ value: 'both p1' }] })
  expect(evidence).toMatchObject({ words: 'Evidence: List, “390”', fates: [{}, {}, {}] })
  const [first] = partsOf(claim('It rose.', 'It fell.'))
  expect(first?.fates.map(({ value }) => value)).toEqual(['', 'go p1', 'both p1'])
})
