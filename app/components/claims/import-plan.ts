import type { CellError, CheckedClaim } from '#server/claims/csv-check.ts'
import { cellOf } from '#server/claims/csv-columns.ts'
import { figureWords } from '#server/claims/figure.ts'
import { outcomeOf, type RowResult } from '#server/claims/csv-result.ts'
import { importMessages as words } from './import-messages.ts'

/** What a row will do, in words, or what is wrong with it. */
export interface RowPlan {
  readonly does: string
  readonly errors: readonly CellError[]
  /** The figure of a new claim as it was understood, on its first row; else empty. */
  readonly figure: string
}

/** What will become of each row, by its number. */
export function plansOf(checked: readonly CheckedClaim[]): ReadonlyMap<number, RowPlan> {
  return new Map(
    checked.flatMap((claim) =>
      claim.rows.map(({ row }) => {
        const errors = claim.errors.filter((each) => each.row === row)
        const figure = row === claim.rows[0]?.row ? claim.fields?.figure : null
        return [row, { does: doesOf(claim, row), errors, figure: figure ? figureWords(figure) : '' }] as const
      }),
    ),
  )
}

function doesOf({ rows, known, evidence }: CheckedClaim, row: number): string {
  const isNew = evidence.some((each) => each.row === row && !each.isThere)
  if (known) return isNew ? words.knownMore(known.number) : words.known(known.number)
  const first = rows[0]?.row ?? row
  if (row === first) return words.newClaim
  return isNew ? words.moreEvidence(first) : words.sameRow
}

/** What all of them come to, in one line. */
export function summaryOf(checked: readonly CheckedClaim[]): string {
  const right = checked.filter(({ errors }) => errors.length === 0)
  const known = right.filter((claim) => claim.known)
  const outcomes = known.flatMap((claim) =>
    claim.rows.map(({ row }) => outcomeOf(row, claim.evidence, claim.known?.number ?? null).outcome),
  )
  const count = (wanted: RowResult['outcome']) => outcomes.filter((outcome) => outcome === wanted).length
  return words.summary(right.length - known.length, count('added'), count('there'), wrongRows(checked).length)
}

/** The numbers of the rows with errors. */
export function wrongRows(checked: readonly CheckedClaim[]): number[] {
  return [...new Set(checked.flatMap(({ errors }) => errors.map(({ row }) => row)))]
}

/** Whether there is anything to write. */
export function hasNews(checked: readonly CheckedClaim[]): boolean {
  return checked.some(({ known, evidence }) => !known || evidence.some(({ isThere }) => !isThere))
}

/** Whether any new claim of them comes with a verdict. */
export function bringsVerdicts(checked: readonly CheckedClaim[]): boolean {
  return checked.some(({ known, fields }) => !known && fields?.verdict)
}

/** Whether all rows of a claim are written. */
export function isWritten({ rows }: CheckedClaim, results: ReadonlyMap<number, RowResult>): boolean {
  return rows.every(({ row }) => (results.get(row)?.outcome ?? 'failed') !== 'failed')
}

/** How many claims, rows and characters are sent at once: a server that is asked for little answers soon. */
const atOnce = { claims: 3, rows: 100, characters: 200_000 }

/** The rows to send, some whole claims at a time. A claim that is larger than that goes alone. */
export function portionsOf(claims: readonly CheckedClaim[]): CheckedClaim[][] {
  const portions: CheckedClaim[][] = []
  let [rows, characters] = [0, 0]
  for (const claim of claims) {
    const size = JSON.stringify(claim.rows).length
    const last = portions.at(-1)
    rows += claim.rows.length
    characters += size
    const fits = last && last.length < atOnce.claims && rows <= atOnce.rows && characters <= atOnce.characters
    if (fits) last.push(claim)
    else {
      portions.push([claim])
      rows = claim.rows.length
      characters = size
    }
  }
  return portions
}

/** What the preview shows of a row. */
export function shownOf({ cells }: CheckedClaim['rows'][number]) {
  const cell = (column: Parameters<typeof cellOf>[1]) => cellOf(cells, column)
  return {
    words: cell('words'),
    statement: cell('statement') === cell('words') ? '' : cell('statement'),
    verdict: cell('verdict'),
    evidence: [cell('stance'), cell('source title')].filter(Boolean).join(': '),
    quote: cell('quote'),
  }
}
