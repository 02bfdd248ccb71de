import type { claimsOf, partsOf } from '../claims/store.ts'
import type { Bound, StockOrFlow } from '../claims/figure.ts'
import type { Rating } from '../claims/verdict.ts'
import { stances, type Stance } from '../evidence/evidence.ts'
import type { SourceKind } from '../evidence/source.ts'
import type { sourcesOf } from '../evidence/store.ts'
import { formVersion, type ClaimForm, type CorrectionForm, type EvidenceForm } from './form.ts'

type ClaimRow = Awaited<ReturnType<typeof claimsOf>>[number]
type Parts = Awaited<ReturnType<typeof partsOf>>
type SourceRow = Awaited<ReturnType<typeof sourcesOf>>[number]

/** Rows of one claim alone, and what they lead to. */
export interface FormRows {
  readonly claim: ClaimRow
  readonly parts: Pick<Parts, 'passages' | 'figures' | 'texts' | 'evidence'>
  readonly corrections: readonly (CorrectionForm & { readonly withdrawn: boolean; readonly madeSeq: number })[]
  readonly sources: ReadonlyMap<string, SourceRow>
  readonly report: ClaimForm['report']
}

/** What a reader would see of a claim as its rows stand: evidence by stance, everything else in the team's order. */
export function formOf({ claim, parts, corrections, sources, report }: FormRows): ClaimForm {
  const { statement = '', analysis = '' } = parts.texts[0] ?? {}
  const { claimant, saidOn, place, language, firstUrl, firstWhere, firstOn, rating, verdictReason } = claim
  const said = { claimant, saidOn, place, language, firstUrl, firstWhere, firstOn }
  const { title, publisher, sourceUrl } = report
  return {
    version: formVersion,
    // A browser may leave half a character in a text; JSON cannot carry it.
    statement: statement.toWellFormed(),
    analysis: analysis.toWellFormed(),
    ...said,
    rating: (rating as Rating | null) ?? '',
    reason: verdictReason,
    figures: parts.figures.map(figureForm),
    evidence: stances.flatMap((stance) => evidenceForms(parts.evidence, sources, stance)),
    quotes: parts.passages.map(({ quote }) => quote),
    report: { title, publisher, sourceUrl },
    corrections: corrections
      .filter(({ withdrawn }) => !withdrawn)
      .toSorted((one, other) => one.madeSeq - other.madeSeq)
      .map(({ wrong, now, why, since }) => ({ wrong, now, why, since })),
  }
}

function figureForm(row: Parts['figures'][number]): ClaimForm['figures'][number] {
  const { low, high, unit, asOf, scope, periodFrom, periodTo } = row
  const [bound, stockOrFlow] = [row.bound as Bound, row.stockOrFlow as StockOrFlow]
  return { bound, low, high, unit, asOf, scope, stockOrFlow, periodFrom, periodTo }
}

function evidenceForms(
  rows: Parts['evidence'],
  sources: ReadonlyMap<string, SourceRow>,
  wanted: Stance,
): EvidenceForm[] {
  return rows.flatMap(({ stance, quote, locator, sourceId }) => {
    const found = sources.get(sourceId)
    if (stance !== wanted || !found) return []
    const { title, url, publisher, author, publishedOn } = found
    const source = { title, url, publisher, author, publishedOn, kind: found.kind as SourceKind }
    return [{ stance: wanted, quote, locator, source }]
  })
}
