import type { Permission } from '../policy/rules.ts'
import type { ClaimKind, Priority } from '../claims/classes.ts'
import type { Rating } from '../claims/verdict.ts'
import type { Stage } from '../claims/stage.ts'
import type { Bound } from '../claims/figure.ts'

/** What the workspace shows of a report: exactly this, and no more, leaves the server. Dates are ISO strings. */
export interface WorkspaceView {
  readonly report: {
    readonly id: string
    readonly title: string
    readonly publisher: string
    readonly sourceUrl: string
    readonly language: string
    readonly edition: number
    readonly text: string
  }
  /** In the team's order; withdrawn ones last. */
  readonly claims: readonly ClaimView[]
  /** The members who may check claims, and so be assigned to them. */
  readonly checkers: readonly PersonView[]
  /** The tags in use in the team, for choosing one again. */
  readonly tags: readonly string[]
  /** The team's sources, for choosing one again. */
  readonly sources: readonly SourceView[]
  readonly viewer: { readonly personId: string; readonly name: string; readonly allowed: readonly Permission[] }
  /** The seq of history that this view reflects at least. */
  readonly seq: number
}

export interface PersonView {
  readonly personId: string
  readonly name: string
}

export interface ClaimView {
  readonly id: string
  /** The newest deed on it: send this back as `seen` with claim.split and claim.merge. */
  readonly seq: number
  /** 1-based place in the report's order: the number in the margin. */
  readonly number: number
  readonly statement: string
  readonly analysis: string
  readonly notes: string
  readonly claimant: string
  readonly saidOn: string
  /** Send this back as `seen` with claim.describe. */
  readonly detailsSeq: number
  readonly place: string
  /** A BCP 47 tag, or empty. */
  readonly language: string
  readonly firstUrl: string
  readonly firstWhere: string
  readonly firstOn: string
  /** Send this back as `seen` with claim.appear. */
  readonly appearanceSeq: number
  readonly claimKind: ClaimKind | ''
  readonly priority: Priority
  readonly tags: readonly string[]
  /** Send this back as `seen` with claim.classify. */
  readonly classesSeq: number
  readonly dueOn: string
  /** Send this back as `seen` with claim.due. */
  readonly dueSeq: number
  readonly overdue: boolean
  readonly assignees: readonly AssigneeView[]
  /** Nobody is assigned who may check it. */
  readonly unowned: boolean
  readonly stage: Stage
  readonly withdrawn: boolean
  readonly withdrawnReason: string
  readonly createdBy: string
  readonly createdAt: string
  readonly passages: readonly PassageView[]
  readonly figures: readonly FigureView[]
  readonly relations: readonly RelationView[]
  readonly evidence: readonly EvidenceView[]
  readonly verdict: {
    readonly rating: Rating
    readonly reason: string
    readonly by: string
    readonly at: string
  } | null
  /** Send this back as `seen` with verdict.set; 0 before the first verdict. */
  readonly verdictSeq: number
  /** Live evidence both supports and refutes. */
  readonly disputed: boolean
  /** How many threads about it wait to be resolved. */
  readonly openThreads: number
}

export interface AssigneeView extends PersonView {
  /** Whether they may still check claims, only read them, or have left the team. */
  readonly now: 'checks' | 'reads' | 'left'
}

export interface PassageView {
  readonly id: string
  readonly edition: number
  readonly start: number
  readonly end: number
  readonly quote: string
}

export interface FigureView {
  readonly id: string
  readonly seq: number
  readonly bound: Bound
  readonly low: string
  readonly high: string
  readonly unit: string
  readonly asOf: string
}

/** A sum whose whole is the claim that holds it. `sentence` reads like "270 + 120 = 390". */
export interface RelationView {
  readonly id: string
  readonly kind: 'sum'
  readonly parts: readonly { readonly claimId: string; readonly number: number; readonly statement: string }[]
  readonly sentence: string
  readonly holds: 'yes' | 'no' | 'unknown'
}

export interface EvidenceView {
  readonly id: string
  readonly seq: number
  readonly stance: 'supports' | 'refutes' | 'context'
  readonly quote: string
  readonly locator: string
  readonly note: string
  readonly addedBy: string
  readonly source: SourceView
}

export interface SourceView {
  readonly id: string
  readonly seq: number
  readonly url: string
  readonly title: string
  readonly publisher: string
  readonly author: string
  readonly publishedOn: string
  readonly kind: 'primary' | 'secondary'
}
