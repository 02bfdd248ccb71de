import { inQuotes } from '../claims/in-quotes.ts'

export type Fields = Readonly<Record<string, string>>

/** What one deed said about one thing; `fields` are the thing's words afterwards. */
export interface Telling {
  readonly thing: string
  readonly sentence: string
  readonly fields: Fields
  /** Words of this deed alone: they stand for nothing that another deed could change. */
  readonly said?: Fields
  /** A thing whose words say what the deed was about: they are shown as they stand. */
  readonly about?: string
  /** Other things that the same deed changed: the fields that it gave them; null where it ended them. */
  readonly also?: readonly { readonly thing: string; readonly fields: Fields | null }[]
}

/** How things are called that an event only names by id. */
export interface Names {
  claimNumber(claimId: string): number | null
  sourceTitle(sourceId: string): string
  figureWords(figureId: string): string | null
  personName(personId: string): string
  /** The roles that an invitation gives, in words, and who made it. */
  invitation(invitationId: string): { readonly roles: string; readonly by: string } | null
}

/** What the filter by kind calls each kind of a noun's deeds. */
export type KindNames = Readonly<Record<string, string>>

/** A title as it stands in a sentence. */
export const quoted = (title: string): string => (title ? inQuotes(title) : 'a source')

/** How a person of a team is called, or what did something in nobody's name. */
export const nameFrom = (names: ReadonlyMap<string, string>, id: string): string =>
  names.get(id) ?? (id === 'system' ? 'Plumbline' : 'someone who left')
