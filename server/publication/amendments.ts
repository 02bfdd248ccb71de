import { isPublic, unpublishedCorrections, type Correction, type Publication, type Retraction } from './publication.ts'

/** What was said against what readers have, or had, of a claim, until the claim is published again. */
export interface Amendments {
  /** Corrections that readers have not seen yet. */
  readonly corrections: readonly (Pick<Correction, 'id' | 'wrong' | 'now' | 'why'> & { readonly by: string })[]
  /** Why it is taken back; null while it is not. */
  readonly takenBack: (Pick<Retraction, 'how' | 'note'> & { readonly by: string }) | null
}

interface Publicity {
  readonly publications: readonly Pick<Publication, 'number' | 'seq'>[]
  readonly corrections: readonly Correction[]
  readonly retractions: readonly Pick<Retraction, 'number' | 'how' | 'note' | 'by'>[]
}

/** The same of one claim by its rows, with the names of people. */
export function amendmentsOf(publicity: Publicity, nameOf: (personId: string) => string): Amendments {
  const taken = isPublic(publicity) ? undefined : publicity.retractions.at(-1)
  return {
    corrections: unpublishedCorrections(publicity).map(({ id, wrong, now, why, madeBy }) => {
      return { id, wrong, now, why, by: nameOf(madeBy) }
    }),
    takenBack: taken ? { how: taken.how, note: taken.note, by: nameOf(taken.by) } : null,
  }
}
