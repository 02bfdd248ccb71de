import type { Permission } from '../policy/rules.ts'
import type { Aggregate, Event } from './aggregate.ts'
import type { Entry } from './entry.ts'

/** The event that an entry holds: its payload under the entry's kind. */
export function eventOf<E extends Event>(entry: Pick<Entry, 'kind' | 'payload'>): E {
  return { ...JSON.parse(new TextDecoder().decode(entry.payload)), kind: entry.kind } as E
}

/** The state of a subject after the given deeds. */
export function fold<State, Command extends { kind: Permission }, E extends Event>(
  aggregate: Aggregate<State, Command, E>,
  deeds: readonly Entry[],
): State {
  return deeds.reduce((state, deed) => aggregate.evolve(state, eventOf<E>(deed), deed), aggregate.initial)
}
