import type { Permission } from '../policy/rules.ts'
import type { SubjectType } from './entry.ts'
import type { Json } from './canonical-json.ts'

/** Where an event stands in history. */
export interface Mark {
  readonly seq: number
  readonly at: string
  readonly actor: string
}

/** An event as it lies in an entry: its kind is the entry's kind, the rest its payload. */
export interface Event {
  readonly kind: Permission
  readonly [key: string]: Json
}

/** Why a command makes no sense now, or is not this person's: a sentence for them, and what kind of refusal it is. */
export interface Refusal {
  readonly refused: string
  readonly because: 'invalid' | 'changed-since' | 'not-found' | 'forbidden'
  /** The field of the form at which it is said, where there is one. */
  readonly field?: string
}

/** Rows a subject's state stands for, by table; each carries the seq of the entry that last changed it. */
export type Rows = Readonly<Record<string, readonly Row[]>>
export interface Row {
  readonly seq: number
}

/**
 * How one kind of subject changes. All pure: `decide` turns a command into the one event of its entry or a named
 * refusal, `evolve` folds events (to load, to replay, to verify), `rows` says what the database must hold.
 */
export interface Aggregate<State, Command extends { kind: Permission }, E extends Event> {
  readonly type: SubjectType
  readonly initial: State
  decide(state: State, command: Command): E | Refusal
  evolve(state: State, event: E, mark: Mark): State
  rows(id: string, teamId: string, state: State): Rows
}

/** Whether a decision is a refusal. */
export function isRefusal(decision: Event | Refusal): decision is Refusal {
  return 'refused' in decision
}
