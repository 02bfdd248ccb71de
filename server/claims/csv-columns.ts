/** The columns that say something of a claim, in the order in which they are written. */
export const claimColumns = [
  'number',
  'statement',
  'words',
  'occurrence',
  'claimant',
  'said on',
  'place',
  'language',
  'verdict',
  'reason',
  'stage',
  'bound',
  'low',
  'high',
  'unit',
  'scope',
  'as of',
  'counted',
  'period from',
  'period to',
  'further figures',
] as const

/** The columns that say something of one piece of evidence. */
export const evidenceColumns = [
  'source title',
  'source address',
  'publisher',
  'author',
  'published on',
  'primary or secondary',
  'stance',
  'quote',
  'where',
  'note',
] as const

export const columns = [...claimColumns, ...evidenceColumns] as const
export type ClaimColumn = (typeof claimColumns)[number]
export type EvidenceColumn = (typeof evidenceColumns)[number]
export type Column = ClaimColumn | EvidenceColumn

/** One row by its columns; what is not there is empty. */
export type Cells = Readonly<Partial<Record<Column, string>>>

/** What other tables call these columns. */
const otherNames: Readonly<Record<string, Column>> = {
  claim: 'statement',
  'claim number': 'number',
  passage: 'words',
  'said by': 'claimant',
  rating: 'verdict',
  source: 'source title',
  title: 'source title',
  url: 'source address',
  'source url': 'source address',
  address: 'source address',
  'source kind': 'primary or secondary',
  'quoted words': 'quote',
  locator: 'where',
}

/** The column that a heading names, whatever its case and spaces; null for one that is not ours. */
export function columnOf(heading: string): Column | null {
  const name = heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ')
    .trim()
  return (
    columns.find((column) => column === name) ?? (Object.hasOwn(otherNames, name) ? otherNames[name] : null) ?? null
  )
}

/** What a row says in a column, with one kind of line ends and nothing around it. */
export function cellOf(cells: Cells, column: Column): string {
  return (cells[column] ?? '').replaceAll(/\r\n?/gu, '\n').trim()
}
