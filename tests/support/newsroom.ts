import type { Context } from '#server/context.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import type { Role } from '#server/policy/roles.ts'
import type { RoomsServer } from './rooms.ts'

/** A team that really is in the database, and on whose behalf its members act. */
export interface Newsroom {
  readonly mara: Context
  readonly oleh: Context
  readonly ada: Context
  /** Takes somebody else in. */
  join(name: string, role: Role): Promise<Context>
}

let teams = 0

/** Founds a team with two checkers and an admin. */
export async function newsroom(server: RoomsServer): Promise<Newsroom> {
  teams += 1
  const nobody = server.contextOf({ personId: '', name: '', teamId: '', roles: [], sessionId: '' })
  const { teamId } = await foundTeam(nobody, { name: `Desk ${teams}` })
  const join = async (name: string, role: Role): Promise<Context> => {
    const email = `${name}${teams}@example.org`.toLowerCase()
    const member = { teamId, name, email, password: 'long enough for this', roles: [role] }
    const { personId } = await addMember(nobody, member)
    const actor = { personId, name, teamId, roles: [role], sessionId: `session-${personId}` }
    server.people.set(personId, actor)
    return server.contextOf(actor)
  }
  const [mara, oleh, ada] = [await join('Mara', 'checker'), await join('Oleh', 'checker'), await join('Ada', 'admin')]
  return { mara, oleh, ada, join }
}
