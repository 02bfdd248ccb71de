import { describe, expect, it } from 'vitest'
import { isRefusal } from '../history/aggregate.ts'
import {
  changeMoves,
  changeStates,
  requestedChangeAggregate as aggregate,
  type ChangeState,
  type Mover,
  type MoveKind,
  type RequestedChangeCommand,
  type RequestedChangeState,
} from './requested-change.ts'

const asked = {
  reportId: 'report',
  edition: 1,
  start: 5,
  end: 8,
  quote: '390',
  prefix: 'Each ',
  suffix: ' people',
  replacement: '270',
  reason: 'The ministry says so.',
  claimId: null,
}
const requester: Mover = { personId: 'oleh', isOwner: false }
const owner: Mover = { personId: 'mara', isOwner: true }
const kinds = Object.keys(changeMoves) as MoveKind[]

let seq = 0
function after(state: RequestedChangeState, command: RequestedChangeCommand, actor: string): RequestedChangeState {
  const event = aggregate.decide(state, command)
  if (isRefusal(event)) throw new Error(event.refused)
  seq += 1
  return aggregate.evolve(state, event, { seq, at: `2026-01-01T00:00:0${seq % 10}.000Z`, actor })
}

const requested = (): RequestedChangeState => after(aggregate.initial, { kind: 'change.request', ...asked }, 'oleh')

function moving(state: RequestedChangeState, kind: MoveKind, by: Mover): RequestedChangeCommand {
  const judged = { seen: state.change?.seq ?? 0, by }
  return kind === 'change.decline' ? { kind, reason: 'No.', ...judged } : { kind, ...judged }
}

const whoMay = (kind: MoveKind): Mover => (changeMoves[kind].whose === 'owner' ? owner : requester)

const waysTo: Readonly<Record<ChangeState, readonly MoveKind[]>> = {
  requested: [],
  accepted: ['change.accept'],
  declined: ['change.decline'],
  done: ['change.accept', 'change.finish'],
  withdrawn: ['change.withdraw'],
}
const inState = (wanted: ChangeState): RequestedChangeState =>
  waysTo[wanted].reduce(
    (state, kind) => after(state, moving(state, kind, whoMay(kind)), whoMay(kind).personId),
    requested(),
  )

/** Which moves each state allows, written out. */
const legal: Readonly<Record<ChangeState, readonly MoveKind[]>> = {
  requested: ['change.accept', 'change.decline', 'change.withdraw'],
  accepted: ['change.decline', 'change.finish', 'change.withdraw'],
  declined: ['change.reopen'],
  done: ['change.reopen'],
  withdrawn: ['change.reopen'],
}

describe.each(changeStates)('a change that is %s', (from) => {
  it.each(kinds)('%s', (kind) => {
    const state = inState(from)
    expect(state.change?.state).toBe(from)
    const decision = aggregate.decide(state, moving(state, kind, whoMay(kind)))
    if (!legal[from].includes(kind)) {
      expect(decision).toMatchObject({ because: 'invalid', refused: expect.stringContaining(`that is ${from} cannot`) })
      return
    }
    const next = after(state, moving(state, kind, whoMay(kind)), whoMay(kind).personId)
    expect(next.change).toMatchObject({ ...asked, state: changeMoves[kind].to, requestedBy: 'oleh', seq })
    expect(next.moves.slice(0, -1)).toEqual(state.moves)
    const reason = kind === 'change.decline' ? 'No.' : ''
    expect(next.moves.at(-1)).toMatchObject({ to: changeMoves[kind].to, by: whoMay(kind).personId, reason, seq })
  })
})

it('answers are an owner’s, withdrawing and reopening the requester’s own', () => {
  for (const from of changeStates) {
    const state = inState(from)
    for (const kind of kinds) {
      const stranger = changeMoves[kind].whose === 'owner' ? requester : owner
      expect(aggregate.decide(state, moving(state, kind, stranger))).toMatchObject({ because: 'forbidden' })
    }
  }
})

it('whoever looks at what is no more is told what it is now', () => {
  const state = inState('requested')
  const seen = moving(state, 'change.accept', owner)
  const declined = after(state, moving(state, 'change.decline', owner), 'mara')
  expect(aggregate.decide(declined, seen)).toEqual({
    because: 'changed-since',
    refused: 'Somebody was faster: this change is declined now.',
  })
})

it('what was asked for is one thing, and what was never asked for moves nowhere', () => {
  const request = { kind: 'change.request', ...asked } as const
  expect(aggregate.decide(requested(), request)).toMatchObject({ because: 'invalid' })
  expect(aggregate.decide(aggregate.initial, moving(requested(), 'change.accept', owner))).toMatchObject({
    because: 'not-found',
  })
})
