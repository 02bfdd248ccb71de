/** What makes somebody an author of the list of a report (docs/decisions/010); the database looks for these. */
export type ListDeed =
  | 'report.create'
  | 'claim.make'
  | 'claim.import'
  | 'claim.carve'
  | 'claim.split'
  | 'claim.merge'
  | 'claim.absorb'
  | 'claim.move'
  | 'claim.withdraw'
  | 'claim.restore'
  /** Anything by which a claim that was approved, or in the last list, may not be in this one. */
  | 'claim.drop'

/** Somebody who shaped the list of a report, and by what. */
export interface ListAuthor {
  readonly personId: string
  readonly deeds: readonly ListDeed[]
}

/** The authors of a list by their deeds, each once. */
export function listAuthors(rows: readonly { readonly personId: string; readonly kind: ListDeed }[]): ListAuthor[] {
  const people = [...new Set(rows.map(({ personId }) => personId))]
  const deedsOf = (personId: string) => rows.flatMap((row) => (row.personId === personId ? [row.kind] : []))
  return people.map((personId) => ({ personId, deeds: deedsOf(personId) }))
}
