import type { ClaimEvent } from '../claims/claim.ts'
import { boundNames } from '../claims/figure.ts'
import { grouped } from '../claims/sum.ts'
import { stageNames } from '../claims/stage.ts'
import { scale } from '../claims/verdict.ts'
import type { SourceEvent } from '../evidence/source.ts'
import type { ReportEvent } from '../reports/report.ts'
import type { Entry } from './entry.ts'
import { eventOf } from './fold.ts'
import { wordsBetween, type TimelineItem, type TimelinePart } from './timeline.ts'

type DeedEvent = ClaimEvent | SourceEvent | ReportEvent
type Fields = Readonly<Record<string, string>>

/** What one deed said about one thing; `fields` are the thing's words afterwards. */
interface Telling {
  readonly thing: string
  readonly sentence: string
  readonly fields: Fields
}

/** How things are called that an event only names by id. */
export interface Names {
  claimNumber(claimId: string): number | null
  sourceTitle(sourceId: string): string
}

/** What the filter by kind calls each kind. */
export const kindNames: Readonly<Record<string, string>> = {
  'report.create': 'Brought in the report',
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
  'source.add': 'Added a source',
  'source.edit': 'Changed a source',
  'evidence.attach': 'Attached evidence',
  'evidence.edit': 'Changed evidence',
  'evidence.withdraw': 'Withdrew evidence',
  'verdict.set': 'Verdict',
}

/** What each deed of one subject did, in words, with every field before and after; by seq. */
export function deedWords(
  deeds: readonly Entry[],
  names: Names,
): ReadonlyMap<number, Pick<TimelineItem, 'sentence' | 'parts'>> {
  const things = new Map<string, Fields>([['stage', { Stage: stageNames.open }]])
  const told = new Map<number, Pick<TimelineItem, 'sentence' | 'parts'>>()
  for (const deed of deeds) {
    const { thing, sentence, fields } = tell(eventOf<DeedEvent>(deed), names)
    const before = things.get(thing) ?? {}
    const isLeaving = deed.kind.endsWith('.withdraw') && deed.kind !== 'claim.withdraw'
    things.set(thing, isLeaving ? {} : fields)
    told.set(deed.seq, { sentence, parts: partsBetween(before, fields) })
  }
  return told
}

function partsBetween(before: Fields, after: Fields): TimelinePart[] {
  const labels = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return labels
    .filter((label) => (before[label] ?? '') !== (after[label] ?? ''))
    .map((label) => ({ label, words: wordsBetween(before[label] ?? '', after[label] ?? '') }))
}

const quoted = (title: string): string => (title ? `“${title}”` : 'a source')

function tell(event: DeedEvent, names: Names): Telling {
  switch (event.kind) {
    case 'report.create': {
      const { title, publisher, sourceUrl, language } = event
      const fields = { Title: title, Publisher: publisher, Address: sourceUrl, Language: language }
      return { thing: 'report', sentence: 'brought in the report', fields }
    }
    case 'source.add':
      return {
        thing: 'source',
        sentence: `added the source ${quoted(event.source.title)}`,
        fields: sourceFields(event),
      }
    case 'source.edit':
      return {
        thing: 'source',
        sentence: `changed the source ${quoted(event.source.title)}`,
        fields: sourceFields(event),
      }
    case 'figure.set':
    case 'figure.withdraw':
    case 'relation.add':
    case 'relation.withdraw':
      return tellNumbers(event, names)
    case 'evidence.attach':
    case 'evidence.edit':
    case 'evidence.withdraw':
      return tellEvidence(event, names)
    case 'claim.make':
    case 'claim.describe':
    case 'claim.move':
    case 'claim.withdraw':
    case 'claim.restore':
    case 'claim.stage':
    case 'passage.add':
    case 'passage.withdraw':
    case 'verdict.set':
      return tellClaim(event)
  }
}

type Of<Kind extends string> = Extract<ClaimEvent, { kind: Kind }>
type ClaimKind = `claim.${string}` | `passage.${string}` | 'verdict.set'
type OwnEvent = ClaimEvent extends infer E ? (E extends { kind: ClaimKind } ? E : never) : never

function tellClaim(event: OwnEvent): Telling {
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

type EvidenceEvent = Of<'evidence.attach'> | Of<'evidence.edit'> | Of<'evidence.withdraw'>

function tellEvidence(event: EvidenceEvent, names: Names): Telling {
  switch (event.kind) {
    case 'evidence.attach': {
      const { id, sourceId, ...bearing } = event.evidence
      const sentence = `attached ${quoted(names.sourceTitle(sourceId))} as evidence`
      return { thing: `evidence ${id}`, sentence, fields: bearingFields(bearing) }
    }
    case 'evidence.edit':
      return { thing: `evidence ${event.evidenceId}`, sentence: 'changed evidence', fields: bearingFields(event) }
    case 'evidence.withdraw':
      return { thing: `evidence ${event.evidenceId}`, sentence: 'withdrew evidence', fields: { Reason: event.reason } }
  }
}

function bearingFields(event: { stance: string; quote: string; locator: string; note: string }): Fields {
  return { Stance: event.stance, Quote: event.quote, Where: event.locator, Note: event.note }
}

function sourceFields({ source }: SourceEvent): Fields {
  const { title, url, publisher, author, publishedOn, sourceKind } = source
  return {
    Title: title,
    Address: url,
    Publisher: publisher,
    Author: author,
    'Published on': publishedOn,
    Kind: sourceKind,
  }
}
