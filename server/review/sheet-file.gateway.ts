import {
  BorderStyle,
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type IRunOptions,
} from 'docx'
import type { ChangesSheet, SheetItem } from './sheet.ts'
import { sheetWords as words } from './sheet-words.ts'

/** The sheet of requested changes as a .docx file. */
export async function sheetFile(sheet: ChangesSheet): Promise<Uint8Array<ArrayBuffer>> {
  const { report, items } = sheet
  const document = new Document({
    title: printable(`${words.title}: ${report.title}`),
    creator: 'Plumbline',
    styles: { default: { document: { run: { size: 20, font } } } },
    sections: [
      {
        properties: { page: { margin: { top: 1_000, bottom: 1_000, left: 900, right: 900 } } },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: [run(words.title)] }),
          paragraph(report.title, { heading: HeadingLevel.HEADING_1 }),
          paragraph(words.about(sheet)),
          paragraph(words.states(sheet)),
          paragraph(words.printed(sheet)),
          items.length === 0 ? paragraph(words.none) : tableOf(items),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toArrayBuffer(document))
}

// The names that word processors look under for each kind of writing; what is missing they replace by their own.
const font = { ascii: 'Georgia', hAnsi: 'Georgia', eastAsia: 'Noto Serif CJK SC', cs: 'Times New Roman' }

/** Without what XML cannot hold: other controls, half characters and what is no character. */
const printable = (text: string): string =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- they are what is taken out
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '\uFFFD')

const rightToLeft = /\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u
const letter = /\p{L}/u

/** Whether a text reads from right to left: its first letter does. */
const isRightToLeft = (text: string): boolean => rightToLeft.test(letter.exec(text)?.[0] ?? '')

const bidirectional = { bidirectional: true }

type Look = Omit<IRunOptions, 'text' | 'children' | 'break'>

/** A stretch of text in one look, or several where the direction changes; line ends stay line ends. */
function runs(text: string, look: Look = {}): TextRun[] {
  const lines = printable(text).split('\n')
  return lines.map((line, index) =>
    run(line, { ...look, ...(isRightToLeft(line) && { rightToLeft: true }) }, index > 0),
  )
}

function run(text: string, look: Look = {}, isNewLine = false): TextRun {
  return new TextRun({ ...look, text: printable(text), ...(isNewLine && { break: 1 }) })
}

function paragraph(text: string, more: { heading?: (typeof HeadingLevel)[keyof typeof HeadingLevel] } = {}): Paragraph {
  return new Paragraph({ ...more, ...(isRightToLeft(text) && bidirectional), children: runs(text) })
}

const widths = [700, 4_600, 2_700, 2_400]

function tableOf(items: readonly SheetItem[]): Table {
  const titles = [words.number, words.passage, words.reason, words.state]
  const border = { style: BorderStyle.SINGLE, size: 4, color: '999999' }
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { top: border, bottom: border, insideHorizontal: border },
    rows: [
      new TableRow({
        tableHeader: true,
        children: titles.map((title, index) =>
          cell(index, [new Paragraph({ children: [run(title, { bold: true })] })]),
        ),
      }),
      ...items.map(rowOf),
    ],
  })
}

function cell(column: number, children: Paragraph[]): TableCell {
  return new TableCell({ width: { size: widths[column] ?? 0, type: WidthType.DXA }, children })
}

function rowOf(item: SheetItem): TableRow {
  const { claim, overlaps, moves } = item
  return new TableRow({
    cantSplit: item.quote.length + item.replacement.length < 1_500,
    children: [
      cell(0, [paragraph(String(item.number))]),
      cell(1, [passageOf(item), paragraph(words.edition(item.edition))]),
      cell(2, [
        paragraph(item.reason),
        ...(claim ? [paragraph(words.claim(claim))] : []),
        ...(overlaps.length > 0 ? [paragraph(words.overlaps(overlaps))] : []),
      ]),
      cell(3, [
        new Paragraph({ children: [run(words.stateOf(item), { bold: true })] }),
        paragraph(words.requested(item)),
        ...moves.map((move) => paragraph(words.moved(move))),
      ]),
    ],
  })
}

/** The words in their place: the old ones struck through, the new ones bold and underlined. */
function passageOf({ before, quote, after, replacement }: SheetItem): Paragraph {
  const added = replacement
    ? runs(replacement, { bold: true, underline: {} })
    : [run(`[${words.dropped}]`, { italics: true })]
  return new Paragraph({
    ...(isRightToLeft(before + quote) && bidirectional),
    children: [...runs(before), ...runs(quote, { strike: true }), run(' '), ...added, ...runs(after)],
  })
}
