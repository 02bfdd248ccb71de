import type { Fields, Names } from '../history/telling.ts'
import { relationNames } from './relation.ts'
import type { Relation } from './relations.ts'

/** A relation as the history tells it, field by field. */
export function relationFields(
  { kind, parts, figureId, partFigures, note }: Pick<Relation, 'kind' | 'parts' | 'figureId' | 'partFigures' | 'note'>,
  names: Names,
): Fields {
  const claims = parts.map((part) => `claim ${names.claimNumber(part) ?? '?'}`)
  return {
    Relation: `${relationNames[kind]} ${claims.join(' + ')}`,
    Figures: figuresNamed([figureId, ...partFigures], names),
    Note: note,
  }
}

/** The figures that a relation is about, as they are called now; those of the first relations were not chosen. */
function figuresNamed(figureIds: readonly string[], names: Names): string {
  return figureIds.flatMap((id) => names.figureWords(id) ?? []).join(', ')
}
