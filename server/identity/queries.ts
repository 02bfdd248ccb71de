import type { Database, Transaction } from '#db/client.ts'
import type { Role } from '../policy/roles.ts'
import type { Context, System } from '../context.ts'
import { Problem } from '../errors.ts'
import { teamWith } from '../history/store.ts'
import { can } from '../policy/can.ts'
import { accountOf, invitationOf, membersOf, openInvitations, rolesIn, teamNameOf } from './store.ts'
import type { OwnTeam, SignedIn } from './sessions.gateway.ts'
import { isStillAdmins, notAdminsAnyMore } from './team.ts'
import { hashOfToken } from './token.gateway.ts'

/** The viewer's team as its page shows it. */
export interface TeamView {
  readonly name: string
  readonly members: readonly MemberView[]
  /** The open invitations; for an admin only. */
  readonly invitations: readonly OpenInvitation[]
  readonly mayChange: boolean
}

export interface OpenInvitation {
  readonly id: string
  readonly email: string
  readonly roles: readonly string[]
  readonly invitedBy: string
  /** ISO 8601 in UTC. */
  readonly expiresAt: string
}

export interface MemberView {
  readonly personId: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly seq: number
}

/**
 * The members that the team has now.
 * @throws {Problem} `forbidden` for somebody who is none of them.
 */
export async function teamView(ctx: Context): Promise<TeamView> {
  if (!can(ctx.actor, 'team.read')) throw new Problem('forbidden', 'You are no member of this team.')
  const { teamId } = ctx.actor
  const [name, members] = await Promise.all([teamNameOf(ctx.db, teamId), membersOf(ctx.db, teamId)])
  const mayChange = can(ctx.actor, 'member.change')
  const open = mayChange ? await openInvitations(ctx.db, teamId, ctx.now()) : []
  const nameOf = (id: string) => members.find(({ personId }) => personId === id)?.name ?? ''
  const present = members.filter(({ roles }) => roles.length > 0)
  return {
    name,
    members: present.map(({ personId, name: known, roles, seq }) => ({
      personId,
      name: known,
      roles: roles as Role[],
      seq,
    })),
    invitations: open.map((each) => ({ ...each, invitedBy: nameOf(each.invitedBy) })),
    mayChange,
  }
}

/** The names of a team's members by person. */
export async function namesIn(db: Database, teamId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await membersOf(db, teamId)).map(({ personId, name }) => [personId, name]))
}

/** The roles of these people in a team, as this transaction sees them. */
export async function rolesAmong(
  tx: Transaction,
  teamId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Role[]>> {
  const found = await rolesIn(tx, teamId, personIds)
  return new Map(found.map(({ personId, roles }) => [personId, roles as Role[]]))
}

/** The other team of a person in which this subject is, whatever it is; null when it is in none of theirs. */
export async function otherTeamWith(
  system: System,
  { actor, teams }: SignedIn,
  subjectId: string,
): Promise<Pick<OwnTeam, 'teamId' | 'teamName'> | null> {
  const teamId = await teamWith(system.db, subjectId)
  const found = teams.find((each) => each.teamId === teamId && teamId !== actor.teamId)
  return found ? { teamId: found.teamId, teamName: found.teamName } : null
}

/** What somebody sees who follows an invitation's link. */
export interface InvitationView {
  readonly teamName: string
  readonly email: string
  readonly roles: readonly string[]
  /** They sign in with the password that they have, or choose one. */
  readonly hasAccount: boolean
}

/**
 * The invitation behind a link.
 * @throws {Problem} `not-found` for a link that opens nothing, or nothing any more.
 */
export async function invitationView(system: System, token: string): Promise<InvitationView> {
  const { teamName, email, roles } = await openInvitation(system, token)
  return { teamName, email, roles, hasAccount: (await accountOf(system.db, email)) !== null }
}

/**
 * The invitation that a link opens, while it does.
 * @throws {Problem} `not-found`
 */
export async function openInvitation({ db, now }: { db: Database | Transaction; now: System['now'] }, token: string) {
  const found = await invitationOf(db, hashOfToken(token))
  if (found?.state !== 'open' || now().toISOString() >= found.expiresAt) {
    throw new Problem('not-found', 'This link opens nothing any more. Ask an admin of the team for a new invitation.')
  }
  if (isStillAdmins(found.invitedBy, await membersOf(db, found.teamId))) return found
  throw new Problem('not-found', notAdminsAnyMore)
}
