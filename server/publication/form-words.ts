import { inQuotes } from '../claims/in-quotes.ts'
import { boundNames, grouped, periodWords, stockOrFlowNames, type Quantity } from '../claims/figure.ts'
import { languageNames, type Language } from '../claims/languages.ts'
import { scale } from '../claims/verdict.ts'
import type { Stance } from '../evidence/evidence.ts'
import type { ClaimForm, CorrectionForm, EvidenceForm } from './form.ts'

/** One thing that a form says, in words; several of the same kind stand in several lines. */
export interface FormWords {
  readonly label: string
  readonly text: string
  /** The web addresses that stand in the text. */
  readonly addresses: readonly string[]
  /** The text is restricted Markdown. */
  readonly isMarkdown: boolean
}

const stanceLabels: Readonly<Record<Stance, string>> = {
  supports: 'Evidence that supports',
  refutes: 'Evidence that refutes',
  context: 'Context',
}

/** Everything that a form says, in the order in which it is read: no part of a form is left out. */
export function formWords(form: ClaimForm): FormWords[] {
  const { evidence, report, firstUrl } = form
  return [
    plain('Statement', form.statement),
    plain('Verdict', form.rating === '' ? '' : scale[form.rating].name),
    plain('Reason', form.reason),
    plain('Corrections', lines(form.corrections.map(correctionWords))),
    plain('Said by', form.claimant),
    plain('Said on', form.saidOn),
    plain('Place', form.place),
    plain('Language', form.language && (languageNames[form.language as Language] ?? form.language)),
    plain('First appearance', joined([form.firstWhere, form.firstOn, firstUrl]), [firstUrl]),
    plain('Figures', lines(form.figures.map(figureLine))),
    ...(Object.keys(stanceLabels) as Stance[]).map((stance) => {
      const own = evidence.filter((each) => each.stance === stance)
      const addresses = own.map(({ source }) => source.url)
      return plain(stanceLabels[stance], lines(own.map(evidenceWords)), addresses)
    }),
    { ...plain('Analysis', form.analysis), isMarkdown: true },
    plain('Words in the report', lines(form.quotes)),
    plain('Report', joined([report.title, report.publisher, report.sourceUrl]), [report.sourceUrl]),
  ]
}

const plain = (label: string, text: string, urls: readonly string[] = []): FormWords => ({
  label,
  text,
  addresses: urls.filter((url) => /^https?:\/\//iu.test(url)),
  isMarkdown: false,
})

const lines = (all: readonly string[]): string => all.join('\n')

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

function figureLine(figure: Quantity): string {
  const { bound, low, high, unit, asOf, scope, stockOrFlow } = figure
  const number = bound === 'between' ? `${grouped(low)} and ${grouped(high)}` : grouped(low)
  return joined([
    `${boundNames[bound]} ${number} ${unit}`.trim(),
    scope,
    stockOrFlow && stockOrFlowNames[stockOrFlow],
    periodWords(figure),
    asOf && `as of ${asOf}`,
  ])
}

function evidenceWords({ quote, locator, source }: EvidenceForm): string {
  const { title, url, publisher, author, publishedOn, kind } = source
  return joined([quote && inQuotes(quote), locator, title, publisher, author, publishedOn, kind, url])
}

const correctionWords = ({ wrong, now, why, since }: CorrectionForm): string =>
  `Wrong since ${since}: ${wrong} Now: ${now} Why: ${why}`
