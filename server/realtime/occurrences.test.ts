import fc from 'fast-check'
import { expect, it } from 'vitest'
import { occurrencesOf } from './occurrences.ts'

/** What is looked for, found in the plainest way. */
function expected(quote: string, text: string, from: number, to: number): number[] {
  const found: number[] = []
  for (let at = Math.max(0, from); at <= to; at += 1) if (text.startsWith(quote, at)) found.push(at)
  return found
}

it('finds every place of a quote between two offsets, also those that overlap', () => {
  const words = (minLength: number, maxLength: number) =>
    fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength })
  const offset = fc.integer({ min: -5, max: 40 })
  fc.assert(
    fc.property(words(1, 5), words(0, 30), offset, offset, (quote, text, from, to) => {
      expect([...occurrencesOf(quote, text, from, to)]).toEqual(expected(quote, text, from, to))
    }),
    { numRuns: 2_000 },
  )
})

it('looks at no more than 2,000 places', () => {
  expect([...occurrencesOf('a', 'a'.repeat(5_000), 0, 5_000)]).toHaveLength(2_000)
})

it('passes each letter once where a long quote nearly fits everywhere', () => {
  const quote = `${'a'.repeat(500)}b${'a'.repeat(499)}`
  const text = 'a'.repeat(400_000)
  // By the search of the language it takes ten seconds.
  for (let count = 0; count < 100; count += 1) expect(occurrencesOf(quote, text, 0, text.length).next().done).toBe(true)
})
