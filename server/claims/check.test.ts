import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkRelation, type Term } from './check.ts'
import type { Amount, Quantity } from './figure.ts'
import { intervalOf, scaled } from './interval.ts'
import type { Compared } from './relation.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const runs = { seed, numRuns: 4_000 }

const unsaid = { unit: 'people', asOf: '', scope: '', stockOrFlow: '', periodFrom: '', periodTo: '' } as const
const exactly = (low: string, more: Partial<Quantity> = {}): Quantity => ({
  ...unsaid,
  bound: 'exactly',
  low,
  high: '',
  ...more,
})
const about = (low: string, more: Partial<Quantity> = {}) => exactly(low, { bound: 'about', ...more })
const between = (low: string, high: string, more: Partial<Quantity> = {}) =>
  exactly(low, { bound: 'between', high, ...more })
const missing: Term = { missing: 'claim 4 has no figure' }
const check = (kind: Compared, own: Term, ...parts: Term[]) => checkRelation(kind, own, parts)

test('results read like sentences', () => {
  expect(check('sum', exactly('390'), exactly('270'), exactly('120'))).toEqual({
    sentence: '270 + 120 = 390',
    holds: 'yes',
    why: '',
  })
  expect(check('sum', exactly('390'), exactly('271'), exactly('120'))).toMatchObject({
    sentence: '271 + 120 ≠ 390',
    holds: 'no',
  })
  expect(check('part-of', exactly('270'), exactly('390'))).toMatchObject({
    sentence: '270 can be part of 390',
    holds: 'yes',
  })
  expect(check('part-of', exactly('400'), exactly('390'))).toMatchObject({
    sentence: '400 cannot be part of 390',
    holds: 'no',
  })
  expect(check('contradicts', about('10000'), between('8000', '10000'))).toMatchObject({
    sentence: '≈10,000 and 8,000–10,000 can both be true',
    holds: 'no',
  })
  expect(check('contradicts', exactly('270'), exactly('390'))).toMatchObject({ holds: 'yes' })
  expect(check('same-as', exactly('1.5'), exactly('-1.5'))).toMatchObject({
    sentence: '1.5 and -1.5 cannot be the same',
    holds: 'no',
  })
  expect(checkRelation('depends-on', missing, [missing])).toEqual({ sentence: '', holds: 'stated', why: '' })
})

test('what is missing or cannot be compared leaves it unknown and says why', () => {
  const why = (kind: Compared, own: Term, ...parts: Term[]) => {
    const found = check(kind, own, ...parts)
    expect(found.holds).toBe('unknown')
    return found.why
  }
  const flow = (low: string, periodFrom: string, periodTo: string) =>
    exactly(low, { stockOrFlow: 'flow', periodFrom, periodTo })
  expect(why('sum', exactly('390'), exactly('270'), missing)).toBe('claim 4 has no figure')
  expect(check('sum', exactly('390'), exactly('270'), missing).sentence).toBe('270 + ? = 390')
  expect(why('same-as', missing, exactly('1'))).toBe('claim 4 has no figure')
  expect(why('same-as', exactly('1'), exactly('1', { unit: 'person' }))).toBe('different units')
  expect(why('same-as', exactly('1'), exactly('1', { unit: '' }))).toBe('different units')
  expect(why('contradicts', exactly('1', { asOf: '2025-05-01' }), exactly('2', { asOf: '2025-05-02' }))).toBe(
    'as of different dates',
  )
  expect(why('part-of', exactly('1', { stockOrFlow: 'stock' }), flow('2', '2025-01-01', '2025-12-31'))).toBe(
    'one is a state at a moment, another is over a period',
  )
  expect(why('same-as', flow('1', '2025-01-01', '2025-06-30'), flow('1', '2025-01-01', '2025-12-31'))).toBe(
    'over different periods',
  )
  expect(why('part-of', flow('1', '2024-12-31', '2025-06-30'), flow('2', '2025-01-01', '2025-12-31'))).toBe(
    'a part is over another period than the whole',
  )
  expect(why('contradicts', exactly('1', { scope: 'Kyiv' }), exactly('2', { scope: 'Mariupol' }))).toBe('scopes differ')
})

test('parts count something narrower, over a shorter period; case and spaces of words do not matter', () => {
  const half = (low: string, periodFrom: string, periodTo: string, scope: string) =>
    exactly(low, { stockOrFlow: 'flow', periodFrom, periodTo, scope })
  const year = half('390', '2025-01-01', '2025-12-31', 'people')
  const [first, second] = [
    half('270', '2025-01-01', '2025-06-30', 'soldiers'),
    half('120', '2025-07-01', '2025-12-31', 'civilians'),
  ]
  expect(check('sum', year, first, second)).toMatchObject({ holds: 'yes', why: '' })
  expect(check('part-of', first, year).holds).toBe('yes')
  expect(
    check(
      'same-as',
      exactly('1', { unit: 'Prisoners  of war', scope: 'KYIV' }),
      exactly('1', { unit: 'prisoners of war', scope: 'Kyiv' }),
    ).holds,
  ).toBe('yes')
})

