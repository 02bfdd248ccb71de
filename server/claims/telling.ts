import { tellEvidence, type EvidenceEvent } from '../evidence/telling.ts'
import type { KindNames, Names, Telling } from '../history/telling.ts'
import type { ClaimEvent } from './claim.ts'
import { boundNames } from './figure.ts'
import { stageNames } from './stage.ts'
import { grouped } from './sum.ts'
import { scale } from './verdict.ts'

export const claimKindNames: KindNames = {
  'claim.make': 'Made a claim',
  'claim.write': 'Wrote',
  'claim.describe': 'Claimant and date',
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
    case 'claim.describe': {
      const fields = { Claimant: event.claimant, 'Said on': event.saidOn }
      return { thing: 'details', sentence: 'said who claimed it and when', fields }
    }
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
      return {
        thing: `passage ${event.passage.id}`,
        sentence: 'added a passage',
        fields: { Words: event.passage.quote },
      }
    case 'passage.withdraw':
      return { thing: `passage ${event.passageId}`, sentence: 'withdrew a passage', fields: {} }
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
