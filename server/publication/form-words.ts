import { boundNames, grouped, periodWords, stockOrFlowNames, type Quantity } from '../claims/figure.ts'
import { languageNames, type Language } from '../claims/languages.ts'
import { scale } from '../claims/verdict.ts'
import type { Stance } from '../evidence/evidence.ts'
import type { ClaimForm, CorrectionForm, EvidenceForm } from './form.ts'

/** One thing that a form says, in words; several of the same kind stand in several lines. */
export interface FormWords {
  readonly label: string
  readonly text: string
}

const stanceLabels: Readonly<Record<Stance, string>> = {
  supports: 'Evidence that supports',
  refutes: 'Evidence that refutes',
  context: 'Context',
}

/** Everything that a form says, in the order in which it is read: no part of a form is left out. */
export function formWords(form: ClaimForm): FormWords[] {
  const { evidence, report } = form
  const ofStance = (stance: Stance) => lines(evidence.filter((each) => each.stance === stance).map(evidenceWords))
  return [
    { label: 'Statement', text: form.statement },
    { label: 'Verdict', text: form.rating === '' ? '' : scale[form.rating].name },
    { label: 'Reason', text: form.reason },
    { label: 'Corrections', text: lines(form.corrections.map(correctionWords)) },
    { label: 'Said by', text: form.claimant },
    { label: 'Said on', text: form.saidOn },
    { label: 'Place', text: form.place },
    { label: 'Language', text: form.language && (languageNames[form.language as Language] ?? form.language) },
    { label: 'First appearance', text: joined([form.firstWhere, form.firstOn, form.firstUrl]) },
    { label: 'Figures', text: lines(form.figures.map(figureLine)) },
    ...(Object.keys(stanceLabels) as Stance[]).map((stance) => ({
      label: stanceLabels[stance],
      text: ofStance(stance),
    })),
    { label: 'Analysis', text: form.analysis },
    { label: 'Words in the report', text: lines(form.quotes) },
    { label: 'Report', text: joined([report.title, report.publisher, report.sourceUrl]) },
  ]
}

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
  return joined([quote && `“${quote}”`, locator, title, publisher, author, publishedOn, kind, url])
}

const correctionWords = ({ wrong, now, why, since }: CorrectionForm): string =>
  `Wrong since ${since}: ${wrong} Now: ${now} Why: ${why}`
