import type { Role } from './roles.ts'
import { rules, type Permission } from './rules.ts'

/** Who acts: a member of one team, in one signed-in browser; or the system itself, with no roles. */
export interface Actor {
  readonly personId: string
  readonly name: string
  readonly teamId: string
  readonly roles: readonly Role[]
  readonly sessionId: string
}

/** Whether this member may do this in their own team. */
export function can(actor: Pick<Actor, 'roles'>, permission: Permission): boolean {
  const sufficient: readonly Role[] = rules[permission]
  return actor.roles.some((role) => sufficient.includes(role))
}

/** Everything this member may do, for pages to show or explain their buttons. */
export function allowed(actor: Pick<Actor, 'roles'>): readonly Permission[] {
  return (Object.keys(rules) as Permission[]).filter((permission) => can(actor, permission))
}

/** Whether this member answers for a report: editors do, and whoever brought it in. */
export function answersFor(actor: Pick<Actor, 'personId' | 'roles'>, report: { readonly createdBy: string }): boolean {
  return actor.roles.includes('editor') || actor.personId === report.createdBy
}
