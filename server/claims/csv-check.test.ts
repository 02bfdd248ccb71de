import { expect, test } from 'vitest'
import { checkRows } from './csv-check.ts'
import type { Cells } from './csv-columns.ts'
import type { CsvTarget } from './csv-known.ts'

const text = 'Each side received 390 people. 270 were soldiers. Later, 270 were freed.'
const claim = (words: string, more: Partial<CsvTarget['claims'][number]> = {}): CsvTarget['claims'][number] => {
  const start = text.indexOf(words)
  const passages = [{ edition: 1, start, end: start + words.length }]
  return { id: words, number: 1, statement: words, passages, evidence: [], ...more }
}
const check = (cells: readonly Cells[], claims: CsvTarget['claims'] = []) =>
  checkRows(
    cells.map((each, index) => ({ row: index + 2, cells: each })),
    { edition: 1, text, claims },
  )
const wrong = (...cells: readonly Cells[]) =>
  check(cells).flatMap(({ errors }) => errors.map(({ row, column, message }) => `${row} ${column}: ${message}`))

const words = 'Each side received 390 people'
const source: Cells = { 'source title': 'Statement', 'primary or secondary': 'Primary', stance: 'Supports' }
const figure: Cells = { bound: 'about', low: '390' }
const long = (length: number) => 'x'.repeat(length)

test.each<[Cells, string]>([
  [{ words: 'Each side got 390' }, '2 words: These words do not stand in the report. Copy them from it exactly.'],
  [{ words: '', claimant: 'X' }, '2 words: Write the words of the report that this claim stands on.'],
  [{ words: '270 were' }, '2 occurrence: These words stand 2 times in the report. Write here which one, 1 to 2.'],
  [{ words: '270 were', occurrence: '3' }, '2 occurrence: These words stand 2 times in the report.'],
  [{ words: '270 were', occurrence: 'first' }, '2 occurrence: These words stand 2 times in the report.'],
  [{ words, occurrence: '2' }, '2 occurrence: These words stand once in the report.'],
  [{ words, verdict: 'Mostly', reason: 'X' }, '2 verdict: This is not on the team’s scale. Write one of: True, Mostly'],
  [{ words, verdict: 'True' }, '2 reason: Say why, in words a reader can follow.'],
  [{ words, reason: 'X' }, '2 verdict: Write the verdict that this reason is for, or take the reason out.'],
  [{ words, 'said on': '23.05.2025' }, '2 said on: Write the date as YYYY-MM-DD.'],
  [{ words, 'said on': '2025-02-30' }, '2 said on: There is no such day.'],
  [{ words, language: 'Klingon' }, '2 language: Choose a language of the list.'],
  [{ words, claimant: long(301) }, '2 claimant: Keep this under 300 characters.'],
  [{ words, statement: long(2_001) }, '2 statement: Keep this under 2,000 characters.'],
  [{ words, ...figure, low: 'many' }, '2 low: Write the number in digits, for example 60,000 or 2.5.'],
  [{ words, low: '390' }, '2 bound: Write one of: exactly, at least, at most, about, between.'],
  [{ words, unit: 'people', bound: 'exactly' }, '2 low: Write the number.'],
  [{ words, ...figure, high: '400' }, '2 high: Only “between” has a second number.'],
  [{ words, bound: 'between', low: '5', high: '4' }, '2 high: The range must end at or above where it begins.'],
  [{ words, ...figure, counted: 'monthly' }, '2 counted: Write stock or flow, or nothing.'],
  [{ words, ...figure, 'period from': '2025-01-01' }, '2 period from: Only a flow has a period.'],
  [{ words, ...figure, 'as of': 'May' }, '2 as of: Write the date as YYYY-MM-DD.'],
  [{ words, ...source, 'source title': '' }, '2 source title: Give the source a title.'],
  [{ words, ...source, 'source address': 'example.org' }, '2 source address: Write a full address that begins with'],
  [{ words, ...source, 'source address': 'javascript:x' }, '2 source address: Write a full address that begins with'],
  [{ words, ...source, stance: 'maybe' }, '2 stance: Write supports, refutes or context.'],
  [{ words, ...source, 'primary or secondary': '' }, '2 primary or secondary: Write primary or secondary.'],
  [{ words, ...source, 'published on': 'today' }, '2 published on: Write the date as YYYY-MM-DD.'],
  [{ words, ...source, quote: long(10_001) }, '2 quote: Keep this under 10,000 characters.'],
])('%j is told: %s', (cells, sentence) => {
  const told = wrong(cells)
  expect(told).toHaveLength(1)
  expect(told[0]).toContain(sentence)
})

