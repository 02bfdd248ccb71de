export const bounds = ['exactly', 'at-least', 'at-most', 'about', 'between'] as const
export type Bound = (typeof bounds)[number]

export const boundNames: Readonly<Record<Bound, string>> = {
  exactly: 'exactly',
  'at-least': 'at least',
  'at-most': 'at most',
  about: 'about',
  between: 'between',
}

/** Whether a figure is a state at a moment or what happened over a period; empty where nobody said. */
export const stockOrFlows = ['', 'stock', 'flow'] as const
export type StockOrFlow = (typeof stockOrFlows)[number]

export const stockOrFlowNames: Readonly<Record<StockOrFlow, string>> = {
  '': 'not said',
  stock: 'at a moment (stock)',
  flow: 'over a period (flow)',
}

/** A number with its bound. `low` and `high` are decimal digits; `high` is empty unless the bound is `between`. */
export interface Amount {
  readonly bound: Bound
  readonly low: string
  readonly high: string
}

/** An amount of something; what nobody said is empty. A flow has a period, nothing else has one. */
export interface Quantity extends Amount {
  readonly unit: string
  readonly asOf: string
  /** What is counted and where, in a few words. */
  readonly scope: string
  readonly stockOrFlow: StockOrFlow
  readonly periodFrom: string
  readonly periodTo: string
}

const marks: Readonly<Record<Bound, string>> = { exactly: '', 'at-least': '≥', 'at-most': '≤', about: '≈', between: '' }

/** An amount as it is written in a sum: "≈10,000", "8,000–10,000". The digits are the ones that were entered. */
export function amountWords({ bound, low, high }: Amount): string {
  if (bound !== 'between') return `${marks[bound]}${grouped(low)}`
  const dash = low.startsWith('-') || high.startsWith('-') ? ' to ' : '–'
  return `${grouped(low)}${dash}${grouped(high)}`
}

/** A figure in one short line: "≥60,000 people". */
export function figureWords(figure: Amount & { readonly unit: string }): string {
  return `${amountWords(figure)} ${figure.unit}`.trim()
}

/** The period of a flow: "2025-05-23 to 2025-05-25". Empty for everything else. */
export function periodWords({ periodFrom, periodTo }: Pick<Quantity, 'periodFrom' | 'periodTo'>): string {
  return periodFrom && `${periodFrom} to ${periodTo}`
}

/** Digits as they are read in English: "60,000". */
export function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.')
  const groups = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/gu, ',')
  return fraction ? `${groups}.${fraction}` : groups
}
