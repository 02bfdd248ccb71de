import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { erasure, erasureLook, historyFork } from '#db/schema/history.ts'
import { account, invitation, invitationLink, member, setUpLink, team } from '#db/schema/identity.ts'
import { teamPage, teamRules } from '#db/schema/publication.ts'
import { teamRetention } from '#db/schema/reports.ts'
import type { Noun } from '../history/commands.ts'
import { can } from '../policy/can.ts'
import type { Role } from '../policy/roles.ts'
import type { Permission } from '../policy/rules.ts'
import { teamAggregate, type TeamCommand, type TeamEvent, type TeamState } from './team.ts'

/** Teams with their tables. */
export const teams: Noun<TeamState, TeamCommand, TeamEvent> = {
  aggregate: teamAggregate,
  tables: { team, member, invitation, teamPage, teamRules, teamRetention, historyFork, erasure, erasureLook },
}

/** Keeps how a person signs in. */
export async function insertAccount(
  db: Database | Transaction,
  row: { id: string; email: string; passwordHash: string },
): Promise<boolean> {
  const inserted = await db.insert(account).values(row).onConflictDoNothing().returning({ id: account.id })
  return inserted.length > 0
}

/** The account of an e-mail address, or null. */
export async function accountOf(db: Database, email: string) {
  const [row] = await db.select().from(account).where(eq(account.email, email))
  return row ?? null
}

/** The teams that a person is in, by name. */
export async function membershipsOf(db: Database | Transaction, personId: string) {
  return db
    .select({ teamId: member.teamId, teamName: team.name, name: member.name, roles: member.roles })
    .from(member)
    .innerJoin(team, eq(team.id, member.teamId))
    .where(and(eq(member.personId, personId), gt(sql`cardinality(${member.roles})`, 0)))
    .orderBy(team.name, team.id)
}

/** What the team is called that a person was in and is in no more; null for any other team. */
export async function leftTeamOf(db: Database, personId: string, teamId: string): Promise<string | null> {
  const [row] = await db
    .select({ name: team.name })
    .from(member)
    .innerJoin(team, eq(team.id, member.teamId))
    .where(and(eq(member.personId, personId), eq(member.teamId, teamId), eq(sql`cardinality(${member.roles})`, 0)))
  return row?.name ?? null
}

/** What a team is called. */
export async function teamNameOf(db: Database, teamId: string): Promise<string> {
  const [row] = await db.select({ name: team.name }).from(team).where(eq(team.id, teamId))
  return row?.name ?? ''
}

/** How a team stands before its readers; null while it does not. */
export async function teamPageOf(db: Database | Transaction, teamId: string) {
  const [row] = await db.select().from(teamPage).where(eq(teamPage.teamId, teamId))
  return row ?? null
}

/** The team that readers know under this address; null for none. */
export async function teamAt(db: Database | Transaction, slug: string): Promise<string | null> {
  const [row] = await db.select({ teamId: teamPage.teamId }).from(teamPage).where(eq(teamPage.slug, slug))
  return row?.teamId ?? null
}

/** The settings of a team's rules, and the entry that set them; empty and 0 for the standard ones. */
export async function teamRulesOf(db: Database | Transaction, teamId: string) {
  const [row] = await db.select().from(teamRules).where(eq(teamRules.teamId, teamId))
  return { settings: row?.settings ?? '', seq: row?.seq ?? 0 }
}

/** The members of a team, those who left with no roles. */
export async function membersOf(db: Database | Transaction, teamId: string) {
  return db.select().from(member).where(eq(member.teamId, teamId)).orderBy(member.name)
}

/** The ids of those who may do this in a team at this moment. */
export async function thoseWhoMay(
  db: Database | Transaction,
  teamId: string,
  permission: Permission,
): Promise<string[]> {
  const members = await membersOf(db, teamId)
  return members.flatMap(({ personId, roles }) => (can({ roles: roles as Role[] }, permission) ? [personId] : []))
}

/** The roles that these people have in a team at this moment of a transaction. */
export async function rolesIn(tx: Transaction, teamId: string, personIds: readonly string[]) {
  return tx
    .select({ personId: member.personId, roles: member.roles })
    .from(member)
    .where(and(eq(member.teamId, teamId), inArray(member.personId, [...personIds])))
}