test('everything that is wrong with a row is told at once', () => {
  expect(wrong({ words, verdict: 'x', 'said on': 'x', 'source title': 'X' }).map((each) => each.split(':')[0])).toEqual(
    ['2 said on', '2 verdict', '2 reason', '2 stance', '2 primary or secondary'],
  )
})

test('a row on words that stand several times says which', () => {
  expect(check([{ words: '270 were', occurrence: '2' }])[0]?.place?.start).toBe(text.lastIndexOf('270'))
})

test('all columns are read, whatever the case and line ends', () => {
  const [read] = check([
    {
      words: ' Each\nside  received 390 people',
      statement: 'Each side got 390.',
      claimant: 'Kyiv',
      'said on': '2025-05-23',
      place: 'Kyiv',
      language: 'ukrainian',
      verdict: 'MOSTLY TRUE',
      reason: 'One\r\ntwo',
      bound: 'At least',
      low: '60,000',
      counted: 'Flow',
      'period from': '2025-05-23',
      'period to': '2025-05-24',
      ...source,
      'source address': 'https://example.org/a',
      where: 'p. 2',
    },
  ])
  expect(read?.errors).toEqual([])
  expect(read?.fields).toMatchObject({
    statement: 'Each side got 390.',
    claimant: 'Kyiv',
    language: 'uk',
    verdict: { rating: 'mostly-true', reason: 'One\ntwo' },
    figure: { bound: 'at-least', low: '60000', stockOrFlow: 'flow', periodTo: '2025-05-24' },
  })
  expect(read?.evidence).toMatchObject([
    {
      row: 2,
      isThere: false,
      fields: { title: 'Statement', sourceKind: 'primary', stance: 'supports', locator: 'p. 2' },
    },
  ])
})

test('rows on the same words, or with the same number, are one claim with several pieces of evidence', () => {
  const rows = [
    { number: '1', words, claimant: 'Kyiv', ...source },
    { number: '2', words: '270 were soldiers', ...source },
    { number: '1', ...source, quote: 'another' },
    { words: 'Each  side received 390 people', claimant: 'Kyiv', ...source, quote: 'a third' },
    { words, ...source, quote: 'another' },
  ]
  const [first, second, ...none] = check(rows)
  expect([first?.errors, second?.errors, none]).toEqual([[], [], []])
  expect(first?.evidence.map(({ row, isThere }) => [row, isThere])).toEqual([
    [2, false],
    [4, false],
    [5, false],
    [6, true],
  ])
})

test.each<[Cells, Cells, string]>([
  [{ words, claimant: 'Kyiv' }, { words, claimant: 'Moscow' }, '3 claimant: Row 2 is about the same words and says'],
  [{ words, number: '1' }, { words, number: '2' }, '3 number: Row 2 is about the same words and says'],
  [{ words, number: '1' }, { words: '270 were soldiers', number: '1' }, '3 words: Row 2 has the same number and other'],
])('rows of one claim that say different things are told: %#', (one, other, sentence) => {
  expect(wrong(one, other)[0]).toContain(sentence)
})

test('a claim takes no more rows than are written at once', () => {
  expect(wrong(...Array.from({ length: 101 }, () => ({ words })))[0]).toContain('102 words: A claim takes at most 100')
})

test('words that a live claim stands on are that claim, and only new evidence is new', () => {
  const evidence = [{ url: 'https://example.org/a', title: 'Old title', quote: 'One  two' }]
  const known = [claim(words, { number: 7, evidence }), claim('270 were soldiers')]
  const bearing = { ...source, 'source address': 'https://example.org/a' }
  const [first, ...others] = check(
    [
      { words, verdict: 'not read', number: '4', ...bearing, quote: 'One two' },
      { words, number: '4', ...bearing, quote: 'Three' },
      { words, number: '4', ...source, 'source title': 'Old title', quote: 'One two' },
    ],
    known,
  )
  expect([first?.known?.number, first?.fields, first?.errors, others]).toEqual([7, null, [], []])
  expect(first?.evidence.map(({ isThere }) => isThere)).toEqual([true, false, true])
})

test('two claims on the same words are told apart by their numbers and statements', () => {
  const both = [claim(words, { id: 'a', statement: 'A' }), claim(words, { id: 'b', statement: 'B', number: 2 })]
  const checked = check(
    [
      { words, number: '1', statement: 'A' },
      { words, number: '2', statement: 'B' },
    ],
    both,
  )
  expect(checked.map(({ known, errors }) => [known?.id, errors])).toEqual([
    ['a', []],
    ['b', []],
  ])
})

test('a passage of another edition is no claim on these words', () => {
  const other = claim(words)
  expect(check([{ words }], [{ ...other, passages: [{ edition: 2, start: 0, end: words.length }] }])[0]?.known).toBe(
    null,
  )
})
