import { describe, expect, it } from 'vitest'
import { day, noSuchDay, words } from './inputs.ts'

describe('a day', () => {
  it.each(['', '2024-02-29', ' 2025-05-23 '])('may be %j', (value) => {
    expect(day.parse(value)).toBe(value.trim())
  })

  it.each([
    ['23.05.2025', 'Write the date as YYYY-MM-DD.'],
    ['2025-02-29', 'There is no such day.'],
    [noSuchDay, 'There is no such day.'],
  ])('is not %j', (value, says) => {
    expect(day.safeParse(value).error?.issues.map(({ message }) => message)).toEqual([says])
  })
})

it('free text has one end of lines, whichever a form sends, and is counted so', () => {
  expect(words(3).parse(' a\r\nb ')).toBe('a\nb')
  expect(words(3).safeParse('a\r\nbc').success).toBe(false)
})
