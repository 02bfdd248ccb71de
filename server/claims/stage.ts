import type { Permission } from '../policy/rules.ts'

export const stages = ['open', 'checking', 'in-review', 'approved', 'published'] as const
export type Stage = (typeof stages)[number]

export const stageNames: Readonly<Record<Stage, string>> = {
  open: 'open',
  checking: 'checking',
  'in-review': 'in review',
  approved: 'approved',
  published: 'published',
}

/** Every legal move of a claim: the deed, and from where to where. Who may do a deed says `server/policy/rules.ts`. */
export const stageMoves = [
  { deed: 'claim.stage', from: ['open'], to: 'checking' },
  { deed: 'claim.stage', from: ['checking'], to: 'open' },
  { deed: 'claim.submit', from: ['checking'], to: 'in-review' },
  { deed: 'claim.return', from: ['in-review', 'approved'], to: 'checking' },
  // As often as its content changes, until there are enough of one content.
  { deed: 'claim.approve', from: ['in-review', 'approved'], to: 'approved' },
  { deed: 'claim.publish', from: ['approved'], to: 'published' },
  { deed: 'claim.correct', from: ['checking', 'published'], to: 'checking' },
  { deed: 'claim.retract', from: ['checking', 'in-review', 'approved', 'published'], to: 'checking' },
  { deed: 'claim.reopen', from: ['in-review', 'approved', 'published'], to: 'checking' },
] as const satisfies readonly StageMove[]

interface StageMove {
  readonly deed: Permission
  readonly from: readonly Stage[]
  readonly to: Stage
}

export type StageDeed = (typeof stageMoves)[number]['deed']

const deedNames: Readonly<Record<Exclude<StageDeed, 'claim.stage'>, string>> = {
  'claim.submit': 'submitted',
  'claim.return': 'returned',
  'claim.approve': 'approved',
  'claim.publish': 'published',
  'claim.correct': 'corrected',
  'claim.retract': 'taken back',
  'claim.reopen': 'reopened',
}

/** Where a claim may go from a stage by hand alone: one step forward or one step back. */
export function stepsFrom(stage: Stage): readonly Stage[] {
  return stageMoves.filter(({ deed, from }) => deed === 'claim.stage' && isAmong(from, stage)).map(({ to }) => to)
}

/** Whether a claim of this stage is with the editors or with readers: its checkers are done. */
export function isChecked(stage: Stage): boolean {
  return stages.indexOf(stage) >= stages.indexOf('in-review')
}

/** Why this deed does not lead from this stage (to that one, where it may lead to several); null when it does. */
export function whyNotFrom(stage: Stage, deed: StageDeed, to?: Stage): string | null {
  const move = stageMoves.find(
    (each) => each.deed === deed && isAmong(each.from, stage) && (to === undefined || each.to === to),
  )
  if (move) return null
  return deed === 'claim.stage'
    ? `A claim that is ${stageNames[stage]} cannot become ${to ? stageNames[to] : 'anything else'}.`
    : `A claim that is ${stageNames[stage]} cannot be ${deedNames[deed]}.`
}

const isAmong = (from: readonly Stage[], stage: Stage): boolean => from.includes(stage)
