import type { Aggregate, Event, Mark, Refusal } from '../history/aggregate.ts'
import type { Cut } from '../reports/passage.ts'

export const changeStates = ['requested', 'accepted', 'declined', 'done', 'withdrawn'] as const
export type ChangeState = (typeof changeStates)[number]

export const changeStateNames: Readonly<Record<ChangeState, string>> = {
  requested: 'requested',
  accepted: 'accepted',
  declined: 'declined',
  done: 'done',
  withdrawn: 'withdrawn',
}

/** Every move there is: from which states, to which, and whose it is. */
export const changeMoves = {
  'change.accept': { from: ['requested'], to: 'accepted', whose: 'owner' },
  'change.decline': { from: ['requested', 'accepted'], to: 'declined', whose: 'owner' },
  'change.finish': { from: ['accepted'], to: 'done', whose: 'owner' },
  'change.withdraw': { from: ['requested', 'accepted'], to: 'withdrawn', whose: 'requester' },
  'change.reopen': { from: ['declined', 'done', 'withdrawn'], to: 'requested', whose: 'requester' },
} as const satisfies Record<string, ChangeMove>

interface ChangeMove {
  readonly from: readonly ChangeState[]
  readonly to: ChangeState
  readonly whose: 'owner' | 'requester'
}

export type MoveKind = keyof typeof changeMoves

/** “Replace these words with …”, on exact words of one edition: what was asked for, and every move since. */
export interface RequestedChange extends Cut {
  readonly seq: number
  readonly reportId: string
  readonly edition: number
  /** May be empty: the words go. */
  readonly replacement: string
  readonly reason: string
  readonly claimId: string | null
  readonly state: ChangeState
  readonly requestedBy: string
  readonly requestedAt: string
  readonly requestedSeq: number
}

/** One move of a requested change, with the reason where one was given. */
export interface MoveMade {
  readonly seq: number
  readonly to: ChangeState
  readonly reason: string
  readonly by: string
  readonly at: string
}

export interface RequestedChangeState {
  readonly change: RequestedChange | null
  readonly moves: readonly MoveMade[]
}

type NewChange = Pick<RequestedChange, 'reportId' | 'edition' | 'replacement' | 'reason' | 'claimId' | keyof Cut>

/** Who moves, as the rules for whose a move is see them. */
export interface Mover {
  readonly personId: string
  /** Whether they answer for the report: see `answersFor`. */
  readonly isOwner: boolean
}

type Judged = { readonly seen: number; readonly by: Mover }

export type RequestedChangeCommand =
  | ({ kind: 'change.request' } & NewChange)
  | ({ kind: 'change.decline'; reason: string } & Judged)
  | ({ kind: Exclude<MoveKind, 'change.decline'> } & Judged)

/** An event is its command without what it was judged by: what was asked for is what happened. */
type Happened<C> = C extends Judged ? Omit<C, keyof Judged> : C
export type RequestedChangeEvent = Happened<RequestedChangeCommand> & Event

const refuse = (refused: string, because: Refusal['because'] = 'invalid'): Refusal => ({ refused, because })

function decide({ change }: RequestedChangeState, command: RequestedChangeCommand): RequestedChangeEvent | Refusal {
  if (command.kind === 'change.request') {
    return change ? refuse('This change was requested already.') : { ...command }
  }
  if (!change) return refuse('There is no such requested change.', 'not-found')
  const { seen, by, ...event } = command
  const whyNot = whyNotMove(change, command.kind, by)
  if (whyNot) return refuse(whyNot, 'forbidden')
  if (seen !== change.seq) {
    return refuse(`Somebody was faster: this change is ${changeStateNames[change.state]} now.`, 'changed-since')
  }
  return canMove(change.state, command.kind) ? event : refuse(notFrom(change.state, command.kind))
}

const notFrom = (state: ChangeState, kind: MoveKind): string =>
  `A change that is ${changeStateNames[state]} cannot become ${changeStateNames[changeMoves[kind].to]}.`

/** Whether a change in this state can make this move. */
export function canMove(state: ChangeState, kind: MoveKind): boolean {
  const from: readonly ChangeState[] = changeMoves[kind].from
  return from.includes(state)
}

/** Why this move is not this person's, as a sentence; null when it is. */
export function whyNotMove(change: Pick<RequestedChange, 'requestedBy'>, kind: MoveKind, by: Mover): string | null {
  if (changeMoves[kind].whose === 'owner') {
    return by.isOwner ? null : 'An editor, or whoever brought in the report, answers a requested change.'
  }
  return by.personId === change.requestedBy ? null : 'Only whoever requested a change withdraws or reopens it.'
}

function evolve(state: RequestedChangeState, event: RequestedChangeEvent, mark: Mark): RequestedChangeState {
  const { seq, at, actor } = mark
  if (event.kind === 'change.request') {
    const { kind: _, ...asked } = event
    const requested = { requestedBy: actor, requestedAt: at, requestedSeq: seq }
    return { change: { ...asked, ...requested, seq, state: 'requested' }, moves: [] }
  }
  if (!state.change) return state
  const { to } = changeMoves[event.kind]
  const reason = event.kind === 'change.decline' ? event.reason : ''
  return { change: { ...state.change, seq, state: to }, moves: [...state.moves, { seq, to, reason, by: actor, at }] }
}

/** How requested changes change. */
export const requestedChangeAggregate: Aggregate<RequestedChangeState, RequestedChangeCommand, RequestedChangeEvent> = {
  type: 'requested-change',
  initial: { change: null, moves: [] },
  decide,
  evolve,
  rows(id, teamId, { change, moves }) {
    if (!change) return {}
    return {
      requestedChange: [Object.assign({ id, teamId }, change)],
      requestedChangeMove: moves.map((move) => Object.assign({ changeId: id, teamId }, move)),
    }
  },
}
