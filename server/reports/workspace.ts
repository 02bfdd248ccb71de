import type { Permission } from '../policy/rules.ts'
import type { ClaimKind, Priority } from '../claims/classes.ts'
import type { Rating } from '../claims/verdict.ts'
import type { Stage } from '../claims/stage.ts'
import type { Check } from '../claims/check.ts'
import type { Quantity } from '../claims/figure.ts'
import type { RelationKind, StatedOf } from '../claims/relation.ts'
import type { Amendments } from '../publication/amendments.ts'
import type { CorrectedElsewhere } from '../publication/queries/corrected.ts'
import type { PublicState } from '../review/public-state.ts'
import type { RequestedChangeView } from '../review/change-views.ts'
import type { TeamRules } from '../review/rules.ts'

/** What the workspace shows of a report, assembled from what leaves the server. Dates are ISO strings. */
export interface WorkspaceView {
  readonly report: {
    readonly id: string
    readonly title: string
    readonly publisher: string
    readonly sourceUrl: string
    readonly language: string
    /** Its own as a whole, which says nothing of its claims. */
    readonly stage: Stage
    readonly edition: number
    readonly text: string
  }
  /** In the team's order; withdrawn ones last. */
  readonly claims: readonly ClaimView[]
  readonly relations: readonly RelationView[]
  /** The members who may check claims, and so be assigned to them. */
  readonly checkers: readonly PersonView[]
  /** The tags in use in the team, for choosing one again. */
  readonly tags: readonly string[]
  /** In the order of asking. */
  readonly changes: readonly RequestedChangeView[]
  /** The team's sources, for choosing one again. */
  readonly sources: readonly SourceView[]
  /** What the team demands of a claim. With its second, blind verdict two people give ratings, and nobody sets one. */
  readonly rules: TeamRules
  readonly viewer: {
    readonly personId: string
    readonly name: string
    readonly teamId: string
    readonly allowed: readonly Permission[]
  }
  /** The seq of history that this view reflects at least. */
  readonly seq: number
}

/**
 * What leaves the server of a report: exactly this, and no more. Nothing in one claim follows from another one, so that
 * a page can be told of one claim alone.
 */
export interface WorkspaceData extends Omit<WorkspaceView, 'claims' | 'relations'> {
  readonly claims: readonly ClaimData[]
  /** Its claims that use what was corrected in other reports. */
  readonly correctedElsewhere: readonly CorrectedElsewhere[]
  /** YYYY-MM-DD, in UTC. */
  readonly today: string
  /** The hash of the entry at `seq`: after a backup was restored another one stands there. */
  readonly mark: string
}

/** What became of a report since a page was told of it. */
export interface WorkspaceNews extends Pick<
  WorkspaceData,
  'viewer' | 'tags' | 'correctedElsewhere' | 'today' | 'seq' | 'mark'
> {
  /** Those that changed or are new. */
  readonly claims: readonly ClaimData[]
  readonly sources: readonly SourceView[]
  /** All of them if any changed, else null. */
  readonly changes: WorkspaceData['changes'] | null
}

/** A claim without what follows from others. */
export interface ClaimData extends Omit<
  ClaimView,
  'number' | 'overdue' | 'broken' | 'besideCorrected' | 'correctedElsewhere' | 'evidence'
> {
  /** Where it stands in the team's order. */
  readonly position: number
  readonly evidence: readonly EvidenceData[]
  readonly relations: readonly RelationData[]
}

export interface EvidenceData extends Omit<EvidenceView, 'source'> {
  readonly sourceId: string
}

export interface RelationData extends StatedOf {
  readonly id: string
  readonly note: string
  /** Relations are shown in the order in which they were stated. */
  readonly seq: number
}

export interface PersonView {
  readonly personId: string
  readonly name: string
}

export interface ClaimView extends PublicState, Amendments {
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
  /** The newest deed that says it was checked: its verdict, or its way to review. */
  readonly checkedSeq: number
  /** The numbers of claims that it hangs together with and that were corrected before readers since it was checked. */
  readonly besideCorrected: readonly number[]
  /** The published claims of other reports that it uses and that were corrected since it was checked. */
  readonly correctedElsewhere: readonly CorrectedElsewhere['corrected'][]
  /** Why an editor sent it back, until it is submitted again. */
  readonly returned: { readonly note: string; readonly by: string } | null
  readonly withdrawn: boolean
  readonly withdrawnReason: string
  /** The ids of the claims of this report that it was merged into, while it is, and split off. */
  readonly mergedInto: string | null
  readonly splitFrom: string | null
  readonly createdBy: string
  readonly createdAt: string
  readonly passages: readonly PassageView[]
  readonly figures: readonly FigureView[]
  readonly evidence: readonly EvidenceView[]
  readonly verdict: {
    readonly rating: Rating
    readonly reason: string
    readonly by: string
    readonly at: string
    /** Who rated it the same before seeing this, and why; null where nobody did. */
    readonly second: { readonly by: string; readonly reason: string } | null
  } | null
  /** Send this back as `seen` with verdict.set; 0 before the first verdict. */
  readonly verdictSeq: number
  readonly ratings: RatingsView
  /** Live evidence both supports and refutes. */
  readonly disputed: boolean
  /** It takes part in a relation that does not hold. */
  readonly broken: boolean
  /** How many threads about it wait to be resolved. */
  readonly openThreads: number
}

/** The ratings of two people who do not see each other's, as far as the viewer may know them. */
export interface RatingsView {
  /** Send this back as `seen` with rating.give. */
  readonly seq: number
  /** Who has given the first one, which is sealed: what it is, is there for its giver alone. Null while there is none. */
  readonly waiting: { readonly by: string; readonly own: Pick<RatedView, 'rating' | 'reason'> | null } | null
  /** The two that differed last, until a verdict is reached. */
  readonly differing: readonly RatedView[]
}

export interface RatedView {
  readonly by: string
  readonly at: string
  readonly rating: Rating
  readonly reason: string
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

export interface FigureView extends Quantity {
  readonly id: string
  readonly seq: number
}

/** A relation of the claim that holds it (`own`) to others, and whether it holds as their figures stand. */
export interface RelationView extends Check {
  readonly id: string
  readonly kind: RelationKind
  readonly own: RelationEnd
  readonly parts: readonly RelationEnd[]
  readonly note: string
}

export interface RelationEnd {
  readonly claimId: string
  /** The figure that counts, in words; empty when there is none. */
  readonly figure: string
}

export interface EvidenceView {
  readonly id: string
  readonly seq: number
  readonly stance: 'supports' | 'refutes' | 'context'
  readonly quote: string
  readonly locator: string
  readonly note: string
  readonly addedBy: string
  /** The id of the claim that it was copied from when that was split or merged. */
  readonly copiedFrom: string | null
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
