import { z } from 'zod'
import type { Database, Transaction } from '#db/client.ts'
import type { Context, System } from '../context.ts'
import { Problem } from '../errors.ts'
import {
  change,
  changeGiven,
  record,
  recordAsNewcomer,
  recordAsSystem,
  recordOne,
  type Stands,
} from '../history/commands.ts'
import { id as idInput, parse, seen } from '../inputs.ts'
import { can } from '../policy/can.ts'
import { roles as allRoles } from '../policy/roles.ts'
import { emailInput, nameInput, newPassword } from './inputs.ts'
import { openInvitation } from './queries.ts'
import { accountOf, deleteLinksTo, insertAccount, insertLink, isMembersAddress, teams } from './store.ts'
import { hashOfToken, newToken } from './token.gateway.ts'
import type { Member } from './team.ts'

const teamInput = z.object({ name: nameInput('Give the team a name.') })

const personInput = z.object({
  email: emailInput,
  name: nameInput('Give the person a name.'),
  password: newPassword,
})

/** One role comes as a word, several as a list. */
const asList = (value: unknown) => (value === undefined ? [] : Array.isArray(value) ? value : [value])

const rolesInput = z.object({
  roles: z.preprocess(asList, z.array(z.enum(allRoles)).min(1, 'Choose at least one role.')),
})

const membershipInput = z.object({ personId: idInput, seen })

const memberInput = personInput.extend({ teamId: z.string(), roles: rolesInput.shape.roles })

/** Founds a team, as the system. */
export async function foundTeam(system: System, input: unknown): Promise<{ teamId: string }> {
  const teamId = system.newId()
  await recordAsSystem(system, teamId, change(teams, teamId, { kind: 'team.found', ...parse(teamInput, input) }))
  return { teamId }
}

/** Notes, as the system, that a team is as a backup held it: of when, and up to which entry at least. */
export async function noteRestore(
  system: System,
  teamId: string,
  backup: { readonly made: string; readonly upTo: number },
): Promise<void> {
  await recordAsSystem(system, teamId, change(teams, teamId, { kind: 'team.restore', ...backup }))
}

/** Adds a person with a new account to a team, as the system, with any password: the demo's stands in the README. */
export async function addMember(system: System, input: unknown): Promise<{ personId: string }> {
  const member = parse(memberInput, input)
  const personId = await keepAccount(system, member)
  const { teamId, name } = member
  await join(system, teamId, { personId, name, roles: member.roles })
  return { personId }
}

/** Gives a member other roles: their open sockets are judged anew. */
export async function changeMember(ctx: Context, input: unknown): Promise<Stands> {
  const command = { kind: 'member.change', ...parse(membershipInput.extend(rolesInput.shape), input) } as const
  return recordOne(ctx, change(teams, ctx.actor.teamId, command))
}

/** Ends a membership, and what could bring the person back unasked; what they wrote stays under their name. */
export async function removeMember(ctx: Context, input: unknown): Promise<void> {
  const { teamId } = ctx.actor
  const command = { kind: 'member.remove', ...parse(membershipInput, input) } as const
  const removal = changeGiven(teams, teamId, command.kind, async (tx) => {
    await deleteLinksTo(tx, teamId, command.personId)
    return command
  })
  await record(ctx, removal)
}

/** Founds a team with its first admin, whose account is got first: an address that does not go founds nothing. */
export async function foundTeamWithAdmin(
  system: System,
  input: unknown,
  account = openAccount,
): Promise<{ email: string }> {
  const { team, ...person } = parse(personInput.extend({ team: teamInput.shape.name }), input)
  const personId = await account(system, person)
  const { teamId } = await foundTeam(system, { name: team })
  await join(system, teamId, { personId, name: person.name, roles: ['admin'] })
  return { email: person.email }
}

async function join(system: System, teamId: string, member: Omit<Member, 'seq'>): Promise<void> {
  await recordAsSystem(system, teamId, change(teams, teamId, { kind: 'member.add', ...member }))
}

/** An account whose password its person has chosen, or was given. */
async function openAccount(system: System, person: z.output<typeof personInput>): Promise<string> {
  expectGoodPassword(system, person.password, [person.email, person.name])
  return keepAccount(system, person)
}

/**
 * Refuses a password that attackers would try first; `about` are words of its person.
 * @throws {Problem} `invalid`
 */
export function expectGoodPassword({ passwords }: System, password: string, about: readonly string[]): void {
  const whyNot = passwords.whyNot(password, about)
  if (whyNot) throw new Problem('invalid', whyNot, { password: whyNot })
}

