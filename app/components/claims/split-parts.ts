import { figureWords } from '#server/claims/figure.ts'
import { inQuotes } from '#server/claims/in-quotes.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { originMessages } from './messages.ts'

/** A part of a claim that is split, and where it may go. */
export interface Part {
  readonly id: string
  readonly words: string
  /** The words of a passage; empty for other parts. */
  readonly quote: string
  /** Each claim stands on a passage: the only one is in both. */
  readonly isOnlyPassage: boolean
  readonly fates: readonly { readonly value: string; readonly label: string }[]
}

/** The parts of a claim as they are said and chosen in the form that splits it. */
export function partsOf({ passages, figures, evidence }: ClaimView): readonly Part[] {
  return [
    ...passages.map(({ id, quote }) => partOf(id, inQuotes(quote), quote, passages.length === 1)),
    ...figures.map((figure) => partOf(figure.id, originMessages.figure(figureWords(figure)))),
    ...evidence.map(({ id, source, quote }) => partOf(id, originMessages.evidence(source.title || source.url, quote))),
  ]
}

function partOf(id: string, words: string, quote = '', isOnlyPassage = false): Part {
  const both = { value: `both ${id}`, label: originMessages.inBoth }
  const stays = { value: '', label: originMessages.stays }
  const goes = { value: `go ${id}`, label: originMessages.goes }
  return { id, words, quote, isOnlyPassage, fates: isOnlyPassage ? [both] : [stays, goes, both] }
}
