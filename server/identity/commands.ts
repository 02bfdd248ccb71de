import { z } from 'zod'
import type { System } from '../context.ts'
import { Problem } from '../errors.ts'
import { change, recordAsSystem } from '../history/commands.ts'
import { parse } from '../inputs.ts'
import { roles } from '../policy/roles.ts'
import { createPasswords } from './password.gateway.ts'
import { insertAccount, teams } from './store.ts'

const teamInput = z.object({ name: z.string().trim().min(1, 'Give the team a name.').max(200) })

const memberInput = z.object({
  teamId: z.string(),
  email: z.email('Write a full e-mail address.').transform((email) => email.toLowerCase()),
  name: z.string().trim().min(1, 'Give the person a name.').max(200),
  password: z.string().min(12, 'A password has at least 12 characters.').max(1_000),
  roles: z.array(z.enum(roles)).min(1, 'Choose at least one role.'),
})

/** Founds a team, as the system. */
export async function foundTeam(system: System, input: unknown): Promise<{ teamId: string }> {
  const teamId = system.newId()
  await recordAsSystem(system, teamId, change(teams, teamId, { kind: 'team.found', ...parse(teamInput, input) }))
  return { teamId }
}

/** Adds a person with a new account to a team, as the system. */
export async function addMember(system: System, input: unknown): Promise<{ personId: string }> {
  const member = parse(memberInput, input)
  const personId = system.newId()
  const passwordHash = await createPasswords().hash(member.password)
  if (!(await insertAccount(system.db, { id: personId, email: member.email, passwordHash }))) {
    throw new Problem('invalid', 'This e-mail address has an account already.', { email: 'It has an account already.' })
  }
  const { teamId, name } = member
  await recordAsSystem(
    system,
    teamId,
    change(teams, teamId, { kind: 'member.add', personId, name, roles: member.roles }),
  )
  return { personId }
}
