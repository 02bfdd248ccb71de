import { DOMParser, type Element } from '@xmldom/xmldom'
import JSZip from 'jszip'
import { expect, it } from 'vitest'
import { changeStates } from './requested-change.ts'
import { sheetFile } from './sheet-file.gateway.ts'
import type { ChangesSheet, SheetItem } from './sheet.ts'

const item = (number: number, more: Partial<SheetItem> = {}): SheetItem => ({
  id: `id-${number}`,
  number,
  edition: 1,
  before: 'Each side received ',
  quote: `old words ${number}`,
  after: ' on Friday.',
  replacement: `new words ${number}`,
  reason: `reason ${number}`,
  claim: null,
  state: 'requested',
  requestedBy: 'Oleh',
  requestedAt: '2026-01-02T03:04:05.000Z',
  moves: [],
  overlaps: [],
  ...more,
})

const sheet = (items: readonly SheetItem[], title = 'Prisoner exchange'): ChangesSheet => ({
  report: { id: 'r', title, publisher: 'Wire', edition: 1, language: 'en' },
  states: changeStates,
  printedAt: '2026-01-02T03:04:05.000Z',
  items,
})

interface Opened {
  /** The names of all files, each of which was well-formed. */
  readonly names: readonly string[]
  readonly rows: readonly Element[]
  readonly words: string
}

/** Opens the file as a word processor does: every part must be XML without a flaw. */
async function opened(file: Uint8Array): Promise<Opened> {
  const zip = await JSZip.loadAsync(file)
  const names = Object.keys(zip.files).filter((name) => /\.(xml|rels)$/u.test(name))
  const parts = new Map<string, string>()
  for (const name of names) parts.set(name, (await zip.file(name)?.async('string')) ?? '')
  const onError = (level: string, message: string) => {
    if (level !== 'warning') throw new Error(message)
  }
  for (const part of parts.values()) {
    expect(part).not.toMatch(/&#(x?0*([0-8]|b|c|1[0-9a-f])|xfff[ef]);/iu)
    // oxlint-disable-next-line no-control-regex -- what XML cannot hold
    expect(part).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/u)
    expect(part.isWellFormed()).toBe(true)
    new DOMParser({ onError }).parseFromString(part, 'application/xml')
  }
  const document = new DOMParser({ onError }).parseFromString(parts.get('word/document.xml') ?? '', 'application/xml')
  return {
    names,
    rows: [...document.getElementsByTagName('w:tr')],
    words: document.documentElement?.textContent ?? '',
  }
}

const texts = (row: Element): string[] => [...row.getElementsByTagName('w:t')].map((each) => each.textContent ?? '')
const runsWith = (row: Element, tag: string): string[] =>
  [...row.getElementsByTagName('w:r')]
    .filter((each) => each.getElementsByTagName(tag).length > 0)
    .map((each) => each.textContent ?? '')

it('holds every requested change, the old words struck through and the new ones behind them', async () => {
  const items = Array.from({ length: 40 }, (_, index) => item(index + 1))
  const { rows, words, names } = await opened(await sheetFile(sheet(items)))
  expect(names).toContain('word/document.xml')
  for (const said of ['Requested changes', 'Prisoner exchange', 'Wire · edition 1', 'As of 2 Jan 2026, 03:04 UTC']) {
    expect(words).toContain(said)
  }
  expect(rows).toHaveLength(41)
  expect(rows[0]?.getElementsByTagName('w:tblHeader')).toHaveLength(1)
  for (const [index, each] of items.entries()) {
    const row = rows[index + 1] as Element
    expect(texts(row)[0]).toBe(String(each.number))
    expect(runsWith(row, 'w:strike')).toEqual([each.quote])
    expect(runsWith(row, 'w:u')).toEqual([each.replacement])
    for (const said of [each.before, each.reason, 'requested', 'Requested by Oleh, 2 Jan 2026, 03:04 UTC']) {
      expect(texts(row)).toContain(said)
    }
  }
})

it('tells what a change comes from, what became of it, and that words go', async () => {
  const at = '2026-01-03T00:00:00.000Z'
  const { rows } = await opened(
    await sheetFile(
      sheet([
        item(1, {
          replacement: '',
          claim: { number: 7, statement: 'It rained.', verdict: 'False' },
          state: 'declined',
          moves: [{ to: 'declined', by: 'Edith', at, reason: 'It did rain.' }],
          overlaps: [2, 3],
        }),
      ]),
    ),
  )
  const said = texts(rows[1] as Element)
  for (const words of [
    '[leave out]',
    'Claim 7: It rained. (False)',
    'Declined by Edith, 3 Jan 2026, 00:00 UTC: It did rain.',
    'Overlaps with 2, 3',
  ]) {
    expect(said).toContain(words)
  }
})

it('text from right to left, of ideographs and over several lines stays whole', async () => {
  const { rows, words } = await opened(
    await sheetFile(
      sheet(
        [
          item(1, { before: 'قال إن ', quote: '270 أسيرا', after: ' عادوا', replacement: '390 أسيرا' }),
          item(2, { before: '', quote: '双方各接收三百九十人', after: '。', replacement: '𠮷野家\n二行目' }),
        ],
        'צבא',
      ),
    ),
  )
  const [, arabic, chinese] = rows as [Element, Element, Element]
  expect(arabic.getElementsByTagName('w:bidi').length).toBeGreaterThan(0)
  expect(runsWith(arabic, 'w:rtl')).toContain('390 أسيرا')
  expect(runsWith(arabic, 'w:strike')).toEqual(['270 أسيرا'])
  expect(chinese.getElementsByTagName('w:bidi')).toHaveLength(0)
  expect(texts(chinese)).toEqual(expect.arrayContaining(['双方各接收三百九十人', '𠮷野家', '二行目']))
  expect(chinese.getElementsByTagName('w:br')).toHaveLength(1)
  expect(words).toContain('צבא')
})

it('hostile text stays text', async () => {
  const hostile = [
    '</w:t></w:r></w:p><w:p/>',
    '<![CDATA[x]]>',
    '&amp; &lt; &#0; <!-- x -->',
    'null\u0000 bell\u0007 form\u000C tab\u000B unit\u001F',
    'half \uD800 character \uDC00',
    'no character \uFFFE \uFFFF',
    '"><script>alert(1)</script>',
    '\u202Eoverride\u202C and \u2066isolate\u2069',
  ]
  for (const words of hostile) {
    const whole = item(1, { before: words, quote: words, after: words, replacement: words, reason: words })
    const { rows } = await opened(await sheetFile(sheet([{ ...whole, requestedBy: words }], words)))
    const [, row] = rows as [Element, Element]
    expect(rows).toHaveLength(2)
    // oxlint-disable-next-line no-control-regex -- what XML cannot hold
    const kept = words.toWellFormed().replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '\uFFFD')
    expect(runsWith(row, 'w:strike').join('')).toBe(kept)
    expect(runsWith(row, 'w:u').join('')).toBe(kept)
  }
})