test('in a sum each part is held against the whole alone, and a period needs no date besides', () => {
  const over = (low: string, periodFrom: string, periodTo: string, asOf = '') =>
    exactly(low, { stockOrFlow: 'flow', periodFrom, periodTo, asOf })
  const whole = over('1000', '2025-05-23', '2025-05-25', '2025-05-26')
  const [first, second] = [
    over('390', '2025-05-23', '2025-05-23', '2025-05-23'),
    over('307', '2025-05-24', '2025-05-24', '2025-05-24'),
  ]
  const rest = exactly('303')
  expect(check('sum', whole, first, second, rest)).toMatchObject({
    holds: 'yes',
    why: 'if the date and moment or period are the same',
  })
  expect(check('sum', whole, first, second, exactly('304')).holds).toBe('no')
  expect(check('sum', whole, first, over('610', '2025-05-24', '2025-05-25'))).toMatchObject({ holds: 'yes', why: '' })
  expect(check('sum', whole, first, over('307', '2025-05-24', '2025-05-26'), rest)).toMatchObject({
    holds: 'unknown',
    why: 'a part is over another period than the whole',
  })
  expect(check('sum', exactly('1000'), first, over('307', '2025-05-24', '2025-05-24', '2025-05-23'), rest).holds).toBe(
    'yes',
  )
  expect(check('part-of', second, whole)).toMatchObject({ holds: 'yes', why: '' })
  expect(check('same-as', second, { ...second, asOf: '2025-06-01' })).toMatchObject({ holds: 'yes', why: '' })
  expect(check('sum', whole, first, second, exactly('303', { asOf: '2025-05-25' }))).toMatchObject({
    holds: 'unknown',
    why: 'as of different dates',
  })
})

test('where no claim has a figure it is as the person said; one that is gone is still missed', () => {
  const none: Term = { missing: 'claim 3 has no figure', neverWas: true }
  for (const kind of ['contradicts', 'same-as', 'part-of'] as const) {
    expect(check(kind, none, none)).toEqual({ sentence: 'stated by hand', holds: 'stated', why: '' })
  }
  expect(check('contradicts', none, exactly('1'))).toMatchObject({ sentence: '? against 1', holds: 'unknown' })
  expect(check('contradicts', none, { missing: 'the figure of claim 4 is no longer there' }).holds).toBe('unknown')
})

test('what only some figures say is named as a condition', () => {
  expect(check('contradicts', exactly('1', { asOf: '2025-05-01' }), exactly('2', { scope: 'Kyiv' }))).toMatchObject({
    holds: 'yes',
    why: 'if the date and scope are the same',
  })
  expect(check('sum', exactly('3', { scope: 'all' }), exactly('1'), exactly('2')).why).toBe('')
})

// The oracle knows nothing of intervals: it tries every half between the limits.
const limit = 60
const halves = Array.from({ length: 4 * limit + 1 }, (_, index) => index / 2 - limit)

function allows({ bound, low, high }: Amount, value: number): boolean {
  const [from, to] = [Number(low), Number(high)]
  switch (bound) {
    case 'exactly':
      return value === from
    case 'at-least':
      return value >= from
    case 'at-most':
      return value <= from
    case 'about':
      return Math.abs(value - from) * 10 <= Math.abs(from)
    case 'between':
      return from <= value && value <= to
  }
}

const valuesOf = (amount: Amount) => halves.filter((value) => allows(amount, value))

function oracle(kind: Compared, own: Amount, parts: readonly Amount[]): boolean {
  const ownValues = new Set(valuesOf(own))
  const [first = [], ...rest] = parts.map(valuesOf)
  let totals = new Set(first)
  for (const values of rest) totals = new Set([...totals].flatMap((total) => values.map((value) => total + value)))
  const isShared = [...totals].some((total) => ownValues.has(total))
  switch (kind) {
    case 'sum':
    case 'same-as':
      return isShared
    case 'contradicts':
      return !isShared
    case 'part-of':
      return [...ownValues].some((value) => [...totals].some((total) => value <= total))
  }
}

const half = fc.integer({ min: -12, max: 12 }).map((value) => value / 2)
const amount: fc.Arbitrary<Amount> = fc.oneof(
  fc
    .tuple(fc.constantFrom('exactly' as const, 'at-least' as const, 'at-most' as const), half)
    .map(([bound, low]) => ({ bound, low: String(low), high: '' })),
  // A tenth of these is a half or none.
  fc.constantFrom('-10', '-5', '0', '5', '10').map((low) => ({ bound: 'about' as const, low, high: '' })),
  fc
    .tuple(half, fc.integer({ min: 0, max: 8 }))
    .map(([low, width]) => ({ bound: 'between' as const, low: String(low), high: String(low + width / 2) })),
)

test.each<[Compared, number]>([
  ['sum', 3],
  ['part-of', 1],
  ['same-as', 1],
  ['contradicts', 1],
])(`%s agrees with trying every value (PLUMBLINE_SEED=${seed})`, (kind, most) => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(amount, fc.array(amount, { minLength: kind === 'sum' ? 2 : 1, maxLength: most }), (own, parts) => {
      const full = (each: Amount): Quantity => ({ ...unsaid, ...each })
      const { holds } = checkRelation(kind, full(own), parts.map(full))
      seen.add(holds)
      expect(holds).toBe(oracle(kind, own, parts) ? 'yes' : 'no')
    }),
    runs,
  )
  expect([...seen].toSorted()).toEqual(['no', 'yes'])
})

test(`decimals are exact to the last digit (PLUMBLINE_SEED=${seed})`, () => {
  const billionths = fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n })
  const written = (value: bigint) => {
    const digits = (value < 0n ? -value : value).toString().padStart(10, '0')
    return `${value < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`
  }
  fc.assert(
    fc.property(billionths, billionths, (a, b) => {
      const parts = [exactly(written(a)), exactly(written(b))]
      expect(checkRelation('sum', exactly(written(a + b)), parts).holds).toBe('yes')
      expect(checkRelation('sum', exactly(written(a + b + 1n)), parts).holds).toBe('no')
      const { low, high } = intervalOf({ bound: 'about', low: written(a), high: '' })
      const tenth = a < 0n ? -a : a
      expect([low, high]).toEqual([a * 10n - tenth, a * 10n + tenth])
    }),
    runs,
  )
  expect(scaled('-0.000000001')).toBe(-10n)
})
