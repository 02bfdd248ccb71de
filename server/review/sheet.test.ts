import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contextOf } from './sheet.ts'

it('shows words in their paragraph, cut between words', () => {
  const text = `One.\n${'alpha beta '.repeat(20)}WORDS${' gamma delta'.repeat(20)}\nThree.`
  const start = text.indexOf('WORDS')
  const { before, after } = contextOf(text, { start, end: start + 5 })
  expect(before).toMatch(/^…(alpha|beta) [a-z ]+ $/u)
  expect(after).toMatch(/^ gamma [a-z ]+ (gamma|delta)…$/u)
  expect(contextOf('One.\nTwo words here.\nThree.', { start: 9, end: 14 })).toEqual({ before: 'Two ', after: ' here.' })
})

it('never cuts a character in two, and shows only what stands there', () => {
  const anyText = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '🌍', '字', 'א'), minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(), (text, one, other) => {
      const letters = Array.from(text)
      const [from, to] = [one % letters.length, other % (letters.length + 1)].toSorted((a, b) => a - b) as [
        number,
        number,
      ]
      const start = letters.slice(0, from).join('').length
      const end = letters.slice(0, to).join('').length
      const { before, after } = contextOf(text, { start, end })
      expect(before.isWellFormed() && after.isWellFormed()).toBe(true)
      expect(text.slice(0, start).endsWith(before.replace(/^…/u, ''))).toBe(true)
      expect(text.slice(end).startsWith(after.replace(/…$/u, ''))).toBe(true)
    }),
  )
})
