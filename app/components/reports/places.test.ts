import { expect, it } from 'vitest'
import { placesOf, trimmed } from './places.ts'

const text = 'Each side received 390 people.\nIt received 270 troops (and 120 civilians).'

it('finds words across line ends and in any case', () => {
  const [place] = placesOf(text, 'people. it  RECEIVED')
  expect(place && text.slice(place.start, place.end)).toBe('people.\nIt received')
})

it('finds every occurrence, and takes signs literally', () => {
  expect(placesOf(text, 'received')).toHaveLength(2)
  expect(placesOf(text, '(and 120')).toHaveLength(1)
  expect(placesOf(text, '390.people')).toHaveLength(0)
  expect(placesOf(text, '   ')).toHaveLength(0)
})

it('trims white space at the ends of a selection', () => {
  expect(trimmed('a  word b', { start: 1, end: 8 })).toEqual({ start: 3, end: 7 })
  expect(trimmed('a   b', { start: 1, end: 4 })).toBeNull()
})
