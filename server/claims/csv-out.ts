import type { ClaimView, FigureView, WorkspaceView } from '../reports/workspace.ts'
import { csvOf } from './csv-cells.ts'
import { columns, type Cells, type EvidenceColumn } from './csv-columns.ts'
import { wordsFinder } from './csv-words.ts'
import { boundNames, figureWords, periodWords } from './figure.ts'
import { languageNames, type Language } from './languages.ts'
import { stageNames } from './stage.ts'
import { scale } from './verdict.ts'

type Written = Pick<WorkspaceView, 'claims'> & { readonly report: Pick<WorkspaceView['report'], 'edition' | 'text'> }

/** The claims of a report that count, as a CSV file: a row for each piece of evidence, or one where there is none. */
export function claimsCsv({ report, claims }: Written): string {
  const occurrenceOf = occurrences(report)
  const rows = claims
    .filter(({ withdrawn }) => !withdrawn)
    .flatMap((claim) => {
      const own = { ...claimCells(claim), occurrence: occurrenceOf(claim) }
      const evidence = claim.evidence.map(evidenceCells)
      return (evidence.length > 0 ? evidence : [{}]).map((cells): Cells => ({ ...own, ...cells }))
    })
  return csvOf([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))])
}

/** Says, for words that stand in the report more than once, which of these places is the claim's. */
function occurrences({ edition, text }: Written['report']): (claim: ClaimView) => string {
  const find = wordsFinder(text)
  return ({ passages: [first] }) => {
    if (first?.edition !== edition) return ''
    const places = find(first.quote)
    return places.length > 1 ? String(1 + places.findIndex(({ start }) => start === first.start)) : ''
  }
}

function claimCells(claim: ClaimView): Cells {
  const [figure, ...further] = claim.figures
  return {
    number: String(claim.number),
    statement: claim.statement,
    words: claim.passages[0]?.quote ?? '',
    claimant: claim.claimant,
    'said on': claim.saidOn,
    place: claim.place,
    language: languageNames[claim.language as Language] ?? claim.language,
    verdict: claim.verdict ? scale[claim.verdict.rating].name : '',
    reason: claim.verdict?.reason ?? '',
    stage: stageNames[claim.stage],
    ...(figure && figureCells(figure)),
    'further figures': further.map(wordsOf).join('\n'),
  }
}

function figureCells(figure: FigureView): Cells {
  const { bound, low, high, unit, scope, asOf, stockOrFlow, periodFrom, periodTo } = figure
  const period = { 'period from': periodFrom, 'period to': periodTo }
  return { bound: boundNames[bound], low, high, unit, scope, 'as of': asOf, counted: stockOrFlow, ...period }
}

const wordsOf = (figure: FigureView): string =>
  [figureWords(figure), figure.scope, periodWords(figure), figure.asOf && `as of ${figure.asOf}`]
    .filter(Boolean)
    .join(', ')

function evidenceCells({ source, stance, quote, locator, note }: ClaimView['evidence'][number]) {
  return {
    'source title': source.title,
    'source address': source.url,
    publisher: source.publisher,
    author: source.author,
    'published on': source.publishedOn,
    'primary or secondary': source.kind,
    stance,
    quote,
    where: locator,
    note,
  } satisfies Record<EvidenceColumn, string>
}
