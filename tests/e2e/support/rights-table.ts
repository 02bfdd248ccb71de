/** What is expected, by row and column. */
export type RightsTable = ReadonlyMap<string, Readonly<Record<string, string>>>

/**
 * Reads a table of words: the first line names the columns, every other one begins with the name of its row. Two words
 * may name a row; a bar only guides the eye, and a dash says that there is nothing to expect.
 */
export function readTable(text: string): RightsTable {
  const [head = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(/[\s|]+/u).filter(Boolean))
  const table = new Map<string, Record<string, string>>()
  for (const row of rows) {
    const name = row.slice(0, row.length - head.length).join(' ')
    if (!name || table.has(name)) throw new Error(`A table cannot be read at: ${row.join(' ')}`)
    const cells = row.slice(-head.length)
    table.set(name, Object.fromEntries(head.map((column, index) => [column, cells[index] ?? ''])))
  }
  return table
}