async function keepAccount(system: System, { email, password }: z.output<typeof personInput>): Promise<string> {
  const account = { id: system.newId(), email, passwordHash: await system.passwords.hash(password) }
  await openNow(system.db, account)
  return account.id
}

async function openNow(db: Database | Transaction, account: Parameters<typeof insertAccount>[1]): Promise<void> {
  if (await insertAccount(db, account)) return
  const whyNot = 'This e-mail address has an account already.'
  throw new Problem('invalid', whyNot, { email: whyNot })
}

const lifetime = 72 * 60 * 60_000

const makeInput = z.object({ email: emailInput, roles: rolesInput.shape.roles })

/** An invitation, with what opens it. */
export interface MadeInvitation {
  readonly token: string
  readonly email: string
  readonly invitationId: string
}

/**
 * Invites somebody into the team. The token is in the answer alone: whoever has the link joins with these roles, once,
 * within 72 hours, with an account under this address. Whether it has one already is told to whoever opens the link.
 * @throws {Problem} `invalid` for the address of a member.
 */
export async function makeInvitation(ctx: Context, input: unknown): Promise<MadeInvitation> {
  const { email, roles } = parse(makeInput, input)
  if (!can(ctx.actor, 'invitation.make')) throw new Problem('forbidden', 'Only an admin invites people.')
  if (await isMembersAddress(ctx.db, ctx.actor.teamId, email)) {
    const whyNot = `${email} is a member of this team already.`
    throw new Problem('invalid', whyNot, { email: whyNot })
  }
  const [invitationId, token] = [ctx.newId(), newToken(ctx)]
  // First, so that no invitation stands that nothing opens; a link without one opens nothing.
  await insertLink(ctx.db, { id: invitationId, email, tokenHash: hashOfToken(token) })
  const expiresAt = new Date(ctx.now().getTime() + lifetime).toISOString()
  await record(ctx, change(teams, ctx.actor.teamId, { kind: 'invitation.make', invitationId, roles, expiresAt }))
  return { token, email, invitationId }
}

/** Takes an invitation back that nobody has used. */
export async function withdrawInvitation(ctx: Context, input: unknown): Promise<void> {
  const { invitationId } = parse(z.object({ invitationId: idInput }), input)
  await record(ctx, change(teams, ctx.actor.teamId, { kind: 'invitation.withdraw', invitationId }))
}

/**
 * Joins the team that a link invites into, with a new account or the one that its address has. Answers the address, the
 * team, and whether the account is new: it is opened together with the joining, or not at all.
 * @throws {Problem} `invalid` when the password is not that of the account, or what was written is no name.
 */
export async function acceptInvitation(
  system: System,
  token: string,
  input: unknown,
): Promise<{ email: string; teamId: string; isNew: boolean }> {
  const invitation = await openInvitation(system, token)
  const { email, teamId } = invitation
  const person = parse(personInput, { ...(input as object), email })
  const { personId, isNew, open } = await newcomer(system, person)
  const joining = {
    kind: 'member.join',
    personId,
    name: person.name,
    invitationId: invitation.id,
    now: system.now().toISOString(),
  } as const
  const entering = changeGiven(teams, teamId, joining.kind, async (tx) => {
    // Its link may have been ended since it was read.
    await openInvitation({ db: tx, now: () => system.now() }, token)
    await open(tx)
    return joining
  })
  await recordAsNewcomer(system, { teamId, personId }, entering)
  return { email, teamId, isNew }
}

/** Whoever comes with this address and password: with the account that there is, or a new one, which `open` opens. */
async function newcomer(system: System, person: z.output<typeof personInput>) {
  const { email, name, password } = person
  const known = await accountOf(system.db, email)
  if (known) {
    if (!(await system.passwords.matches(known.passwordHash, password))) throw notItsPassword()
    return { personId: known.id, isNew: false, open: async () => {} }
  }
  expectGoodPassword(system, password, [email, name])
  const account = { id: system.newId(), email, passwordHash: await system.passwords.hash(password) }
  return { personId: account.id, isNew: true, open: (db: Database | Transaction) => openNow(db, account) }
}

/** The account under this address and password: the one there is, or a new one. */
export async function accountFor(system: System, person: z.output<typeof personInput>): Promise<string> {
  const { personId, open } = await newcomer(system, person)
  await open(system.db)
  return personId
}

export const notItsPassword = () =>
  new Problem('invalid', 'This address has an account, and this is not its password.', {
    password: 'This is not the password of your account.',
  })
