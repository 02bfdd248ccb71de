import type { ReportDeed, Stage } from '../claims/stage.ts'
import type { ReviewProblem } from '../publication/claim-review-problems.ts'
import type { ClaimForm } from '../publication/form.ts'
import type { RetractionKind } from '../publication/publication.ts'
import type { ReadersOf } from '../publication/readers.ts'
import type { ReportForm } from '../publication/report-form.ts'
import type { ListDeed } from '../reports/list-authors.ts'
import type { PublicState } from './public-state.ts'
import type { RuleFinding } from './rules.ts'

/** What the review page shows of a report. Dates are ISO strings. */
export interface ReviewView {
  readonly report: {
    readonly id: string
    readonly title: string
    readonly stage: Stage
    /** Its list was approved, and is not what was approved any more. */
    readonly isStale: boolean
    /** Its list was published, and is not what was published any more. */
    readonly differs: boolean
  }
  /** The claims that are with the editors or with readers, in the team's order. */
  readonly claims: readonly ReviewLine[]
  /** The one that is open; null for none. */
  readonly open: ReviewedClaim | null
  /** The report as a whole; null while a claim is open. */
  readonly whole: ReviewedReport | null
  /** Why the viewer cannot publish what is approved, as a sentence; null where they can. */
  readonly whyNotPublish: string | null
  /** The seq of history that this view reflects at least. */
  readonly seq: number
  /** When it was looked at. */
  readonly now: string
  readonly viewer: { readonly personId: string; readonly name: string; readonly teamId: string }
}

export interface ReviewLine extends Pick<PublicState, 'isStale' | 'approvedHash' | 'published' | 'takenBackHow'> {
  /** Why what is approved of it cannot be published now; null where it can, or nothing is approved. */
  readonly whyNotPublish: string | null
  readonly id: string
  readonly number: number
  readonly statement: string
  readonly stage: Stage
}

/** A claim before its editors. */
export interface ReviewedClaim {
  readonly id: string
  readonly number: number
  readonly stage: Stage
  /** What stands: the page displays this, and computes the content hash of it. */
  readonly form: ClaimForm
  /** What was approved last, whether or not it counts; null for never. */
  readonly approvedLast: { readonly form: ClaimForm; readonly by: string; readonly at: string } | null
  /** The approvals of exactly this that count. */
  readonly approvals: readonly { readonly by: string; readonly at: string }[]
  readonly needed: number
  /** How the claim stands before each rule of the team. */
  readonly findings: readonly RuleFinding[]
  /** Relations of it do not hold: an editor may say why it is approved all the same. */
  readonly mayOverride: boolean
  readonly authors: readonly string[]
  /** The editors who are no authors of it. */
  readonly mayApprove: readonly string[]
  /** Those of them who still may once the viewer has corrected it, and is an author. */
  readonly mayApproveCorrected: readonly string[]
  /** For each deed here, why the viewer cannot do it, as a sentence; null where they can. */
  readonly whyNot: Readonly<Record<ReviewDeed, string | null>>
  /** What it was sent back with last, until something of it is approved. */
  readonly returned: Returned | null
  readonly publications: readonly PublicationView[]
  readonly retraction: { readonly how: RetractionKind; readonly note: string; readonly at: string } | null
  /** Corrections that readers have not seen. */
  readonly corrections: readonly (ClaimForm['corrections'][number] & { readonly id: string })[]
  /** What stands against a ClaimReview of it, and where it could be better. */
  readonly claimReview: readonly ReviewProblem[]
  /** The team has a public page. */
  readonly hasPage: boolean
  /** What stands differs from what readers have. */
  readonly differs: boolean
}

/** The words with which an editor sent something back, who, and when. */
export interface Returned {
  readonly note: string
  readonly by: string
  readonly at: string
}

/** A report as a whole before its editors. */
export interface ReviewedReport {
  readonly stage: Stage
  /** What stands: the page displays this, and computes the content hash of it. */
  readonly form: ReportForm
  /** Its list was approved, and is not what was approved any more. */
  readonly isStale: boolean
  /** The approvals of exactly this that count. */
  readonly approvals: readonly { readonly by: string; readonly at: string }[]
  readonly needed: number
  /** Who shaped its list, and by what. */
  readonly authors: readonly { readonly name: string; readonly deeds: readonly ListDeed[] }[]
  /** The editors who are no authors of it. */
  readonly mayApprove: readonly string[]
  /** For each deed, why the viewer cannot do it, as a sentence; null where they can. */
  readonly whyNot: Readonly<Record<ReportDeed, string | null>>
  /** Who submitted it last; null for nobody. */
  readonly submittedBy: string | null
  /** What it was sent back with last, until something of it is approved. */
  readonly returned: Returned | null
  readonly publications: readonly PublicationView[]
  /** The list that was published last; null for none. */
  readonly publishedLast: ReportForm | null
  readonly retraction: { readonly note: string; readonly at: string } | null
  /** Its claims that are not in the list, and why. */
  readonly missing: readonly MissingClaim[]
}

export interface MissingClaim {
  readonly id: string
  readonly number: number
  readonly statement: string
  readonly why: string
}

export const reviewDeeds = [
  'claim.submit',
  'claim.approve',
  'claim.return',
  'claim.publish',
  'claim.correct',
  'claim.retract',
  'claim.reopen',
] as const
export type ReviewDeed = (typeof reviewDeeds)[number]

export interface PublicationView {
  readonly number: number
  readonly by: string
  readonly at: string
  readonly visibleFrom: string
  readonly readers: ReadersOf
  readonly approvedBy: readonly string[]
  /** Who still had unsaved words then. */
  readonly unsaved: readonly string[]
  readonly note: string
  /** Its path on this site. */
  readonly path: string
}
