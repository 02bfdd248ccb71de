import type { Bound } from './figure.ts'

/** The part of a figure that counts in sums. */
export interface Quantity {
  readonly bound: Bound
  readonly low: string
  readonly high: string
  readonly unit: string
}

export interface SumCheck {
  /** As people write it: "270 + 120 = 390"; "?" where a claim has no figure. */
  readonly sentence: string
  readonly holds: 'yes' | 'no' | 'unknown'
}

const places = 9

/** A decimal as a whole number of billionths, so that sums are exact. */
function scaled(digits: string): bigint {
  const negative = digits.startsWith('-')
  const [whole = '0', fraction = ''] = digits.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(places, '0'))
  return negative ? -value : value
}

interface Interval {
  readonly low: bigint | null
  readonly high: bigint | null
}

/** What values a quantity allows; null is open-ended. `about` allows a tenth either way. */
function intervalOf({ bound, low, high }: Quantity): Interval {
  const value = scaled(low)
  const slack = (value < 0n ? -value : value) / 10n
  switch (bound) {
    case 'exactly':
      return { low: value, high: value }
    case 'at-least':
      return { low: value, high: null }
    case 'at-most':
      return { low: null, high: value }
    case 'about':
      return { low: value - slack, high: value + slack }
    case 'between':
      return { low: value, high: scaled(high) }
  }
}

const add = (a: bigint | null, b: bigint | null) => (a === null || b === null ? null : a + b)

/**
 * Whether parts can add up to the whole: the interval of their sum meets the interval of the whole.
 * Unknown while a figure is missing or units differ.
 */
export function checkSum(whole: Quantity | undefined, parts: readonly (Quantity | undefined)[]): SumCheck {
  const known = parts.filter((part) => part !== undefined)
  const sum = parts.map(written).join(' + ')
  if (!whole || known.length < parts.length || known.some(({ unit }) => unit !== whole.unit)) {
    return { sentence: `${sum} = ${written(whole)}`, holds: 'unknown' }
  }
  const total = known.map(intervalOf).reduce((a, b) => ({ low: add(a.low, b.low), high: add(a.high, b.high) }))
  const target = intervalOf(whole)
  const meets =
    (total.low === null || target.high === null || total.low <= target.high) &&
    (total.high === null || target.low === null || target.low <= total.high)
  return { sentence: `${sum} ${meets ? '=' : '≠'} ${written(whole)}`, holds: meets ? 'yes' : 'no' }
}

const marks: Readonly<Record<Bound, string>> = { exactly: '', 'at-least': '≥', 'at-most': '≤', about: '≈', between: '' }

function written(quantity: Quantity | undefined): string {
  if (!quantity) return '?'
  const { bound, low, high } = quantity
  return bound === 'between' ? `(${grouped(low)} to ${grouped(high)})` : `${marks[bound]}${grouped(low)}`
}

/** Digits as they are read in English: "60,000". */
export function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.')
  const groups = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/gu, ',')
  return fraction ? `${groups}.${fraction}` : groups
}
