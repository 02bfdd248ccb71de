import type { Span } from '../reports/passage.ts'
import { cellOf, claimColumns, type Cells, type ClaimColumn, type Column } from './csv-columns.ts'
import { readClaim, readEvidence, type ClaimFields, type EvidenceFields } from './csv-fields.ts'
import { knownIn, withoutKnown, type CsvTarget, type KnownClaim, type RowEvidence } from './csv-known.ts'
import type { CsvRow } from './csv-table.ts'
import { wordsFinder } from './csv-words.ts'

/** What is wrong with a cell, and what to do. */
export interface CellError {
  readonly row: number
  readonly column: Column
  readonly message: string
}

/** The rows of one claim, and what they come to. It can be written when it has no errors. */
export interface CheckedClaim {
  readonly rows: readonly CsvRow[]
  readonly errors: readonly CellError[]
  readonly place: Span | null
  /** The claim that stands on these words already: it is left as it is. */
  readonly known: KnownClaim | null
  /** What a new claim begins with. */
  readonly fields: ClaimFields | null
  readonly evidence: readonly RowEvidence[]
}

/** How many rows one claim may have, and how many characters together: it is written in one transaction. */
const mostRowsOfClaim = 100
const mostOfClaim = 1_000_000

/**
 * Checks rows against a report: which claims they are, in the order of their first rows, and what is wrong with them.
 * Rows on the same words, or with the same number, are one claim with several pieces of evidence.
 */
export function checkRows(rows: readonly CsvRow[], target: CsvTarget): CheckedClaim[] {
  const find = wordsFinder(target.text)
  const placed = rows.map((row) => placeOf(row, find))
  return grouped(placed, target).map((group) => checkClaim(group, target))
}

interface Placed {
  readonly row: CsvRow
  readonly place: Span | null
  readonly errors: readonly CellError[]
}

/** Where the words of a row stand in the report. */
function placeOf(row: CsvRow, find: ReturnType<typeof wordsFinder>): Placed {
  const words = cellOf(row.cells, 'words')
  const wrong = (column: Column, message: string): Placed => {
    return { row, place: null, errors: [{ row: row.row, column, message }] }
  }
  if (words === '') return { row, place: null, errors: [] }
  const places = find(words)
  const told = cellOf(row.cells, 'occurrence')
  const times = places.length === 1 ? 'once' : `${places.length} times`
  if (places.length === 0) {
    return wrong('words', 'These words do not stand in the report. Copy them from it exactly.')
  }
  if (told === '' && places.length > 1) {
    return wrong('occurrence', `These words stand ${times} in the report. Write here which one, 1 to ${places.length}.`)
  }
  const place = places[told === '' ? 0 : Number(/^\d{1,6}$/u.exec(told)?.[0] ?? 0) - 1]
  if (!place) return wrong('occurrence', `These words stand ${times} in the report. Write a number that counts them.`)
  return { row, place, errors: [] }
}

/** Rows by claim. */
function grouped(placed: readonly Placed[], { edition, claims }: CsvTarget): Placed[][] {
  const wordsOf = new Map<string, string>()
  const keyOf = ({ row, place }: Placed): string | null => {
    const [words, number] = [cellOf(row.cells, 'words'), cellOf(row.cells, 'number')]
    if (words === '') return (number && wordsOf.get(number)) || null
    if (!place) return `${words} ${cellOf(row.cells, 'occurrence')}`
    const key = `${place.start}-${place.end}`
    // Two claims that stand on the same words already are told apart by their numbers.
    return knownIn(claims, edition, place).length > 0 ? `${key} ${number}` : key
  }
  for (const each of placed) {
    const [key, number] = [keyOf(each), cellOf(each.row.cells, 'number')]
    if (key !== null && number !== '' && !wordsOf.has(number)) wordsOf.set(number, key)
  }
  const groups = new Map<string, Placed[]>()
  for (const each of placed) {
    const number = cellOf(each.row.cells, 'number')
    const key = wordsOf.get(number) ?? keyOf(each) ?? (number ? `number ${number}` : `row ${each.row.row}`)
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return [...groups.values()]
}

function checkClaim(group: readonly Placed[], { edition, claims }: CsvTarget): CheckedClaim {
  const rows = group.map(({ row }) => row)
  const place = group.find((each) => each.place)?.place ?? null
  const statement = rows.map(({ cells }) => cellOf(cells, 'statement')).find(Boolean) ?? ''
  const known = place ? (knownIn(claims, edition, place, statement)[0] ?? null) : null
  const said = known ? null : sayingsOf(rows)
  const claim = said && readClaim(said.cells)
  const claimErrors = [...(claim?.errors ?? [])].map(([column, message]) => ({
    row: said?.from.get(column) ?? rows[0]?.row ?? 0,
    column,
    message,
  }))
  const read = rows.map(({ row, cells }) => ({ row, ...readEvidence(cells) }))
  const evidence = read.flatMap(({ row, value }): { row: number; fields: EvidenceFields }[] =>
    value ? [{ row, fields: value }] : [],
  )
  const errors = [
    ...group.flatMap((each) => each.errors),
    ...togetherErrors(group),
    ...(said?.errors ?? []),
    ...claimErrors,
    ...read.flatMap((each) => [...each.errors].map(([column, message]) => ({ row: each.row, column, message }))),
  ]
  return { rows, errors, place, known, fields: claim?.value ?? null, evidence: withoutKnown(evidence, known) }
}

/** What is wrong with rows as one claim. */
function togetherErrors(group: readonly Placed[]): CellError[] {
  const at = (index: number, column: Column, message: string): CellError[] => [
    { row: group[index]?.row.row ?? 0, column, message },
  ]
  const first = group.find(({ row }) => cellOf(row.cells, 'words') !== '')
  if (!first) return at(0, 'words', 'Write the words of the report that this claim stands on.')
  const other = group.findIndex(
    ({ place }) => place && first.place && (place.start !== first.place.start || place.end !== first.place.end),
  )
  if (other !== -1) {
    const sentence = `Row ${first.row.row} has the same number and other words. Give this claim a number of its own.`
    return at(other, 'words', sentence)
  }
  if (group.length > mostRowsOfClaim) {
    const sentence = `A claim takes at most ${mostRowsOfClaim} rows at once. Import the others from a table of their own.`
    return at(mostRowsOfClaim, 'words', sentence)
  }
  return JSON.stringify(group.map(({ row }) => row)).length > mostOfClaim
    ? at(0, 'words', 'The rows of this claim are too much at once. Import some of them from a table of their own.')
    : []
}

const told = claimColumns.filter((column) => !['words', 'occurrence', 'stage', 'further figures'].includes(column))

/** What rows say of their claim, in which row that stands first, and where others say something else. */
function sayingsOf(rows: readonly CsvRow[]) {
  const cells: Partial<Record<ClaimColumn, string>> = {}
  const from = new Map<Column, number>()
  const errors: CellError[] = []
  for (const { row, cells: own } of rows) {
    for (const column of told) {
      const cell = cellOf(own, column)
      if (cell === '' || cell === cells[column]) continue
      const first = from.get(column)
      if (first === undefined) {
        cells[column] = cell
        from.set(column, row)
      } else {
        const says = `Row ${first} is about the same words and says something else here.`
        errors.push({ row, column, message: `${says} Make them the same, or leave this cell empty.` })
      }
    }
  }
  return { cells: cells as Cells, from, errors }
}
