import type { ExpectedRow } from './contents.ts'
import { isSame } from './tree.ts'
import type { Difference } from './verify.ts'

export type FoundRow = Readonly<Record<string, unknown>>

/** A table with the names of the columns that tell its rows apart. */
export interface TableShape {
  readonly name: string
  readonly key: readonly string[]
}

/** The difference with the lowest seq between the rows that must be and those that are, in both directions. */
export function firstDifference(
  { name, key }: TableShape,
  expected: readonly ExpectedRow[],
  found: readonly FoundRow[],
): Difference | null {
  const keyOf = (row: FoundRow) => JSON.stringify(key.map((column) => row[column]))
  const here = new Map(found.map((row) => [keyOf(row), row]))
  const differences: Difference[] = []
  for (const row of expected) {
    const other = here.get(keyOf(row))
    here.delete(keyOf(row))
    const column = other && differingColumn(row, other)
    const subject = `${name} ${titleOf(key, row)}`
    if (!other) differences.push({ seq: row.seq, subject, what: 'the row is missing' })
    else if (column) differences.push({ seq: row.seq, subject, what: `the column ${column} is not what was recorded` })
  }
  for (const row of here.values()) {
    differences.push({ seq: null, subject: `${name} ${titleOf(key, row)}`, what: 'no entry made this row' })
  }
  return lowest(differences)
}

/** Of several differences the one that comes first in the history. */
export function lowest(differences: readonly (Difference | null)[]): Difference | null {
  return differences.reduce<Difference | null>((first, each) => {
    if (!each || !first) return first ?? each
    return (each.seq ?? Infinity) < (first.seq ?? Infinity) ? each : first
  }, null)
}

function titleOf(key: readonly string[], row: FoundRow): string {
  return key.map((column) => String(row[column])).join(' ')
}

function differingColumn(expected: FoundRow, found: FoundRow): string | null {
  const columns = [...Object.keys(found), ...Object.keys(expected)]
  return columns.find((column) => !sameValue(expected[column], found[column])) ?? null
}

function sameValue(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, index) => sameValue(value, other[index]))
  }
  if (one instanceof Uint8Array && other instanceof Uint8Array) return isSame(one, other)
  return Object.is(one, other)
}
