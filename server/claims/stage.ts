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

/** Editors have it before them to approve, or have approved it: whoever changes it now is an author to them. */
export const isWithEditors = (stage: Stage): boolean => stage === 'in-review' || stage === 'approved'

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

/**
 * Every legal move of a report as a whole. Its stage says nothing of its claims, nor theirs of it. There is no deed that
 * corrects it: corrections are made on its claims, and a published report is reopened or taken back.
 */
export const reportMoves = [
  { deed: 'report.submit', from: ['open', 'checking'], to: 'in-review' },
  { deed: 'report.return', from: ['in-review', 'approved'], to: 'checking' },
  { deed: 'report.approve', from: ['in-review', 'approved'], to: 'approved' },
  { deed: 'report.publish', from: ['approved'], to: 'published' },
  { deed: 'report.retract', from: ['checking', 'in-review', 'approved', 'published'], to: 'checking' },
  { deed: 'report.reopen', from: ['in-review', 'approved', 'published'], to: 'checking' },
] as const satisfies readonly StageMove[]

interface StageMove<Deed extends Permission = Permission> {
  readonly deed: Deed
  readonly from: readonly Stage[]
  readonly to: Stage
}

export type StageDeed = (typeof stageMoves)[number]['deed']
export type ReportDeed = (typeof reportMoves)[number]['deed']

type AnyDeed = StageDeed | ReportDeed
type Verb<Deed> = Deed extends `${string}.${infer Word}` ? Word : never

/** What becomes of something by a deed. */
const doneNames: Readonly<Record<Exclude<Verb<AnyDeed>, 'stage'>, string>> = {
  submit: 'submitted',
  return: 'returned',
  approve: 'approved',
  publish: 'published',
  correct: 'corrected',
  retract: 'taken back',
  reopen: 'reopened',
}

/** Where a claim may go from a stage by hand alone: one step forward or one step back. */
export function stepsFrom(stage: Stage): readonly Stage[] {
  return stageMoves.filter(({ deed, from }) => deed === 'claim.stage' && isAmong(from, stage)).map(({ to }) => to)
}

/** Whether a claim of this stage is with the editors or with readers: its checkers are done. */
export function isChecked(stage: Stage): boolean {
  return stages.indexOf(stage) >= stages.indexOf('in-review')
}

/**
 * Why this deed of a table of moves does not lead from this stage (to that one, where it may lead to several); null when
 * it does.
 */
export function whyNotFrom<Deed extends AnyDeed>(
  moves: readonly StageMove<Deed>[],
  stage: Stage,
  deed: Deed,
  to?: Stage,
): string | null {
  const move = moves.find(
    (each) => each.deed === deed && isAmong(each.from, stage) && (to === undefined || each.to === to),
  )
  if (move) return null
  const [noun, verb] = deed.split('.') as [string, Verb<AnyDeed>]
  return verb === 'stage'
    ? `A ${noun} that is ${stageNames[stage]} cannot become ${to ? stageNames[to] : 'anything else'}.`
    : `A ${noun} that is ${stageNames[stage]} cannot be ${doneNames[verb]}.`
}

const isAmong = (from: readonly Stage[], stage: Stage): boolean => from.includes(stage)
