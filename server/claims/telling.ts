import { tellEvidence, type EvidenceEvent } from '../evidence/telling.ts'
import type { KindNames, Names, Telling } from '../history/telling.ts'
import type { ClaimEvent } from './claim.ts'
import { claimKindTitles, priorityNames } from './classes.ts'
import { boundNames } from './figure.ts'
import { languageNames, languages, type Language } from './languages.ts'
import { stageNames } from './stage.ts'
import { grouped } from './sum.ts'
import { scale } from './verdict.ts'

export const claimKindNames: KindNames = {
  'claim.make': 'Made a claim',
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
  'claim.stage': 'Stage',
  'passage.add': 'Added a passage',
  'passage.withdraw': 'Withdrew a passage',
  'figure.set': 'Set a figure',
  'figure.withdraw': 'Withdrew a figure',
  'relation.add': 'Added a sum',
  'relation.withdraw': 'Withdrew a sum',
  'verdict.set': 'Verdict',
}

type Of<Kind extends string> = Extract<ClaimEvent, { kind: Kind }>
type OwnEvent = Exclude<ClaimEvent, NumbersEvent | EvidenceEvent>

/** What a deed on a claim says. */
export function tellClaim(event: ClaimEvent, names: Names): Telling {
  switch (event.kind) {
    case 'figure.set':
    case 'figure.withdraw':
    case 'relation.add':
    case 'relation.withdraw':
      return tellNumbers(event, names)
    case 'evidence.attach':
    case 'evidence.edit':
    case 'evidence.withdraw':
      return tellEvidence(event, names)
    default:
      return tellOwn(event, names)
  }
}

function tellOwn(event: OwnEvent, names: Names): Telling {
  switch (event.kind) {
    case 'claim.make':
      return {
        thing: `passage ${event.passage.id}`,
        sentence: 'made the claim',
        fields: { Words: event.passage.quote },
      }
    case 'claim.describe':
    case 'claim.appear':
    case 'claim.classify':
    case 'claim.due':
      return tellDetails(event)
    case 'assignment.give':
    case 'assignment.withdraw':
      return tellAssignment(event, names)
    case 'claim.move':
      return { thing: 'place', sentence: 'moved the claim in the order', fields: {} }
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

type DetailsEvent = Of<'claim.describe'> | Of<'claim.appear'> | Of<'claim.classify'> | Of<'claim.due'>

function tellDetails(event: DetailsEvent): Telling {
  switch (event.kind) {
    case 'claim.describe': {
      const { claimant, saidOn, place, language } = event
      const fields = { Claimant: claimant, 'Said on': saidOn, Place: place, Language: languageTitle(language) }
      return { thing: 'details', sentence: 'said who claimed it, when and where', fields }
    }
    case 'claim.appear': {
      const fields = { Address: event.firstUrl, Where: event.firstWhere, On: event.firstOn }
      return { thing: 'first appearance', sentence: 'said where the claim appeared first', fields }
    }
    case 'claim.classify': {
      const { claimKind, priority, tags } = event
      const kind = claimKind && claimKindTitles[claimKind]
      const fields = { Kind: kind, Priority: priorityNames[priority], Tags: tags.join(', ') }
      return { thing: 'classes', sentence: 'set the kind, priority and tags', fields }
    }
    case 'claim.due':
      return {
        thing: 'due date',
        sentence: event.dueOn ? 'set the due date' : 'took the due date off',
        fields: { Due: event.dueOn },
      }
  }
}

// Entries from before a claim had a language do not have this.
function languageTitle(language: string | undefined): string {
  return languages.find((each) => each === language) ? languageNames[language as Language] : ''
}

function tellAssignment(event: Of<'assignment.give'> | Of<'assignment.withdraw'>, names: Names): Telling {
  const name = names.personName(event.personId)
  const thing = `assignment ${event.personId}`
  return event.kind === 'assignment.give'
    ? { thing, sentence: `assigned the claim to ${name}`, fields: { Assigned: name } }
    : { thing, sentence: `took the claim off ${name}`, fields: {} }
}

type NumbersEvent = Of<'figure.set'> | Of<'figure.withdraw'> | Of<'relation.add'> | Of<'relation.withdraw'>

function tellNumbers(event: NumbersEvent, names: Names): Telling {
  switch (event.kind) {
    case 'figure.set': {
      const { id, bound, low, high, unit, asOf } = event.figure
      const number = bound === 'between' ? `${grouped(low)} and ${grouped(high)}` : grouped(low)
      const fields = { Figure: `${boundNames[bound]} ${number} ${unit}`.trim(), 'As of': asOf }
      return { thing: `figure ${id}`, sentence: 'set a figure', fields }
    }
    case 'figure.withdraw':
      return { thing: `figure ${event.figureId}`, sentence: 'withdrew a figure', fields: {} }
    case 'relation.add': {
      const claims = event.relation.parts.map((part) => `claim ${names.claimNumber(part) ?? '?'}`)
      return { thing: `relation ${event.relation.id}`, sentence: 'added a sum', fields: { Sum: claims.join(' + ') } }
    }
    case 'relation.withdraw':
      return { thing: `relation ${event.relationId}`, sentence: 'withdrew a sum', fields: {} }
  }
}
