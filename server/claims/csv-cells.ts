// A spreadsheet runs a cell that begins so, also behind what it leaves out before it looks (OWASP, CSV injection).
const formula = String.raw`(?=[\t\r]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])`
const couldRun = new RegExp(`^('*)${formula}`, 'u')
const wasMarked = new RegExp(`^'('*)${formula}`, 'u')
const plainNumber = /^-?\d+(?:\.\d+)?$/u

/** A cell that no spreadsheet takes for a formula: one that could be gets an apostrophe before it. Numbers stay. */
export function harmless(cell: string): string {
  return plainNumber.test(cell) ? cell : cell.replace(couldRun, "'$1")
}

/** What `harmless` made a cell of. */
export function restored(cell: string): string {
  return cell.replace(wasMarked, '$1')
}

/** A table as RFC 4180 writes it, with a byte order mark, by which spreadsheets know UTF-8. No cell is a formula. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map((cell) => quoted(harmless(cell))).join(',')}\r\n`).join('')}`
}

const quoted = (cell: string): string => (/[",;\t\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
