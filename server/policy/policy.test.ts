import { expect, test } from 'vitest'
import { allowed, answersFor, can } from './can.ts'
import { areCompatible, roles } from './roles.ts'
import { rules, type Permission } from './rules.ts'

/** Who may, read across: checker, editor, auditor, admin. Written out, so that a change of the table is a change here. */
const truth: Readonly<Record<Permission, string>> = {
  'team.found': '- - - -',
  'team.restore': '- - - -',
  'team.read': 'x x x x',
  'member.add': '- - - x',
  'member.join': '- - - -',
  'invitation.make': '- - - x',
  'invitation.withdraw': '- - - x',
  'member.change': '- - - x',
  'member.remove': '- - - x',
  'report.read': 'x x x x',
  'report.create': 'x x - -',
  'hold.place': '- x - x',
  'hold.lift': '- x - x',
  'retention.read': '- x x x',
  'retention.keep': '- x - -',
  'retention.review': '- x - -',
  'review.import': 'x x - -',
  'history.read': 'x x x x',
  'history.take': 'x x x x',
  'claim.make': 'x x - -',
  'claim.import': 'x x - -',
  'claim.write': 'x x - -',
  'claim.describe': 'x x - -',
  'claim.appear': 'x x - -',
  'claim.classify': 'x x - -',
  'claim.due': 'x x - -',
  'assignment.give': 'x x - -',
  'assignment.withdraw': 'x x - -',
  'claim.move': 'x x - -',
  'claim.withdraw': 'x x - -',
  'claim.restore': 'x x - -',
  'claim.split': 'x x - -',
  'claim.carve': 'x x - -',
  'claim.merge': 'x x - -',
  'claim.absorb': 'x x - -',
  'claim.stage': 'x x - -',
  'claim.submit': 'x x - -',
  'claim.reopen': 'x x - -',
  'claim.return': '- x - -',
  'claim.approve': '- x - -',
  'claim.publish': '- x - -',
  'claim.correct': 'x x - -',
  'correction.withdraw': 'x x - -',
  'claim.retract': '- x - -',
  'report.address': '- x - -',
  'report.submit': 'x x - -',
  'report.reopen': 'x x - -',
  'report.return': '- x - -',
  'report.approve': '- x - -',
  'report.publish': '- x - -',
  'report.retract': '- x - -',
  'team.rules': '- - - x',
  'team.page': '- - - x',
  'team.retention': '- x - -',
  'fork.propose': '- - - x',
  'fork.confirm': '- - x x',
  'fork.withdraw': '- - - x',
  'erasure.propose': '- x - x',
  'erasure.look': '- x - x',
  'erasure.confirm': '- x - x',
  'erasure.withdraw': '- x - x',
  'passage.add': 'x x - -',
  'passage.withdraw': 'x x - -',
  'figure.set': 'x x - -',
  'figure.withdraw': 'x x - -',
  'relation.add': 'x x - -',
  'relation.withdraw': 'x x - -',
  'source.add': 'x x - -',
  'source.edit': 'x x - -',
  'evidence.attach': 'x x - -',
  'evidence.edit': 'x x - -',
  'evidence.withdraw': 'x x - -',
  'verdict.set': 'x x - -',
  'rating.give': 'x x - -',
  'change.request': 'x x - -',
  'change.accept': 'x x - -',
  'change.decline': 'x x - -',
  'change.finish': 'x x - -',
  'change.withdraw': 'x x - -',
  'change.reopen': 'x x - -',
  'thread.start': 'x x - -',
  'thread.resolve': 'x x - -',
  'thread.reopen': 'x x - -',
  'comment.add': 'x x - -',
  'comment.edit': 'x x - -',
  'comment.withdraw': 'x x - -',
}

test('the permission table is this one', () => {
  const table = Object.keys(rules).map((permission) => [
    permission,
    roles.map((role) => (can({ roles: [role] }, permission as Permission) ? 'x' : '-')).join(' '),
  ])
  expect(Object.fromEntries(table)).toEqual(truth)
})

test('several roles add up, and none allows nothing', () => {
  expect(can({ roles: ['checker', 'admin'] }, 'member.add')).toBe(true)
  expect(can({ roles: ['checker', 'admin'] }, 'verdict.set')).toBe(true)
  expect(allowed({ roles: [] })).toEqual([])
})

test('auditor excludes the other roles', () => {
  expect(areCompatible(['auditor'])).toBe(true)
  expect(areCompatible(['auditor', 'checker'])).toBe(false)
  expect(areCompatible(['checker', 'editor', 'admin'])).toBe(true)
  expect(areCompatible([])).toBe(false)
})

test('editors answer for every report, everybody else for what they brought in', () => {
  const report = { createdBy: 'mara' }
  expect(answersFor({ personId: 'mara', roles: ['checker'] }, report)).toBe(true)
  expect(answersFor({ personId: 'oleh', roles: ['checker'] }, report)).toBe(false)
  expect(answersFor({ personId: 'edith', roles: ['editor'] }, report)).toBe(true)
  expect(answersFor({ personId: 'ada', roles: ['admin', 'auditor'] }, report)).toBe(false)
})
