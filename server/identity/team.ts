import type { Aggregate, Event, Mark, Refusal } from '../history/aggregate.ts'
import type { TakeCommand } from '../history/taking.ts'
import type { TeamPage } from '../publication/team-page.ts'
import { areCompatible, type Role } from '../policy/roles.ts'
import { foldedName } from './name.ts'
import {
  decideErasure,
  isOfErasure,
  withErasure,
  type ErasureCommand,
  type ErasureEvent,
  type Erasing,
} from './proposed-erasure.ts'
import { decideFork, isOfFork, withFork, type ForkCommand, type ForkEvent, type ProposedFork } from './proposed-fork.ts'

/** A newsroom and the people in it. Secrets and addresses are no part of this: they never enter history. */
export interface TeamState extends Erasing {
  readonly team: { readonly name: string; readonly seq: number } | null
  readonly members: readonly Member[]
  readonly invitations: readonly Invitation[]
  readonly page: TeamPage | null
  /** The settings of the team's rules as canonical JSON; null while they are the standard ones. */
  readonly rules: { readonly settings: string; readonly seq: number } | null
  /** For how many months it is kept what the team worked with, 0 for no rule; null while there never was one. */
  readonly retention: {
    readonly months: number
    readonly reason: string
    readonly setBy: string
    readonly setAt: string
    readonly seq: number
  } | null
  readonly forks: readonly ProposedFork[]
}

