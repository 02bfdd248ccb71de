import type { RowEvidence } from './csv-known.ts'

/** What became of a row: its claim made, its evidence added to one that was there, nothing to do, or why not. */
export interface RowResult {
  readonly row: number
  readonly outcome: 'made' | 'added' | 'there' | 'failed'
  /** Why it failed; else empty. */
  readonly message: string
}

/** What writing a row comes to; `known` is the number of the claim that stands on its words already. */
export function outcomeOf(row: number, evidence: readonly RowEvidence[], known: number | null): RowResult {
  const isNew = evidence.some((each) => each.row === row && !each.isThere)
  return { row, outcome: known === null ? 'made' : isNew ? 'added' : 'there', message: '' }
}
