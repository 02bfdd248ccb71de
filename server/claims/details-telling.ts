import type { Names, Telling } from '../history/telling.ts'
import type { ClaimEvent } from './claim.ts'
import { claimKindTitles, priorityNames } from './classes.ts'
import { languageNames, languages, type Language } from './languages.ts'
import type { Details } from './standing.ts'

type Of<Kind extends string> = Extract<ClaimEvent, { kind: Kind }>
export type DetailsEvent = Of<'claim.describe'> | Of<'claim.appear'> | Of<'claim.classify'> | Of<'claim.due'>

/** What a deed on a group of a claim's fields says. */
export function tellDetails(event: DetailsEvent): Telling {
  switch (event.kind) {
    case 'claim.describe':
      return { thing: 'details', sentence: 'said who claimed it, when and where', fields: detailFields.details(event) }
    case 'claim.appear': {
      const fields = detailFields['first appearance'](event)
      return { thing: 'first appearance', sentence: 'said where the claim appeared first', fields }
    }
    case 'claim.classify':
      return { thing: 'classes', sentence: 'set the kind, priority and tags', fields: detailFields.classes(event) }
    case 'claim.due': {
      const sentence = event.dueOn ? 'set the due date' : 'took the due date off'
      return { thing: 'due date', sentence, fields: detailFields['due date'](event) }
    }
  }
}

/** Each group of a claim's fields, as a thing of its history. */
const detailFields = {
  details: ({ claimant, saidOn, place, language }: Pick<Details, 'claimant' | 'saidOn' | 'place' | 'language'>) => ({
    Claimant: claimant,
    'Said on': saidOn,
    Place: place,
    Language: languageTitle(language),
  }),
  'first appearance': ({ firstUrl, firstWhere, firstOn }: Pick<Details, 'firstUrl' | 'firstWhere' | 'firstOn'>) => ({
    Address: firstUrl,
    Where: firstWhere,
    On: firstOn,
  }),
  classes: ({ claimKind, priority, tags }: Pick<Details, 'claimKind' | 'priority' | 'tags'>) => ({
    Kind: claimKind && claimKindTitles[claimKind],
    Priority: priorityNames[priority],
    Tags: tags.join(', '),
  }),
  'due date': ({ dueOn }: Pick<Details, 'dueOn'>) => ({ Due: dueOn }),
} as const

/** Everything that is said of a claim, as things of its history. */
export function tellAllDetails(details: Details): NonNullable<Telling['also']> {
  return Object.entries(detailFields).map(([thing, fieldsOf]) => ({ thing, fields: fieldsOf(details) }))
}

// Entries from before a claim had a language do not have this.
function languageTitle(language: string | undefined): string {
  return languages.find((each) => each === language) ? languageNames[language as Language] : ''
}

export type AssignmentEvent = Of<'assignment.give'> | Of<'assignment.withdraw'>

/** What giving a claim to somebody says, and taking it off them. */
export function tellAssignment(event: AssignmentEvent, names: Names): Telling {
  const name = names.personName(event.personId)
  const thing = `assignment ${event.personId}`
  return event.kind === 'assignment.give'
    ? { thing, sentence: `assigned the claim to ${name}`, fields: { Assigned: name } }
    : { thing, sentence: `took the claim off ${name}`, fields: {} }
}
