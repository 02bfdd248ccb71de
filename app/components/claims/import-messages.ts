import type { Encoding } from '#server/claims/csv-table.ts'
import type { RowResult } from '#server/claims/csv-result.ts'

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
const claims = (count: number) => counted(count, 'claim', 'claims')

export const importMessages = {
  title: 'Import claims from CSV',
  back: (title: string) => `← ${title}`,
  intro:
    'One row for each piece of evidence; rows on the same words of the report, or with the same number, are one claim. Nothing is written before you have seen what will be.',
  sample: 'Download this report’s claims as CSV',
  sampleHint: 'That file has all columns. Only “words” is required: the exact words of the report.',
  file: 'Choose a CSV file, up to 2 MB',
  fileRead: (name: string, encoding: Encoding) =>
    `${name} was read as ${encoding}. Its text is below; you can correct it.`,
  fileTooLarge: 'This file is larger than 2 MB. Split it into several.',
  fileFailed: 'This file could not be read. Choose it again.',
  table: 'Or paste the table',
  tableHint: 'Separated by commas, semicolons or tabs; the first row names the columns.',
  empty: 'Paste a table or choose a file to see here what each row will do.',
  noRows: 'This table has column names and no rows yet.',
  preview: 'What will be written',
  row: 'Row',
  take: 'Take in',
  takeRow: (row: number) => `Take in row ${row}`,
  does: 'What it does',
  words: 'Words and statement',
  verdict: 'Verdict and figure',
  evidence: 'Evidence',
  result: 'Result',
  onlyErrors: 'Only rows with errors',
  more: (count: number) => `Show ${counted(count, 'more row', 'more rows')}`,
  unknown: (names: readonly string[]) => `Columns that are not known are left out: ${names.join(', ')}.`,
  notTaken: 'Stage and further figures are not taken in: a new claim is open, and has the figure of its columns.',
  notBlind:
    'The verdicts of this table come in for all to see. The team asks for a second, blind verdict: two people rate each of these claims still, before it can be approved.',
  newClaim: 'New claim',
  moreEvidence: (row: number) => `More evidence for the claim of row ${row}`,
  sameRow: 'Says nothing that a row before does not say',
  known: (number: number) => `Already claim ${number}, which is left as it is`,
  knownMore: (number: number) => `Already claim ${number}, which is left as it is; adds this evidence`,
  leftOut: 'Left out',
  summary: (made: number, added: number, there: number, wrong: number) =>
    [
      (made > 0 || added + there + wrong === 0) && counted(made, 'new claim', 'new claims'),
      added > 0 && `${counted(added, 'piece', 'pieces')} of evidence for claims that are there`,
      there > 0 && `${counted(there, 'row', 'rows')} with nothing new`,
      wrong > 0 && `${counted(wrong, 'row', 'rows')} with errors`,
    ]
      .filter(Boolean)
      .join(' · '),
  leaveOutErrors: (count: number) => `Leave out ${counted(count, 'row', 'rows')} with errors`,
  hasErrors: 'Correct the rows with errors, or leave them out, first.',
  nothingToDo: 'Nothing in this table is new to the report.',
  allWritten: 'Everything in this table is written.',
  start: 'Import',
  goOn: 'Go on',
  stop: 'Stop',
  stopping: 'Stopping after the claims that are on their way…',
  progress: (done: number, all: number) => `${done} of ${claims(all)} done`,
  running: 'Writing the claims. Stay on this page until it is done.',
  done: 'Done. The claims are in the report.',
  stopped: 'Stopped. What is written stays; go on when you like.',
  notWritten: (rows: string) => `Not written: ${rows}.`,
  outcomes: {
    made: 'Written',
    added: 'Evidence added',
    there: 'Was there already',
    failed: 'Not written',
  } satisfies Record<RowResult['outcome'], string>,
} as const

/** Numbers of rows in a few words: “row 4”, “rows 2–5, 9”. */
export function rowsInWords(rows: readonly number[]): string {
  const sorted = rows.toSorted((one, other) => one - other)
  const runs: [number, number][] = []
  for (const row of sorted) {
    const last = runs.at(-1)
    if (last && last[1] === row - 1) last[1] = row
    else runs.push([row, row])
  }
  const parts = runs.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`))
  return `${rows.length === 1 ? 'row' : 'rows'} ${parts.join(', ')}`
}
