import type { Amount } from './figure.ts'

/** The values that something allows, in ten-billionths, both ends included; null is open-ended. */
export interface Interval {
  readonly low: bigint | null
  readonly high: bigint | null
}

// One more than a figure's digits may have, so that a tenth of it is exact.
const places = 10

/** A decimal as a whole number of ten-billionths, so that no arithmetic rounds. */
export function scaled(digits: string): bigint {
  const negative = digits.startsWith('-')
  const [whole = '0', fraction = ''] = digits.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(places, '0'))
  return negative ? -value : value
}

/** What values an amount allows. `about` allows a tenth either way. */
export function intervalOf({ bound, low, high }: Amount): Interval {
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

const plus = (a: bigint | null, b: bigint | null) => (a === null || b === null ? null : a + b)

/** The values that sums of one value of each interval can have. */
export function sumOf(intervals: readonly Interval[]): Interval {
  return intervals.reduce((a, b) => ({ low: plus(a.low, b.low), high: plus(a.high, b.high) }), { low: 0n, high: 0n })
}

/** Whether some value of the one is at most some value of the other. */
export function canBeAtMost(one: Interval, other: Interval): boolean {
  return one.low === null || other.high === null || one.low <= other.high
}

/** Whether some value is in both. */
export function meet(one: Interval, other: Interval): boolean {
  return canBeAtMost(one, other) && canBeAtMost(other, one)
}
