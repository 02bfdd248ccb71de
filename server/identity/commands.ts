import { z } from 'zod'
import type { Context, System } from '../context.ts'
import { Problem } from '../errors.ts'
import { change, record, recordAsSystem } from '../history/commands.ts'
import { parse } from '../inputs.ts'
import { roles } from '../policy/roles.ts'
import { createPasswords } from './password.gateway.ts'
import { insertAccount, teams } from './store.ts'
import type { Member } from './team.ts'

const teamInput = z.object({ name: z.string().trim().min(1, 'Give the team a name.').max(200) })

const personInput = z.object({
  email: z.email('Write a full e-mail address.').transform((email) => email.toLowerCase()),
  name: z.string().trim().min(1, 'Give the person a name.').max(200),
  password: z.string().min(12, 'A password has at least 12 characters.').max(1_000),
})

const rolesInput = z.object({ roles: z.array(z.enum(roles)).min(1, 'Choose at least one role.') })

const memberInput = personInput.extend({ teamId: z.string(), roles: rolesInput.shape.roles })

/** Founds a team, as the system. */
export async function foundTeam(system: System, input: unknown): Promise<{ teamId: string }> {
  const teamId = system.newId()
  await recordAsSystem(system, teamId, change(teams, teamId, { kind: 'team.found', ...parse(teamInput, input) }))
  return { teamId }
}

/** Adds a person with a new account to a team, as the system. */
export async function addMember(system: System, input: unknown): Promise<{ personId: string }> {
  const member = parse(memberInput, input)
  const personId = await openAccount(system, member)
  const { teamId, name } = member
  await join(system, teamId, { personId, name, roles: member.roles })
  return { personId }
}

/** Gives a member other roles: their open sockets are judged anew. */
export async function changeMember(ctx: Context, personId: string, input: unknown): Promise<void> {
  const command = { kind: 'member.change', personId, ...parse(rolesInput, input) } as const
  await record(ctx, change(teams, ctx.actor.teamId, command))
}

/** Ends a membership; what the person wrote stays under their name. */
export async function removeMember(ctx: Context, personId: string): Promise<void> {
  await record(ctx, change(teams, ctx.actor.teamId, { kind: 'member.remove', personId }))
}

/** Founds a team with its first admin, whose account is made first: an address in use founds nothing. */
export async function foundTeamWithAdmin(system: System, input: unknown): Promise<void> {
  const { team, ...person } = parse(personInput.extend({ team: teamInput.shape.name }), input)
  const personId = await openAccount(system, person)
  const { teamId } = await foundTeam(system, { name: team })
  await join(system, teamId, { personId, name: person.name, roles: ['admin'] })
}

async function join(system: System, teamId: string, member: Omit<Member, 'seq'>): Promise<void> {
  await recordAsSystem(system, teamId, change(teams, teamId, { kind: 'member.add', ...member }))
}

async function openAccount(system: System, { email, password }: z.output<typeof personInput>): Promise<string> {
  const id = system.newId()
  const passwordHash = await createPasswords().hash(password)
  if (await insertAccount(system.db, { id, email, passwordHash })) return id
  throw new Problem('invalid', 'This e-mail address has an account already.', { email: 'It has an account already.' })
}
