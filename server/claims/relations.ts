import type { Mark, Refusal } from '../history/aggregate.ts'
import type { ClaimEvent } from './claim.ts'
import type { Stated } from './relation.ts'

/** A relation of the claim that holds it to the claims named as parts. */
export interface Relation extends Stated {
  readonly id: string
  readonly seq: number
  /** Why it is so, if anybody said. */
  readonly note: string
  readonly withdrawn: boolean
}

type NewRelation = Omit<Relation, 'seq' | 'withdrawn'>
type UnsaidAtFirst = 'figureId' | 'partFigures' | 'note'

export type RelationCommand =
  | { kind: 'relation.add'; relation: NewRelation }
  | { kind: 'relation.withdraw'; relationId: string }

/**
 * Why a change of the relations makes no sense now; null when it does. Whether a new one can stand beside those of
 * other claims is `whyNotBeside`.
 */
export function decideRelation(relations: readonly Relation[], command: RelationCommand): Refusal | null {
  if (command.kind === 'relation.add') return null
  return relations.some(({ id, withdrawn }) => id === command.relationId && !withdrawn)
    ? null
    : { refused: 'This relation is gone.', because: 'not-found' }
}

/** A relation as an entry holds it, whole: the first ones said neither figures nor a note. */
export function wholeRelation(relation: Omit<NewRelation, UnsaidAtFirst> & Partial<NewRelation>): NewRelation {
  return { figureId: '', partFigures: relation.parts.map(() => ''), note: '', ...relation }
}

/** The relations after an event. */
export function evolveRelations(relations: readonly Relation[], event: ClaimEvent, { seq }: Mark): readonly Relation[] {
  if (event.kind === 'relation.add') {
    return [...relations, { ...wholeRelation(event.relation), seq, withdrawn: false }]
  }
  if (event.kind === 'relation.withdraw') {
    return relations.map((each) => (each.id === event.relationId ? { ...each, seq, withdrawn: true } : each))
  }
  return relations
}
