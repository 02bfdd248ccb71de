import { tellEvidence, type EvidenceEvent } from '../evidence/telling.ts'
import { tellTaking } from '../history/taking.ts'
import type { KindNames, Names, Telling } from '../history/telling.ts'
import { isOfPublishing, publishingKindNames, tellPublishing, type PublishingEvent } from '../publication/telling.ts'
import type { ClaimEvent } from './claim.ts'
import { tellAssignment, tellDetails, type AssignmentEvent, type DetailsEvent } from './details-telling.ts'
import { figureFields } from './figure-telling.ts'
import { tellOrigin, type OriginEvent } from './origin-telling.ts'
import { wholeFigure } from './figures.ts'
import { tellRating } from './rating-telling.ts'
import { relationFields } from './relation-telling.ts'
import { wholeRelation } from './relations.ts'
import { stageNames } from './stage.ts'
import { scale } from './verdict.ts'

export const claimKindNames: KindNames = {
  'claim.make': 'Made a claim',
  'claim.import': 'Imported a claim',
  'claim.write': 'Wrote',
  'claim.describe': 'Claimant, date, place, language',
  'claim.appear': 'First appearance',
  'claim.classify': 'Kind, priority, tags',
  'claim.due': 'Due date',
  'assignment.give': 'Assigned',
  'assignment.withdraw': 'Took off an assignment',
  'claim.move': 'Order',
  'claim.withdraw': 'Withdrew a claim',
  'claim.restore': 'Restored a claim',
  'claim.split': 'Split a claim',
  'claim.carve': 'Split into a new claim',
  'claim.merge': 'Merged a claim',
  'claim.absorb': 'Took over another claim',
  'claim.stage': 'Stage',
  'passage.add': 'Added a passage',
  'passage.withdraw': 'Withdrew a passage',
  'figure.set': 'Set a figure',
  'figure.withdraw': 'Withdrew a figure',
  'relation.add': 'Stated a relation',
  'relation.withdraw': 'Withdrew a relation',
  'verdict.set': 'Verdict',
  'rating.give': 'Gave a rating',
  ...publishingKindNames,
}

type Of<Kind extends string> = Extract<ClaimEvent, { kind: Kind }>
type OwnEvent = Exclude<
  ClaimEvent,
  | NumbersEvent
  | EvidenceEvent
  | DetailsEvent
  | OriginEvent
  | AssignmentEvent
  | PublishingEvent
  | Of<'claim.import'>
  | Of<'rating.give'>
  | Of<'history.take'>
>

/** What a deed on a claim says. */
export function tellClaim(event: ClaimEvent, names: Names): Telling {
  if (isOfPublishing(event)) return tellPublishing(event, names)
  switch (event.kind) {
    case 'figure.set':
    case 'figure.withdraw':
    case 'relation.add':
    case 'relation.withdraw':
      return tellNumbers(event, names)
    case 'claim.describe':
    case 'claim.appear':
    case 'claim.classify':
    case 'claim.due':
      return tellDetails(event)
    case 'claim.split':
    case 'claim.carve':
    case 'claim.merge':
    case 'claim.absorb':
      return tellOrigin(event, names)
    case 'assignment.give':
    case 'assignment.withdraw':
      return tellAssignment(event, names)
    case 'history.take':
      return tellTaking(event, 'the claim')
    case 'rating.give':
      return tellRating(event, names)
    case 'evidence.attach':
    case 'evidence.edit':
    case 'evidence.withdraw':
      return tellEvidence(event, names)
    case 'claim.import': {
      const also = event.deeds.map((deed) => tellClaim(deed, names))
      return { thing: 'import', sentence: 'made the claim from an imported ClaimReview', fields: {}, also }
    }
    default:
      return tellOwn(event)
  }
}

function tellOwn(event: OwnEvent): Telling {
  switch (event.kind) {
    case 'claim.make':
      return {
        thing: `passage ${event.passage.id}`,
        sentence: 'made the claim',
        fields: { Words: event.passage.quote },
      }
    case 'claim.move':
      return {
        thing: 'place',
        sentence: event.aside ? 'moved the claim aside, for another in the order' : 'moved the claim in the order',
        fields: {},
      }
    case 'claim.withdraw':
      return { thing: 'withdrawal', sentence: 'withdrew the claim', fields: { Reason: event.reason } }
    case 'claim.restore':
      return { thing: 'withdrawal', sentence: 'restored the claim', fields: {} }
    case 'claim.stage': {
      const stage = stageNames[event.to]
      return { thing: 'stage', sentence: `moved the claim to ${stage}`, fields: { Stage: stage } }
    }
    case 'passage.add':
    case 'passage.withdraw':
      return tellPassage(event)
    case 'verdict.set': {
      const { name } = scale[event.rating]
      return {
        thing: 'verdict',
        sentence: `set the verdict to ${name}`,
        fields: { Verdict: name, Reason: event.reason },
      }
    }
  }
}

function tellPassage(event: Of<'passage.add'> | Of<'passage.withdraw'>): Telling {
  if (event.kind === 'passage.withdraw') {
    return { thing: `passage ${event.passageId}`, sentence: 'withdrew a passage', fields: {} }
  }
  const { id, quote } = event.passage
  return { thing: `passage ${id}`, sentence: 'added a passage', fields: { Words: quote } }
}

type NumbersEvent = Of<'figure.set'> | Of<'figure.withdraw'> | Of<'relation.add'> | Of<'relation.withdraw'>

function tellNumbers(event: NumbersEvent, names: Names): Telling {
  switch (event.kind) {
    case 'figure.set': {
      const { id, ...figure } = wholeFigure(event.figure)
      return { thing: `figure ${id}`, sentence: 'set a figure', fields: figureFields(figure) }
    }
    case 'figure.withdraw':
      return { thing: `figure ${event.figureId}`, sentence: 'withdrew a figure', fields: {} }
    case 'relation.add': {
      const { id, ...relation } = wholeRelation(event.relation)
      return { thing: `relation ${id}`, sentence: 'stated a relation', fields: relationFields(relation, names) }
    }
    case 'relation.withdraw':
      return { thing: `relation ${event.relationId}`, sentence: 'withdrew a relation', fields: {} }
  }
}
