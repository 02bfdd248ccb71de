export const relationKinds = ['sum', 'part-of', 'same-as', 'contradicts', 'depends-on'] as const
export type RelationKind = (typeof relationKinds)[number]

/** The relations that say something of figures, so that it can be checked. */
export type Compared = Exclude<RelationKind, 'depends-on'>

/** As it reads between the claim that holds the relation and the claims that it names. */
export const relationNames: Readonly<Record<RelationKind, string>> = {
  sum: 'is the sum of',
  'part-of': 'is part of',
  'same-as': 'says the same as',
  contradicts: 'contradicts',
  'depends-on': 'depends on',
}

/** What one relation says: of which figures of which claims. An empty figure is the first of its claim. */
export interface Stated {
  readonly kind: RelationKind
  readonly figureId: string
  readonly parts: readonly string[]
  /** For each part, which of its figures. */
  readonly partFigures: readonly string[]
}

export interface StatedOf extends Stated {
  readonly claimId: string
}

/** The ends of a relation: the claim that holds it, then the ones that it names. */
export function endsOf<One>({ own, parts }: { own: One; parts: readonly One[] }): readonly One[] {
  return [own, ...parts]
}

interface End {
  readonly claimId: string
  readonly figureId: string
}

const ownEnd = ({ claimId, figureId }: StatedOf): End => ({ claimId, figureId })
const partEnds = ({ parts, partFigures }: Stated): End[] =>
  parts.map((claimId, index) => ({ claimId, figureId: partFigures[index] ?? '' }))

const isReadBothWays = (kind: RelationKind) => kind === 'same-as' || kind === 'contradicts'

const sameEnd = (one: End, other: End): boolean =>
  one.claimId === other.claimId && (one.figureId === other.figureId || one.figureId === '' || other.figureId === '')

const sameEnds = (some: readonly End[], others: readonly End[]): boolean =>
  some.length === others.length && some.every((end) => others.some((other) => sameEnd(end, other)))

function saysTheSame(one: StatedOf, other: StatedOf): boolean {
  if (one.kind !== other.kind) return false
  if (sameEnd(ownEnd(one), ownEnd(other)) && sameEnds(partEnds(one), partEnds(other))) return true
  return (
    isReadBothWays(one.kind) && sameEnds([ownEnd(one)], partEnds(other)) && sameEnds(partEnds(one), [ownEnd(other)])
  )
}

interface Step {
  readonly from: string
  readonly to: string
}

/** Steps that must never lead back: from a part to its whole, or from a claim to what it depends on. */
function stepsOf({ claimId, kind, parts }: StatedOf): Step[] {
  switch (kind) {
    case 'sum':
      return parts.map((part) => ({ from: part, to: claimId }))
    case 'part-of':
    case 'depends-on':
      return parts.map((part) => ({ from: claimId, to: part }))
    case 'same-as':
    case 'contradicts':
      return []
  }
}

function leads(steps: readonly Step[], from: string, to: string): boolean {
  const reached = new Set([from])
  for (const claimId of reached) {
    for (const step of steps) if (step.from === claimId) reached.add(step.to)
  }
  return reached.has(to)
}

/** Why a relation cannot stand beside the ones of its report that stand already; null when it can. */
export function whyNotBeside(standing: readonly StatedOf[], added: StatedOf): string | null {
  if (added.parts.includes(added.claimId)) return 'A claim has no relation with itself. Choose another claim.'
  if (standing.some((each) => saysTheSame(each, added))) return 'This relation is stated already.'
  const isDependence = added.kind === 'depends-on'
  const steps = standing.filter(({ kind }) => (kind === 'depends-on') === isDependence).flatMap(stepsOf)
  if (!stepsOf(added).some(({ from, to }) => leads(steps, to, from))) return null
  return isDependence
    ? 'These claims would depend on each other in a circle. Withdraw another relation first.'
    : 'A claim would be part of itself, by way of other relations. Withdraw another relation first.'
}