/** An invitation; its address and its link are no part of it. `expiresAt` is ISO 8601 in UTC. */
export interface Invitation {
  readonly id: string
  readonly roles: readonly Role[]
  readonly invitedBy: string
  readonly expiresAt: string
  readonly state: 'open' | 'withdrawn' | 'accepted'
  readonly personId: string | null
  readonly seq: number
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
  | { kind: 'team.restore'; made: string; upTo: number }
  | { kind: 'member.add'; personId: string; name: string; roles: readonly Role[] }
  | { kind: 'member.change'; personId: string; roles: readonly Role[]; seen: number }
  | { kind: 'member.remove'; personId: string; seen: number }
  | { kind: 'member.join'; personId: string; name: string; invitationId: string; now: string }
  | { kind: 'invitation.make'; invitationId: string; roles: readonly Role[]; expiresAt: string }
  | { kind: 'invitation.withdraw'; invitationId: string }
  | { kind: 'team.rules'; settings: string; seen: number }
  | { kind: 'team.retention'; months: number; reason: string; seen: number }
  | ({ kind: 'team.page'; seen: number } & Omit<TeamPage, 'seq'>)
  | ForkCommand
  | ErasureCommand
  | TakeCommand

/** An event is its command without what it was judged by: what was asked for is what happened. */
type Happened<C> = C extends { seen: number } | { now: string } ? Omit<C, 'seen' | 'now'> : C
export type TeamEvent = (Happened<Exclude<TeamCommand, ForkCommand | ErasureCommand>> | ForkEvent | ErasureEvent) &
  Event

/** How teams change. */
export const teamAggregate: Aggregate<TeamState, TeamCommand, TeamEvent> = {
  type: 'team',
  initial: {
    team: null,
    members: [],
    invitations: [],
    page: null,
    rules: null,
    retention: null,
    forks: [],
    erasures: [],
    looks: [],
  },
  decide(state, command) {
    const { team, members, invitations } = state
    if (command.kind === 'team.found') {
      return team ? { refused: 'This team exists already.', because: 'invalid' } : { ...command }
    }
    if (!team) return { refused: 'This team does not exist.', because: 'not-found' }
    if (command.kind === 'team.restore' || command.kind === 'history.take') return { ...command }
    if (isOfSettings(command)) return decideSettings(state, command)
    if (isOfFork(command)) return decideFork(state.forks, command)
    if (isOfErasure(command)) return decideErasure(state, command)
    const refusal =
      'invitationId' in command ? refusedInvitation(invitations, members, command) : refusedMember(members, command)
    if (refusal) return refusal
    const { seen: _, now: __, ...event } = command as typeof command & { seen?: number; now?: string }
    // What somebody wrote before they were removed stays under the name that it was written under.
    const known = event.kind === 'member.join' && members.find(({ personId }) => personId === event.personId)
    return known ? { ...event, name: known.name } : event
  },
  evolve(state, event, mark) {
    if (event.kind === 'team.found') return { ...state, team: { name: event.name, seq: mark.seq } }
    if (event.kind === 'team.restore' || event.kind === 'history.take') return state
    if (event.kind === 'team.rules') return { ...state, rules: { settings: event.settings, seq: mark.seq } }
    if (event.kind === 'team.retention') {
      const { months, reason } = event
      return { ...state, retention: { months, reason, setBy: mark.actor, setAt: mark.at, seq: mark.seq } }
    }
    if (isOfFork(event)) return { ...state, forks: withFork(state.forks, event, mark) }
    if (isOfErasure(event)) return { ...state, ...withErasure(state, event, mark) }
    if (event.kind === 'team.page') {
      const { kind: _, ...page } = event
      return { ...state, page: { ...page, seq: mark.seq } }
    }
    if (!isOfInvitation(event)) return { ...state, members: withMember(state.members, event, mark.seq) }
    const invitations = withInvitation(state.invitations, event, mark)
    if (event.kind !== 'member.join') return { ...state, invitations }
    const roles = invitations.find(({ id }) => id === event.invitationId)?.roles ?? []
    const { personId, name } = event
    const members = withMember(state.members, { kind: 'member.add', personId, name, roles }, mark.seq)
    return { ...state, members, invitations }
  },
  rows(id, _teamId, { team, members, invitations, page, rules, retention, forks, erasures, looks }) {
    if (!team) return {}
    return {
      team: [Object.assign({ id, teamId: id }, team)],
      member: members.map((member) => Object.assign({ teamId: id }, member)),
      invitation: invitations.map((invitation) => Object.assign({ teamId: id }, invitation)),
      teamPage: page ? [Object.assign({ teamId: id }, page)] : [],
      teamRules: rules ? [Object.assign({ teamId: id }, rules)] : [],
      teamRetention: retention ? [Object.assign({ teamId: id }, retention)] : [],
      historyFork: forks.map((fork) => Object.assign({ teamId: id }, fork)),
      erasure: erasures.map((erasure) => Object.assign({ teamId: id }, erasure)),
      erasureLook: looks.map((look) => Object.assign({ teamId: id }, look)),
    }
  },
}

/** Settings, by the kind of deed that changes them. */
const settings = { 'team.page': 'page', 'team.rules': 'rules', 'team.retention': 'retention' } as const

type SettingsCommand = Extract<TeamCommand, { kind: keyof typeof settings }>

const isOfSettings = (command: TeamCommand): command is SettingsCommand => Object.hasOwn(settings, command.kind)

function decideSettings(state: TeamState, command: SettingsCommand): TeamEvent | Refusal {
  const { seen, ...event } = command
  const { page } = state
  if (seen !== (state[settings[event.kind]]?.seq ?? 0)) {
    return { refused: 'Somebody changed these settings while you had them open.', because: 'changed-since' }
  }
  if (event.kind === 'team.page' && page && page.slug !== event.slug) {
    return {
      refused: 'The public address stays as it is: readers and links know it.',
      because: 'invalid',
      field: 'slug',
    }
  }
  return event
}

type MemberEvent = Extract<TeamEvent, { kind: 'member.add' | 'member.change' | 'member.remove' }>
type InvitationEvent = Extract<TeamEvent, { invitationId: string }>

const isOfInvitation = (event: TeamEvent): event is InvitationEvent =>
  ['member.join', 'invitation.make', 'invitation.withdraw'].includes(event.kind)

function withMember(members: readonly Member[], event: MemberEvent, seq: number): readonly Member[] {
  const { personId } = event
  const name = event.kind === 'member.add' ? event.name : (memberIn(members, personId)?.name ?? '')
  const roles = event.kind === 'member.remove' ? [] : event.roles
  return [...members.filter((member) => member.personId !== personId), { personId, name, roles, seq }]
}

function withInvitation(
  invitations: readonly Invitation[],
  event: InvitationEvent,
  { seq, actor }: Mark,
): readonly Invitation[] {
  if (event.kind === 'invitation.make') {
    const { invitationId: id, roles, expiresAt } = event
    return [...invitations, { id, roles, invitedBy: actor, expiresAt, state: 'open', personId: null, seq }]
  }
  const end =
    event.kind === 'member.join'
      ? ({ state: 'accepted', personId: event.personId, seq } as const)
      : ({ state: 'withdrawn', personId: null, seq } as const)
  return invitations.map((each) => (each.id === event.invitationId ? { ...each, ...end } : each))
}

type MemberCommand = Extract<TeamCommand, { kind: 'member.add' | 'member.change' | 'member.remove' }>
type InvitationCommand = Extract<TeamCommand, { invitationId: string }>

function memberIn(members: readonly Member[], id: string): Member | undefined {
  return members.find(({ personId, roles }) => personId === id && roles.length > 0)
}

function refusedMember(members: readonly Member[], command: MemberCommand): Refusal | null {
  const member = memberIn(members, command.personId)
  if (command.kind === 'member.add' && member)
    return { refused: 'This person is a member already.', because: 'invalid' }
  if (command.kind !== 'member.add' && !member) return { refused: 'This person is no member.', because: 'not-found' }
  if (command.kind !== 'member.add' && member?.seq !== command.seen) {
    return { refused: 'Somebody changed this membership while you had it open.', because: 'changed-since' }
  }
  if (command.kind !== 'member.remove' && !areCompatible(command.roles)) {
    return notTogether
  }
  const staysAdmin = command.kind !== 'member.remove' && command.roles.includes('admin')
  const admins = members.filter(({ roles }) => roles.includes('admin'))
  return member && admins.includes(member) && admins.length === 1 && !staysAdmin
    ? { refused: 'A team keeps at least one admin. Give somebody else the role first.', because: 'invalid' }
    : null
}

const notTogether: Refusal = {
  refused: 'An auditor has no other role, and everyone has at least one.',
  because: 'invalid',
}

function refusedInvitation(
  invitations: readonly Invitation[],
  members: readonly Member[],
  command: InvitationCommand,
): Refusal | null {
  if (command.kind === 'invitation.make') return areCompatible(command.roles) ? null : notTogether
  const invitation = invitations.find(({ id }) => id === command.invitationId)
  if (!invitation) return { refused: 'There is no such invitation.', because: 'not-found' }
  if (invitation.state === 'accepted') return { refused: 'This invitation was used already.', because: 'invalid' }
  if (invitation.state === 'withdrawn') return { refused: 'This invitation was withdrawn.', because: 'invalid' }
  if (command.kind === 'invitation.withdraw') return null
  if (command.now >= invitation.expiresAt) return { refused: 'This invitation has run out.', because: 'invalid' }
  if (!isStillAdmins(invitation.invitedBy, members)) return { refused: notAdminsAnyMore, because: 'invalid' }
  return memberIn(members, command.personId)
    ? { refused: 'You are a member already.', because: 'invalid' }
    : refusedName(members, command)
}

export const notAdminsAnyMore = 'Whoever invited you is no admin of this team any more. Ask for a new invitation.'

/** Whether an invitation still stands for what an admin of the team wants. */
export function isStillAdmins(
  invitedBy: string,
  members: readonly { personId: string; roles: readonly string[] }[],
): boolean {
  return (
    invitedBy === 'system' || members.some(({ personId, roles }) => personId === invitedBy && roles.includes('admin'))
  )
}

/** Nobody takes the name of somebody present; whoever was here before comes back with their own. */
function refusedName(
  members: readonly Member[],
  { personId, name }: { personId: string; name: string },
): Refusal | null {
  const isKnown = members.some((member) => member.personId === personId)
  const isTaken = members.some((member) => member.roles.length > 0 && foldedName(member.name) === foldedName(name))
  if (isKnown || !isTaken) return null
  return {
    refused: 'Somebody in this team has this name. Add what tells you apart.',
    because: 'invalid',
    field: 'name',
  }
}
