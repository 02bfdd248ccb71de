import { expect, test } from 'vitest'
import { checkRows } from '#server/claims/csv-check.ts'
import type { Cells } from '#server/claims/csv-columns.ts'
import type { CsvTarget } from '#server/claims/csv-known.ts'
import type { RowResult } from '#server/claims/csv-result.ts'
import { rowsInWords } from './import-messages.ts'
import { bringsVerdicts, hasNews, isWritten, plansOf, portionsOf, summaryOf } from './import-plan.ts'

const text = Array.from({ length: 20 }, (_, index) => `Claim number ${index + 10}.`).join(' ')
const words = (index: number) => `Claim number ${index + 10}.`
const source: Cells = { 'source title': 'S', 'primary or secondary': 'primary', stance: 'context' }
const known: CsvTarget['claims'] = [
  {
    id: 'known',
    number: 4,
    statement: words(0),
    passages: [{ edition: 1, start: 0, end: words(0).length }],
    evidence: [{ url: '', title: 'S', quote: 'old' }],
  },
]
const check = (...cells: readonly Cells[]) =>
  checkRows(
    cells.map((each, index) => ({ row: index + 2, cells: each })),
    { edition: 1, text, claims: known },
  )

test('each row says what it does, and all of them together', () => {
  const checked = check(
    { words: words(1) },
    { words: words(1), ...source },
    { words: words(1), ...source },
    { words: words(0), ...source, quote: 'old' },
    { words: words(0), ...source, quote: 'new' },
    { words: 'nowhere' },
  )
  expect([...plansOf(checked)].map(([row, { does, errors }]) => [row, errors.length || does])).toEqual([
    [2, 'New claim'],
    [3, 'More evidence for the claim of row 2'],
    [4, 'Says nothing that a row before does not say'],
    [5, 'Already claim 4, which is left as it is'],
    [6, 'Already claim 4, which is left as it is; adds this evidence'],
    [7, 1],
  ])
  expect(summaryOf(checked)).toBe(
    '1 new claim · 1 piece of evidence for claims that are there · 1 row with nothing new · 1 row with errors',
  )
})

test('the figure of a new claim is shown as it was understood', () => {
  const figure: Cells = { bound: 'at least', low: '60.000', unit: 'people' }
  const plans = plansOf(check({ words: words(1), ...figure }, { words: words(1) }, { words: words(0), ...figure }))
  expect([...plans.values()].map((plan) => plan.figure)).toEqual(['≥60 people', '', ''])
})

test('a table of what is there has no news', () => {
  expect(hasNews(check({ words: words(0), verdict: 'True' }, { words: words(0), ...source, quote: 'old' }))).toBe(false)
  expect(hasNews(check({ words: words(0), ...source, quote: 'new' }))).toBe(true)
})

test('a few whole claims are sent at once, a large one alone, and none is lost', () => {
  const large = { ...source, quote: 'x'.repeat(9_000) }
  const cells = [0, 1, 2, 3, 4].map((index) => ({ words: words(index) }))
  const many = Array.from({ length: 30 }, (_, index) => ({ words: words(5), ...large, where: String(index) }))
  const checked = check(
    ...cells,
    ...many,
    { words: words(6) },
    ...many.slice(0, 2).map((each) => ({ ...each, words: words(7) })),
  )
  const portions = portionsOf(checked)
  expect(portions.flat()).toEqual(checked)
  expect(portions.map((portion) => portion.length)).toEqual([3, 2, 1, 2])
})

test('a claim is written when all of its rows are', () => {
  const [claim] = check({ words: words(1) }, { words: words(1), ...source })
  if (!claim) throw new Error('The rows are a claim.')
  const after = (...outcomes: readonly RowResult['outcome'][]) =>
    isWritten(claim, new Map(outcomes.map((outcome, index) => [index + 2, { row: index + 2, outcome, message: '' }])))
  expect([after('made'), after('made', 'failed'), after('made', 'made')]).toEqual([false, false, true])
})

test('rows are told in few words', () => {
  expect([[4], [9, 2, 3, 4], [2, 4]].map(rowsInWords)).toEqual(['row 4', 'rows 2–4, 9', 'rows 2, 4'])
})

test('verdicts are brought to new claims alone', () => {
  const verdict: Cells = { verdict: 'False', reason: 'It did not.' }
  expect(bringsVerdicts(check({ words: words(1), ...verdict }))).toBe(true)
  expect(bringsVerdicts(check({ words: words(1) }, { words: words(0), ...verdict }))).toBe(false)
})