/** Whether the account under this address belongs to somebody who is in the team now. */
export async function isMembersAddress(db: Database, teamId: string, email: string): Promise<boolean> {
  const found = await db
    .select({ id: account.id })
    .from(account)
    .innerJoin(member, eq(member.personId, account.id))
    .where(and(eq(account.email, email), eq(member.teamId, teamId), gt(sql`cardinality(${member.roles})`, 0)))
  return found.length > 0
}

/** Keeps to whom an invitation goes, and the hash of its link. */
export async function insertLink(db: Database, row: { id: string; email: string; tokenHash: string }): Promise<void> {
  await db.insert(invitationLink).values(row)
}

/** The invitation that a link with this hash opens, with its team; or null. */
export async function invitationOf(db: Database | Transaction, tokenHash: string) {
  const [row] = await db
    .select({
      id: invitation.id,
      teamId: invitation.teamId,
      teamName: team.name,
      roles: invitation.roles,
      invitedBy: invitation.invitedBy,
      expiresAt: invitation.expiresAt,
      state: invitation.state,
      email: invitationLink.email,
    })
    .from(invitationLink)
    .innerJoin(invitation, eq(invitation.id, invitationLink.id))
    .innerJoin(team, eq(team.id, invitation.teamId))
    .where(eq(invitationLink.tokenHash, tokenHash))
  return row ?? null
}

/** Ends the links of a team's invitations that were made out to the address of a person. */
export async function deleteLinksTo(tx: Transaction, teamId: string, personId: string): Promise<void> {
  const own = tx.select({ email: account.email }).from(account).where(eq(account.id, personId))
  const inTeam = tx.select({ id: invitation.id }).from(invitation).where(eq(invitation.teamId, teamId))
  await tx.delete(invitationLink).where(and(inArray(invitationLink.email, own), inArray(invitationLink.id, inTeam)))
}

/** The invitations of a team that open something, with the addresses that they were made out to, the newest first. */
export async function openInvitations(db: Database, teamId: string, now: Date) {
  return db
    .select({
      id: invitation.id,
      roles: invitation.roles,
      invitedBy: invitation.invitedBy,
      expiresAt: invitation.expiresAt,
      email: invitationLink.email,
    })
    .from(invitation)
    .innerJoin(invitationLink, eq(invitationLink.id, invitation.id))
    .where(
      and(eq(invitation.teamId, teamId), eq(invitation.state, 'open'), gt(invitation.expiresAt, now.toISOString())),
    )
    .orderBy(desc(invitation.seq))
}

/** Whether any team was ever founded here. */
export async function hasTeams(db: Database): Promise<boolean> {
  return (await db.select({ id: team.id }).from(team).limit(1)).length > 0
}

/** Whether any team here has an admin: then nobody needs to be let in from outside. */
export async function hasAdmin(db: Database): Promise<boolean> {
  const isAdmin = sql`'admin' = any(${member.roles})`
  return (await db.select({ id: member.personId }).from(member).where(isAdmin).limit(1)).length > 0
}

// One row: a newer link takes the place of the one before.
const place = 'here'

/** Keeps the hash of the one link that sets up. */
export async function keepSetUpLink(db: Database, row: { tokenHash: string; expiresAt: Date }): Promise<void> {
  await db
    .insert(setUpLink)
    .values({ place, ...row })
    .onConflictDoUpdate({ target: setUpLink.place, set: row })
}

/** Until when a set-up link with this hash is good; null for none. */
export async function setUpLinkOf(db: Database, tokenHash: string): Promise<Date | null> {
  const [row] = await db.select().from(setUpLink).where(eq(setUpLink.tokenHash, tokenHash))
  return row?.expiresAt ?? null
}

/** Uses the link up: of many who try at once, one does. Answers until when it was good. */
export async function takeSetUpLink(db: Database, tokenHash: string): Promise<Date | null> {
  const [taken] = await db.delete(setUpLink).where(eq(setUpLink.tokenHash, tokenHash)).returning()
  return taken?.expiresAt ?? null
}

/** Puts a link back that was taken and founded nothing, unless a newer one took its place. */
export async function giveBackSetUpLink(db: Database, row: { tokenHash: string; expiresAt: Date }): Promise<void> {
  await db
    .insert(setUpLink)
    .values({ place, ...row })
    .onConflictDoNothing()
}
