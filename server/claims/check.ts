import { assumptions, whyNotComparable } from './comparison.ts'
import { amountWords, type Quantity } from './figure.ts'
import { canBeAtMost, intervalOf, meet, sumOf } from './interval.ts'
import type { Compared, RelationKind } from './relation.ts'

/** A figure that takes part in a relation, or in words why there is none. */
export type Term = Quantity | Missing
interface Missing {
  readonly missing: string
  /** Nor was there one when the relation was stated. */
  readonly neverWas?: boolean
}

export interface Check {
  /**
   * As people write it: "270 + 120 = 390", with "?" where a figure is missing; or in words that nothing was checked.
   * Empty for what is never checked.
   */
  readonly sentence: string
  /** `stated` is not checked: a person says so. */
  readonly holds: 'yes' | 'no' | 'unknown' | 'stated'
  /** Why it is not known, or on what condition it is; empty when there is nothing to add. */
  readonly why: string
}

const isMissing = (term: Term): term is Missing => 'missing' in term
const isKnown = (term: Term): term is Quantity => !isMissing(term)

/**
 * Whether what a relation says of figures can be so. `own` is the figure of the claim that holds the relation, `parts`
 * are those of the claims it names. Figures that cannot be compared leave it unknown; where nobody gave any, it is as
 * the person said who stated it.
 */
export function checkRelation(kind: RelationKind, own: Term, parts: readonly Term[]): Check {
  if (kind === 'depends-on') return { sentence: '', holds: 'stated', why: '' }
  if ([own, ...parts].every((term) => isMissing(term) && term.neverWas)) {
    return { sentence: 'stated by hand', holds: 'stated', why: '' }
  }
  const known = parts.filter(isKnown)
  const written = (holds: 'yes' | 'no' | 'unknown') => sentences[kind][holds](words(own), parts.map(words).join(' + '))
  if (isMissing(own) || known.length < parts.length) {
    const why = [own, ...parts].find(isMissing)?.missing ?? ''
    return { sentence: written('unknown'), holds: 'unknown', why }
  }
  const [wholes, narrower] = kind === 'part-of' ? [known, [own]] : [[own], known]
  const why = whyNotComparable(kind, wholes, narrower)
  if (why !== null) return { sentence: written('unknown'), holds: 'unknown', why }
  const holds = canHold(kind, own, known) ? 'yes' : 'no'
  return { sentence: written(holds), holds, why: assumptions(kind, wholes, narrower) }
}

function canHold(kind: Compared, own: Quantity, others: readonly Quantity[]): boolean {
  const one = intervalOf(own)
  const other = sumOf(others.map(intervalOf))
  switch (kind) {
    case 'sum':
    case 'same-as':
      return meet(one, other)
    case 'contradicts':
      return !meet(one, other)
    case 'part-of':
      return canBeAtMost(one, other)
  }
}

const words = (term: Term): string => (isMissing(term) ? '?' : amountWords(term))

type Sentence = (own: string, parts: string) => string

const sentences: Readonly<Record<Compared, Readonly<Record<'yes' | 'no' | 'unknown', Sentence>>>> = {
  sum: {
    yes: (own, parts) => `${parts} = ${own}`,
    no: (own, parts) => `${parts} ≠ ${own}`,
    unknown: (own, parts) => `${parts} = ${own}`,
  },
  'part-of': {
    yes: (own, whole) => `${own} can be part of ${whole}`,
    no: (own, whole) => `${own} cannot be part of ${whole}`,
    unknown: (own, whole) => `${own} as part of ${whole}`,
  },
  'same-as': {
    yes: (own, other) => `${own} and ${other} can be the same`,
    no: (own, other) => `${own} and ${other} cannot be the same`,
    unknown: (own, other) => `${own} and ${other} as the same`,
  },
  contradicts: {
    yes: (own, other) => `${own} and ${other} cannot both be true`,
    no: (own, other) => `${own} and ${other} can both be true`,
    unknown: (own, other) => `${own} against ${other}`,
  },
}
