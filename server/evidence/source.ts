import type { Aggregate, Event } from '../history/aggregate.ts'

export const sourceKinds = ['primary', 'secondary'] as const
export type SourceKind = (typeof sourceKinds)[number]

interface SourceFields {
  readonly url: string
  readonly title: string
  readonly publisher: string
  readonly author: string
  readonly publishedOn: string
  readonly sourceKind: SourceKind
}

/** A document or person, reused across claims. */
export interface SourceState {
  readonly source: (SourceFields & { readonly seq: number }) | null
}

export type SourceCommand =
  | { kind: 'source.add'; source: SourceFields }
  | { kind: 'source.edit'; source: SourceFields; seen: number }

export type SourceEvent = { kind: 'source.add' | 'source.edit'; source: SourceFields } & Event

/** How sources change. */
export const sourceAggregate: Aggregate<SourceState, SourceCommand, SourceEvent> = {
  type: 'source',
  initial: { source: null },
  decide({ source }, command) {
    if (command.kind === 'source.add' && source) return { refused: 'This source exists already.', because: 'invalid' }
    if (command.kind === 'source.edit' && source?.seq !== command.seen) {
      return { refused: 'Someone changed this source while you had it open.', because: 'changed-since' }
    }
    return { kind: command.kind, source: { ...command.source } }
  },
  evolve: (_state, event, { seq }) => ({ source: { ...event.source, seq } }),
  rows(id, teamId, { source }) {
    if (!source) return {}
    const { sourceKind, ...rest } = source
    return { source: [Object.assign({ id, teamId, kind: sourceKind }, rest)] }
  },
}
