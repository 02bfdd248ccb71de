import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf, harmless, restored } from './csv-cells.ts'
import { columns, type Cells } from './csv-columns.ts'
import { decodeTable, readTable } from './csv-table.ts'
import { wordsFinder } from './csv-words.ts'

const hostile = [
  '=1+1',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '  =1',
  '\u00A0=1',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  '\u200B=1',
]

test.each([...hostile, '-', "'=1", '\n=1', '\uFEFF=1'])('the cell %j is no formula, and comes back', (cell) => {
  expect(harmless(cell)).toBe(`'${cell}`)
  expect(restored(harmless(cell))).toBe(cell)
})

test.each(['-3', '-3.5', '0', '60000', 'Kyiv', "it's -3", "'quoted'", '', '1,000'])('the cell %j stays', (cell) => {
  expect([harmless(cell), restored(cell)]).toEqual([cell, cell])
})

test('a table is written as RFC 4180 says, with a byte order mark', () => {
  expect(
    csvOf([
      ['words', 'note'],
      ['a "b"', '=x'],
      ['c,\nd', '-3'],
    ]),
  ).toBe('\uFEFFwords,note\r\n"a ""b""",\'=x\r\n"c,\nd",-3\r\n')
})

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'=+-@＝\'" ,;\t\r\naé3.\uFEFF\u00A0'.split('')) }),
  fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  fc.constantFrom(...hostile),
)

test('whatever is written is read as it was', () => {
  const row = fc.array(cell, { minLength: columns.length, maxLength: columns.length })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
      const table = readTable(csvOf([columns, ...rows]))
      const wanted = rows.flatMap((cells, index) => {
        const filled = cells.flatMap((each, place) => (each === '' ? [] : [[columns[place], each] as const]))
        return filled.some(([, each]) => each.trim() !== '')
          ? [{ row: index + 2, cells: Object.fromEntries(filled) as Cells }]
          : []
      })
      expect(table).toEqual({ rows: wanted, unknown: [] })
    }),
  )
})

test('no cell of a written table begins a formula', () => {
  fc.assert(
    fc.property(cell, (each) => {
      expect(harmless(each)).not.toMatch(
        /^(?:[\t\r]|[\s\p{Cc}\p{Cf}]*[=+@＝＋－＠]|[\s\p{Cc}\p{Cf}]*-(?!\d+(\.\d+)?$))/u,
      )
    }),
  )
})

const one = (text: string) => readTable(text).rows

test.each([',', ';', '\t'])('columns are told apart by %j, and named in any case', (sign) => {
  const text = [
    `Source_Title${sign}WORDS${sign} primary  or-secondary ${sign}Colour`,
    `"a${sign}b"${sign}c${sign}d${sign}e`,
  ]
  expect(readTable(text.join('\n'))).toEqual({
    rows: [{ row: 2, cells: { 'source title': `a${sign}b`, words: 'c', 'primary or secondary': 'd' } }],
    unknown: ['Colour'],
  })
})

test('rows have the numbers that a spreadsheet shows, empty ones too', () => {
  expect(one('\uFEFFsep=;\r\nwords;note\r\n"a\nb";\r\n;\r\n\r\nc').map(({ row }) => row)).toEqual([2, 5])
})

test.each([
  ['statement,note\na,b', 'one of them is “words”'],
  ['', 'one of them is “words”'],
  ['words,url,source url\na,b,c', '“url” and “source url”, are both the source address'],
  ['words,note\na,"b\nc,d', 'do not match; reading stopped at line 3'],
  ['words\na\0', 'not a table in plain text'],
  [`words\n${'a\n'.repeat(5_001)}`, 'has 5001 rows'],
])('what is no such table is refused: %#', (text, sentence) => {
  expect(() => readTable(text)).toThrow(sentence)
})

test('a file is read in what it was written in', () => {
  const text = 'words,note\r\nGefängnis “x”,€\r\n'
  const wide = Buffer.from(text, 'utf16le')
  const swapped = Buffer.from(wide).swap16()
  // The quotes of Windows-1252 are read rightly by browsers alone (tests/e2e/csv.spec.ts), not by Node 20.
  const western = Buffer.from('w\u00E4re', 'latin1')
  expect(decodeTable(Buffer.from(text))).toEqual({ text, encoding: 'UTF-8' })
  expect(decodeTable(Buffer.from(`\uFEFF${text}`))).toEqual({ text, encoding: 'UTF-8' })
  for (const bytes of [wide, swapped, Buffer.from(`\uFEFF${text}`, 'utf16le')]) {
    expect(decodeTable(bytes)).toEqual({ text, encoding: 'UTF-16' })
  }
  expect(decodeTable(western)).toEqual({ text: 'wäre', encoding: 'Windows-1252' })
})

test('words are found at every place, whatever the white space', () => {
  const text = 'Aa  aa\n\naa. 390 people, 390  people'
  const find = wordsFinder(text)
  expect(find(' 390 people').map(({ start, end }) => text.slice(start, end))).toEqual(['390 people', '390  people'])
  expect(find('aa aa').map(({ start, end }) => text.slice(start, end))).toEqual(['aa\n\naa'])
  expect([find('AA'), find(' '), find('people 390')]).toEqual([[], [], []])
})

test('words are found where they stand, whatever stands around them', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\u00A0', '😀'), maxLength: 40 })
  fc.assert(
    fc.property(letters, letters, letters, (before, words, after) => {
      const text = `${before}${words}${after}`
      const wanted = words.trim().split(/\s+/u).join(' ')
      const found = wordsFinder(text)(words).map(({ start, end }) => text.slice(start, end))
      expect(found.every((each) => each.split(/\s+/u).join(' ') === wanted)).toBe(true)
      expect(found.length > 0).toBe(wanted !== '')
      if (wanted !== '') {
        const start = before.length + words.length - words.trimStart().length
        expect(wordsFinder(text)(words).some((place) => place.start === start)).toBe(true)
      }
    }),
  )
})
