import type { ClaimEvent } from '../claims/claim.ts'
import { quoted, type Fields, type KindNames, type Names, type Telling } from '../history/telling.ts'
import type { SourceEvent } from './source.ts'

export const evidenceKindNames: KindNames = {
  'source.add': 'Added a source',
  'source.edit': 'Changed a source',
  'evidence.attach': 'Attached evidence',
  'evidence.edit': 'Changed evidence',
  'evidence.withdraw': 'Withdrew evidence',
}

/** What a deed on a source says. */
export function tellSource(event: SourceEvent): Telling {
  const verb = event.kind === 'source.add' ? 'added' : 'changed'
  return { thing: 'source', sentence: `${verb} the source ${quoted(event.source.title)}`, fields: sourceFields(event) }
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

type Of<Kind extends string> = Extract<ClaimEvent, { kind: Kind }>
export type EvidenceEvent = Of<'evidence.attach'> | Of<'evidence.edit'> | Of<'evidence.withdraw'>

/** What a deed on a claim's evidence says. */
export function tellEvidence(event: EvidenceEvent, names: Names): Telling {
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

/** What a source says about a claim, field by field. */
export function bearingFields(event: { stance: string; quote: string; locator: string; note: string }): Fields {
  return { Stance: event.stance, Quote: event.quote, Where: event.locator, Note: event.note }
}
