import type { Quantity } from './figure.ts'
import type { Compared } from './relation.ts'

/** Words as they are compared: letters in either case and any spaces are the same; a plural stays another word. */
const plain = (words: string): string => words.normalize('NFC').trim().replaceAll(/\s+/gu, ' ').toLowerCase()

const isSaid = (words: string) => words !== ''

/** Whether what was said differs; what nobody said differs from nothing. */
function differ(said: readonly string[]): boolean {
  return new Set(said.filter(isSaid).map(plain)).size > 1
}

/** Whether some said it and others did not. */
function isHalfSaid(said: readonly string[]): boolean {
  return said.some(isSaid) && !said.every(isSaid)
}

const isWithin = (part: Quantity, whole: Quantity): boolean =>
  whole.periodFrom <= part.periodFrom && part.periodTo <= whole.periodTo

/** Parts count something narrower than their whole, and may do so over a shorter period. */
const isAboutParts = (kind: Compared) => kind === 'sum' || kind === 'part-of'

const isFlow = ({ stockOrFlow }: Quantity) => stockOrFlow === 'flow'

/** The figures that a date places in time: a flow that is set against flows alone is placed by its period. */
function dated(wholes: readonly Quantity[], parts: readonly Quantity[]): readonly Quantity[] {
  const needsDate = (others: readonly Quantity[]) => (one: Quantity) => !isFlow(one) || !others.every(isFlow)
  return [...wholes.filter(needsDate(parts)), ...parts.filter(needsDate(wholes))]
}

/** Why these figures cannot be set against each other in words; null when they can. A unit must be the same even if not said. */
export function whyNotComparable(
  kind: Compared,
  wholes: readonly Quantity[],
  parts: readonly Quantity[],
): string | null {
  const all = [...wholes, ...parts]
  const said = (of: (quantity: Quantity) => string) => all.map(of)
  if (new Set(said(({ unit }) => plain(unit))).size > 1) return 'different units'
  if (differ(said(({ stockOrFlow }) => stockOrFlow))) return 'one is a state at a moment, another is over a period'
  if (differ(dated(wholes, parts).map(({ asOf }) => asOf))) return 'as of different dates'
  if (isAboutParts(kind)) {
    if (!wholes.filter(isFlow).every((whole) => parts.filter(isFlow).every((part) => isWithin(part, whole))))
      return 'a part is over another period than the whole'
  } else if (differ(all.filter(isFlow).map(({ periodFrom, periodTo }) => `${periodFrom} ${periodTo}`))) {
    return 'over different periods'
  }
  return !isAboutParts(kind) && differ(said(({ scope }) => scope)) ? 'scopes differ' : null
}

/** What has to be the same for a comparison to count, though not every figure says it; empty when all say it, or none. */
export function assumptions(kind: Compared, wholes: readonly Quantity[], parts: readonly Quantity[]): string {
  const halfSaid = (of: (quantity: Quantity) => string) => isHalfSaid([...wholes, ...parts].map(of))
  const taken = [
    isHalfSaid(dated(wholes, parts).map(({ asOf }) => asOf)) && 'date',
    halfSaid(({ stockOrFlow }) => stockOrFlow) && 'moment or period',
    !isAboutParts(kind) && halfSaid(({ scope }) => scope) && 'scope',
  ].filter((words) => words !== false)
  return taken.length > 0 ? `if the ${taken.join(' and ')} ${taken.length > 1 ? 'are' : 'is'} the same` : ''
}
