import { eq } from 'drizzle-orm'
import { member } from '#db/schema/identity.ts'
import type { Context } from '#server/context.ts'
import { changeMember, removeMember } from '#server/identity/commands.ts'
import type { Role } from '#server/policy/roles.ts'

async function asItStands({ db }: Context, personId: string): Promise<{ personId: string; seen: number }> {
  const [found] = await db.select({ seq: member.seq }).from(member).where(eq(member.personId, personId))
  return { personId, seen: found?.seq ?? 0 }
}

/** Gives a member other roles, as an admin who looks at the membership as it stands. */
export const giveRolesTo = async (ctx: Context, personId: string, roles: readonly Role[]): Promise<void> => {
  await changeMember(ctx, { ...(await asItStands(ctx, personId)), roles })
}

/** Ends a membership, as such an admin. */
export const endMembership = async (ctx: Context, personId: string): Promise<void> =>
  removeMember(ctx, await asItStands(ctx, personId))
