import type { Span } from '../reports/passage.ts'
import type { EvidenceFields } from './csv-fields.ts'

/** A live claim of the report into which a table goes, as far as rows are compared with it. */
export interface KnownClaim {
  readonly id: string
  /** 1-based place in the report's order. */
  readonly number: number
  readonly statement: string
  readonly passages: readonly (Span & { readonly edition: number })[]
  readonly evidence: readonly Pick<EvidenceFields, 'url' | 'title' | 'quote'>[]
}

/** The report into which a table goes. */
export interface CsvTarget {
  readonly edition: number
  readonly text: string
  readonly claims: readonly KnownClaim[]
}

/** The evidence of a row, and whether its claim has it already, or gets it from a row before. */
export interface RowEvidence {
  readonly row: number
  readonly fields: EvidenceFields
  readonly isThere: boolean
}

/** The claims that stand on exactly these words, the one with this statement first. */
export function knownIn(
  claims: readonly KnownClaim[],
  edition: number,
  { start, end }: Span,
  statement = '',
): readonly KnownClaim[] {
  const found = claims.filter(({ passages }) =>
    passages.some((each) => each.edition === edition && each.start === start && each.end === end),
  )
  const isOther = (claim: KnownClaim) => Number(oneLine(claim.statement) !== oneLine(statement))
  return found.toSorted((one, other) => isOther(one) - isOther(other))
}

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()

/** Marks the evidence that a claim has already: the same words of a source with the same address or title. */
export function withoutKnown(
  evidence: readonly Omit<RowEvidence, 'isThere'>[],
  known: KnownClaim | null,
): readonly RowEvidence[] {
  const standing = [...(known?.evidence ?? [])]
  return evidence.map((each) => {
    const isThere = standing.some((other) => isSame(each.fields, other))
    standing.push(each.fields)
    return { ...each, isThere }
  })
}

function isSame(one: KnownClaim['evidence'][number], other: KnownClaim['evidence'][number]): boolean {
  const isSameSource = one.title === other.title || (one.url !== '' && one.url === other.url)
  return isSameSource && oneLine(one.quote) === oneLine(other.quote)
}
