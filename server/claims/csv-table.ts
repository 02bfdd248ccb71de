import { CsvError, parse } from 'csv-parse/browser/esm/sync'
import { Problem } from '../errors.ts'
import { restored } from './csv-cells.ts'
import { columnOf, type Cells, type Column } from './csv-columns.ts'

/** The largest table that is taken in, in bytes, and the most rows. */
export const tableLimit = 2_097_152
export const mostRows = 5_000

/** One row as it stands in the table; `row` is its number in a spreadsheet, where the headings are row 1. */
export interface CsvRow {
  readonly row: number
  readonly cells: Cells
}

export interface CsvTable {
  readonly rows: readonly CsvRow[]
  /** Headings that name nothing we know. */
  readonly unknown: readonly string[]
}

/** What a file is written in, as it is told to people. */
export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252'

/**
 * The text of a table's file: UTF-8 and UTF-16 by their byte order marks, UTF-16 without one by its empty bytes,
 * UTF-8 by its rules, and what is none of these as spreadsheets of Western Europe write it.
 */
export function decodeTable(bytes: Uint8Array): { readonly text: string; readonly encoding: Encoding } {
  const wide = wideOrder(bytes)
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: 'UTF-16' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' }
  }
}

function wideOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const start = bytes.subarray(0, 1_000)
  const empty = (odd: number) => start.filter((byte, index) => byte === 0 && index % 2 === odd).length
  // Our headings are ASCII: in UTF-16 nearly every second byte of them is empty, always on the same side.
  if (empty(1) > start.length / 4) return 'utf-16le'
  return empty(0) > start.length / 4 ? 'utf-16be' : null
}

/**
 * Reads a table whose first row names columns; cells that `harmless` marked are as they were. Rows without any words are
 * left out.
 * @throws {Problem} `invalid` for what is no such table, `too-large` past the limits.
 */
export function readTable(text: string): CsvTable {
  if (text.length > tableLimit) throw new Problem('too-large', 'This table is larger than 2 MB. Split it into several.')
  if (text.includes('\0')) throw new Problem('invalid', 'This is not a table in plain text. Save it as CSV first.')
  const [, told, body = ''] = /^\uFEFF?(?:sep=([,;\t])\r?\n)?([^]*)$/iu.exec(text) ?? []
  const [headings = [], ...records] = recordsOf(body, told ?? separatorOf(body))
  const found = headings.map(columnOf)
  expectColumns(found, headings)
  const rows = records.flatMap((record, index) => {
    const cells: Record<string, string> = {}
    found.forEach((column, place) => {
      if (column && record[place]) cells[column] = restored(record[place])
    })
    return Object.values(cells).some((cell) => cell.trim() !== '') ? [{ row: index + 2, cells }] : []
  })
  if (rows.length > mostRows) {
    throw new Problem('too-large', `This table has ${rows.length} rows. Split it into tables of at most ${mostRows}.`)
  }
  return { rows, unknown: headings.filter((heading, index) => found[index] === null && heading.trim() !== '') }
}

function expectColumns(found: readonly (Column | null)[], headings: readonly string[]): void {
  const twice = found.findIndex((column, index) => column !== null && found.indexOf(column) < index)
  if (twice !== -1) {
    const first = headings[found.indexOf(found[twice] ?? null)]
    const sentence = `Two columns, “${first}” and “${headings[twice]}”, are both the ${found[twice]}. Take one out.`
    throw new Problem('invalid', sentence)
  }
  if (!found.includes('words')) {
    const sentence = 'The first row must name the columns, and one of them is “words”: the words of the report.'
    throw new Problem('invalid', sentence)
  }
}

/** The separator with which the first row names most of our columns. */
function separatorOf(text: string): string {
  const head = text.slice(0, 10_000)
  const known = (separator: string) => headingsOf(head, separator).filter((name) => columnOf(name) !== null).length
  const [best = ','] = [',', ';', '\t'].toSorted((one, other) => known(other) - known(one))
  return best
}

function headingsOf(head: string, delimiter: string): readonly string[] {
  try {
    return parse(head, { ...lenient, delimiter, to: 1 })[0] ?? []
  } catch {
    return []
  }
}

const lenient = { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true }

function recordsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { ...lenient, delimiter })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(error['lines']) || 1
    const sentence = `The quotes in this table do not match; reading stopped at line ${line}. Close the quote there.`
    throw new Problem('invalid', sentence)
  }
}
