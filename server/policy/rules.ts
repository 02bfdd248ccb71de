import type { Role } from './roles.ts'

/**
 * The whole permission table: who may do what within a team that they belong to.
 * Read across: any of the roles suffices. Nobody outside the team may do anything.
 */
export const rules = {
  'team.found': [],
  'team.restore': [],
  'team.read': ['checker', 'editor', 'auditor', 'admin'],
  'member.add': ['admin'],
  'member.join': [],
  'invitation.make': ['admin'],
  'invitation.withdraw': ['admin'],
  'member.change': ['admin'],
  'member.remove': ['admin'],
  'report.read': ['checker', 'editor', 'auditor', 'admin'],
  'report.create': ['checker', 'editor'],
  'history.read': ['checker', 'editor', 'auditor', 'admin'],
  'claim.make': ['checker', 'editor'],
  'claim.write': ['checker', 'editor'],
  'claim.describe': ['checker', 'editor'],
  'claim.appear': ['checker', 'editor'],
  'claim.classify': ['checker', 'editor'],
  'claim.due': ['checker', 'editor'],
  'assignment.give': ['checker', 'editor'],
  'assignment.withdraw': ['checker', 'editor'],
  'claim.move': ['checker', 'editor'],
  'claim.withdraw': ['checker', 'editor'],
  'claim.restore': ['checker', 'editor'],
  'claim.split': ['checker', 'editor'],
  'claim.carve': ['checker', 'editor'],
  'claim.merge': ['checker', 'editor'],
  'claim.absorb': ['checker', 'editor'],
  'claim.stage': ['checker', 'editor'],
  'passage.add': ['checker', 'editor'],
  'passage.withdraw': ['checker', 'editor'],
  'figure.set': ['checker', 'editor'],
  'figure.withdraw': ['checker', 'editor'],
  'relation.add': ['checker', 'editor'],
  'relation.withdraw': ['checker', 'editor'],
  'source.add': ['checker', 'editor'],
  'source.edit': ['checker', 'editor'],
  'evidence.attach': ['checker', 'editor'],
  'evidence.edit': ['checker', 'editor'],
  'evidence.withdraw': ['checker', 'editor'],
  'verdict.set': ['checker', 'editor'],
  'change.request': ['checker', 'editor'],
  // Besides: the first three belong to whoever answers for the report, the others to whoever requested (`whyNotMove`).
  'change.accept': ['checker', 'editor'],
  'change.decline': ['checker', 'editor'],
  'change.finish': ['checker', 'editor'],
  'change.withdraw': ['checker', 'editor'],
  'change.reopen': ['checker', 'editor'],
  'thread.start': ['checker', 'editor'],
  'thread.resolve': ['checker', 'editor'],
  'thread.reopen': ['checker', 'editor'],
  'comment.add': ['checker', 'editor'],
  // These two are further its writer's alone: the thread says so.
  'comment.edit': ['checker', 'editor'],
  'comment.withdraw': ['checker', 'editor'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof rules
