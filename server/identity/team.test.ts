import { expect, test } from 'vitest'
import { isRefusal } from '../history/aggregate.ts'
import { teamAggregate, type TeamCommand, type TeamState } from './team.ts'

const { decide, evolve, initial } = teamAggregate
const expiresAt = '2026-03-04T00:00:00.000Z'
let seq = 0

function stepped(state: TeamState, command: TeamCommand, actor = 'ada'): TeamState {
  const event = decide(state, command)
  if (isRefusal(event)) throw new Error(event.refused)
  seq += 1
  return evolve(state, event, { seq, at: '2026-03-01T00:00:00.000Z', actor })
}

/** The state after these commands, or why the last of them was refused. */
function after(...commands: readonly TeamCommand[]): TeamState | string {
  let state = initial
  for (const command of commands) {
    const event = decide(state, command)
    if (isRefusal(event)) return event.refused
    seq += 1
    state = evolve(state, event, { seq, at: '2026-03-01T00:00:00.000Z', actor: 'ada' })
  }
  return state
}

const begun: readonly TeamCommand[] = [
  { kind: 'team.found', name: 'Desk' },
  { kind: 'member.add', personId: 'ada', name: 'Ada', roles: ['admin'] },
  { kind: 'invitation.make', invitationId: 'i', roles: ['checker'], expiresAt },
]
const join = (personId: string, now = '2026-03-02T00:00:00.000Z'): TeamCommand => ({
  kind: 'member.join',
  personId,
  name: personId,
  invitationId: 'i',
  now,
})

test('an invitation makes one person a member, with its roles, and is used up', () => {
  expect(after(...begun, join('nina'))).toMatchObject({
    members: [{ personId: 'ada' }, { personId: 'nina', roles: ['checker'] }],
    invitations: [{ state: 'accepted', personId: 'nina', invitedBy: 'ada' }],
  })
  expect(after(...begun, join('nina'), join('ned'))).toBe('This invitation was used already.')
  expect(after(...begun, join('nina'), { kind: 'invitation.withdraw', invitationId: 'i' })).toBe(
    'This invitation was used already.',
  )
  expect(after(...begun, join('ada'))).toBe('You are a member already.')
})

test('an invitation that ran out, was withdrawn or never was makes nobody a member', () => {
  expect(after(...begun, join('nina', expiresAt))).toBe('This invitation has run out.')
  expect(after(...begun, { kind: 'invitation.withdraw', invitationId: 'i' }, join('nina'))).toBe(
    'This invitation was withdrawn.',
  )
  expect(after(...begun.slice(0, 2), join('nina'))).toBe('There is no such invitation.')
  expect(after(...begun, { kind: 'invitation.make', invitationId: 'j', roles: ['auditor', 'editor'], expiresAt })).toBe(
    'An auditor has no other role, and everyone has at least one.',
  )
})

test('an invitation ends with the adminship of whoever made it', () => {
  const ended = 'Whoever invited you is no admin of this team any more. Ask for a new invitation.'
  const bea: TeamCommand = { kind: 'member.add', personId: 'bea', name: 'Bea', roles: ['admin'] }
  const demoted = (seen: number): TeamCommand => ({ kind: 'member.change', personId: 'ada', roles: ['editor'], seen })
  const removed = (seen: number): TeamCommand => ({ kind: 'member.remove', personId: 'ada', seen })
  for (const end of [demoted, removed]) {
    expect(after(...begun, bea, end(seq + 2), join('nina'))).toBe(ended)
    expect(after(...begun, bea, end(seq + 2), join('ada'))).toBe(ended)
  }
})

test('an invitation that the system made stays', () => {
  const state = begun.slice(0, 2).reduce((so, command) => stepped(so, command), initial)
  const made = stepped(state, begun[2]!, 'system')
  expect(isRefusal(decide(made, join('nina')))).toBe(false)
})

test('nobody takes the name of somebody who is present', () => {
  const named = (name: string): TeamCommand => ({ ...join('eve'), name }) as TeamCommand
  const oleh: TeamCommand = { kind: 'member.add', personId: 'oleh', name: 'Oleh\u00a0 Checker', roles: ['checker'] }
  const state = [...begun, oleh].reduce((so, command) => stepped(so, command), initial)
  const olehs = ['OLEH CHECKER', 'Oleh  Checker', 'Oleh\u3000\uff23hecker']
  for (const name of ['Ada', ' ada ', 'ADA', '\uff21da', ...olehs]) {
    expect(decide(state, named(name))).toMatchObject({
      refused: 'Somebody in this team has this name. Add what tells you apart.',
      field: 'name',
    })
  }
  expect(after(...begun, named('Adam'))).toMatchObject({ members: [{}, { name: 'Adam' }] })
})

test('whoever was removed and joins again keeps the name that their deeds stand under', () => {
  const removed: TeamCommand = { kind: 'member.remove', personId: 'nina', seen: seq + 4 }
  const again: TeamCommand = { kind: 'invitation.make', invitationId: 'j', roles: ['editor'], expiresAt }
  const rejoined = { ...join('nina'), invitationId: 'j', name: 'Ada' } as TeamCommand
  expect(after(...begun, join('nina'), removed, again, rejoined)).toMatchObject({
    members: [{ name: 'Ada' }, { personId: 'nina', name: 'nina', roles: ['editor'] }],
  })
})
