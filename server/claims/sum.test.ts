import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkSum, type Quantity } from './sum.ts'

const exactly = (low: string, unit = 'people'): Quantity => ({ bound: 'exactly', low, high: '', unit })
const between = (low: number, high: number): Quantity => ({
  bound: 'between',
  low: String(low),
  high: String(high),
  unit: 'people',
})

test('270 and 120 are 390, and 271 and 120 are not', () => {
  expect(checkSum(exactly('390'), [exactly('270'), exactly('120')])).toEqual({
    sentence: '270 + 120 = 390',
    holds: 'yes',
  })
  expect(checkSum(exactly('390'), [exactly('271'), exactly('120')])).toEqual({
    sentence: '271 + 120 ≠ 390',
    holds: 'no',
  })
})

test('a missing figure or another unit leaves it unknown', () => {
  expect(checkSum(exactly('390'), [exactly('270'), undefined])).toEqual({ sentence: '270 + ? = 390', holds: 'unknown' })
  expect(checkSum(undefined, [exactly('1')]).holds).toBe('unknown')
  expect(checkSum(exactly('390'), [exactly('270', 'tonnes'), exactly('120')]).holds).toBe('unknown')
})

test('decimals add up exactly, and large numbers are grouped', () => {
  expect(checkSum(exactly('0.3'), [exactly('0.1'), exactly('0.2')]).holds).toBe('yes')
  expect(checkSum(exactly('60000'), [exactly('59999.5'), exactly('0.5')]).sentence).toBe('59,999.5 + 0.5 = 60,000')
})

test('bounds allow what they say', () => {
  const atLeast = (low: string): Quantity => ({ ...exactly(low), bound: 'at-least' })
  const atMost = (low: string): Quantity => ({ ...exactly(low), bound: 'at-most' })
  expect(checkSum(exactly('390'), [atLeast('270'), exactly('120')]).holds).toBe('yes')
  expect(checkSum(exactly('380'), [atLeast('270'), exactly('120')]).holds).toBe('no')
  expect(checkSum(atMost('390'), [exactly('400'), exactly('1')]).holds).toBe('no')
  expect(checkSum({ ...exactly('10000'), bound: 'about' }, [between(8000, 10000), exactly('0')]).holds).toBe('yes')
})

test('ranges hold exactly when some values in them add up', () => {
  const range = fc
    .tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 5 }))
    .map(([low, width]) => ({ low, high: low + width }))
  fc.assert(
    fc.property(range, range, range, (whole, one, other) => {
      let found = false
      for (let a = one.low; a <= one.high; a++) {
        for (let b = other.low; b <= other.high; b++) if (a + b >= whole.low && a + b <= whole.high) found = true
      }
      const of = ({ low, high }: { low: number; high: number }) => between(low, high)
      expect(checkSum(of(whole), [of(one), of(other)]).holds).toBe(found ? 'yes' : 'no')
    }),
  )
})
