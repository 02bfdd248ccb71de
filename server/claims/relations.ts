import type { Mark, Refusal } from '../history/aggregate.ts'
import type { ClaimEvent } from './claim.ts'

/** A sum: the claim that holds it is the whole of the claims named as parts. */
export interface Relation {
  readonly id: string
  readonly seq: number
  readonly kind: 'sum'
  readonly parts: readonly string[]
  readonly withdrawn: boolean
}

export type RelationCommand =
  | { kind: 'relation.add'; relation: { readonly id: string; readonly kind: 'sum'; readonly parts: readonly string[] } }
  | { kind: 'relation.withdraw'; relationId: string }

/** Why a change of the relations makes no sense now; null when it does. */
export function decideRelation(relations: readonly Relation[], command: RelationCommand): Refusal | null {
  const live = relations.filter(({ withdrawn }) => !withdrawn)
  if (command.kind === 'relation.withdraw') {
    return live.some(({ id }) => id === command.relationId)
      ? null
      : { refused: 'This sum is gone.', because: 'not-found' }
  }
  const parts = command.relation.parts.toSorted().join()
  return live.some((each) => each.parts.toSorted().join() === parts)
    ? { refused: 'This sum is checked already.', because: 'invalid' }
    : null
}

/** The relations after an event. */
export function evolveRelations(relations: readonly Relation[], event: ClaimEvent, { seq }: Mark): readonly Relation[] {
  if (event.kind === 'relation.add') return [...relations, { ...event.relation, seq, withdrawn: false }]
  if (event.kind === 'relation.withdraw') {
    return relations.map((each) => (each.id === event.relationId ? { ...each, seq, withdrawn: true } : each))
  }
  return relations
}
