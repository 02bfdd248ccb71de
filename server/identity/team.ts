import type { Aggregate, Event } from '../history/aggregate.ts'
import { areCompatible, type Role } from '../policy/roles.ts'

/** A newsroom and the people in it. Secrets and addresses are no part of this: they never enter history. */
export interface TeamState {
  readonly team: { readonly name: string; readonly seq: number } | null
  readonly members: readonly Member[]
}

export interface Member {
  readonly personId: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly seq: number
}

export type TeamCommand =
  | { kind: 'team.found'; name: string }
  | { kind: 'member.add'; personId: string; name: string; roles: readonly Role[] }

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
    if (members.some(({ personId }) => personId === command.personId)) {
      return { refused: 'This person is a member already.', because: 'invalid' }
    }
    if (!areCompatible(command.roles)) {
      return { refused: 'An auditor has no other role, and everyone has at least one.', because: 'invalid' }
    }
    return { ...command }
  },
  evolve(state, event, { seq }) {
    if (event.kind === 'team.found') return { ...state, team: { name: event.name, seq } }
    const { personId, name, roles } = event
    return { ...state, members: [...state.members, { personId, name, roles, seq }] }
  },
  rows(id, _teamId, { team, members }) {
    if (!team) return {}
    return {
      team: [Object.assign({ id, teamId: id }, team)],
      member: members.map((member) => Object.assign({ teamId: id }, member)),
    }
  },
}
