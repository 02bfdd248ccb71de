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

/** The claims that steps lead to from these, and these: the search runs once over the steps, however many they are. */
export function reachedFrom(starts: readonly string[], steps: readonly Step[]): ReadonlySet<string> {
  const onward = new Map<string, string[]>()
  for (const { from, to } of steps) {
    const known = onward.get(from)
    if (known) known.push(to)
    else onward.set(from, [to])
  }
  const reached = new Set(starts)
  for (const claimId of reached) for (const to of onward.get(claimId) ?? []) reached.add(to)
  return reached
}

/** Why a relation cannot stand beside the ones of its report that stand already; null when it can. */
export function whyNotBeside(standing: readonly StatedOf[], added: StatedOf): string | null {
  if (added.parts.includes(added.claimId)) return 'A claim has no relation with itself. Choose another claim.'
  const ends = partEnds(added)
  if (ends.some((end, at) => ends.slice(0, at).some((earlier) => sameEnd(earlier, end)))) {
    return 'The same figure was chosen twice. Choose each figure once.'
  }
  if (standing.some((each) => saysTheSame(each, added))) return 'This relation is stated already.'
  const isDependence = added.kind === 'depends-on'
  const steps = standing.filter(({ kind }) => (kind === 'depends-on') === isDependence).flatMap(stepsOf)
  const own = stepsOf(added)
  // All of them begin at one claim or end at one.
  const reached = reachedFrom([...new Set(own.map(({ to }) => to))], steps)
  if (!own.some(({ from }) => reached.has(from))) return null
  return isDependence
    ? 'These claims would depend on each other in a circle. Withdraw another relation first.'
    : 'A claim would be part of itself, by way of other relations. Withdraw another relation first.'
}
