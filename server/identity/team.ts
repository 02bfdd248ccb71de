import type { Aggregate, Event, Refusal } from '../history/aggregate.ts'
import { areCompatible, type Role } from '../policy/roles.ts'

/** A newsroom and the people in it. Secrets and addresses are no part of this: they never enter history. */
export interface TeamState {
  readonly team: { readonly name: string; readonly seq: number } | null
  readonly members: readonly Member[]
}

export interface Member {
  readonly personId: string
  readonly name: string
  /** None when the person was removed: a name that stands in the history stays. */
  readonly roles: readonly Role[]
  readonly seq: number
}

export type TeamCommand =
  | { kind: 'team.found'; name: string }
  | { kind: 'member.add'; personId: string; name: string; roles: readonly Role[] }
  | { kind: 'member.change'; personId: string; roles: readonly Role[] }
  | { kind: 'member.remove'; personId: string }

export type TeamEvent = TeamCommand & Event

/** How teams change. */
export const teamAggregate: Aggregate<TeamState, TeamCommand, TeamEvent> = {
  type: 'team',
  initial: { team: null, members: [] },
  decide({ team, members }, command) {
    if (command.kind === 'team.found') {
      return team ? { refused: 'This team exists already.', because: 'invalid' } : { ...command }
    }
    if (!team) return { refused: 'This team does not exist.', because: 'not-found' }
    const refusal = refusalOf(members, command)
    if (refusal) return refusal
    return { ...command }
  },
  evolve(state, event, { seq }) {
    if (event.kind === 'team.found') return { ...state, team: { name: event.name, seq } }
    const { personId } = event
    const name = event.kind === 'member.add' ? event.name : (memberIn(state.members, personId)?.name ?? '')
    const roles = event.kind === 'member.remove' ? [] : event.roles
    const others = state.members.filter((member) => member.personId !== personId)
    return { ...state, members: [...others, { personId, name, roles, seq }] }
  },
  rows(id, _teamId, { team, members }) {
    if (!team) return {}
    return {
      team: [Object.assign({ id, teamId: id }, team)],
      member: members.map((member) => Object.assign({ teamId: id }, member)),
    }
  },
}

type MemberCommand = Exclude<TeamCommand, { kind: 'team.found' }>

function memberIn(members: readonly Member[], id: string): Member | undefined {
  return members.find(({ personId, roles }) => personId === id && roles.length > 0)
}

function refusalOf(members: readonly Member[], command: MemberCommand): Refusal | null {
  const member = memberIn(members, command.personId)
  if (command.kind === 'member.add' && member)
    return { refused: 'This person is a member already.', because: 'invalid' }
  if (command.kind !== 'member.add' && !member) return { refused: 'This person is no member.', because: 'not-found' }
  if (command.kind !== 'member.remove' && !areCompatible(command.roles)) {
    return { refused: 'An auditor has no other role, and everyone has at least one.', because: 'invalid' }
  }
  const staysAdmin = command.kind !== 'member.remove' && command.roles.includes('admin')
  const admins = members.filter(({ roles }) => roles.includes('admin'))
  return member && admins.includes(member) && admins.length === 1 && !staysAdmin
    ? { refused: 'A team keeps at least one admin. Give somebody else the role first.', because: 'invalid' }
    : null
}
