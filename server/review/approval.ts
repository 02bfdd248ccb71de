import type { Mark, Refusal } from '../history/aggregate.ts'
import type { Stage } from '../claims/stage.ts'
import { contentHash } from '../publication/form.ts'

/** What an editor approves of a claim or a report. */
type Approved = {
  /** The content hash that the editor's browser computed from what it displayed. */
  readonly hash: string
  /** The canonical text of the content as it stands in this transaction. */
  readonly form: string
  /** Who its authors are. */
  readonly authors: readonly string[]
}

/** An editor's decision, bound to what was on their screen. */
export interface ReportApproval extends Approved {
  readonly seq: number
  readonly by: string
  readonly at: string
}

/** The same of a claim. */
export interface Approval extends ReportApproval {
  readonly override: string
}

type ClaimApproved = Approved & { readonly kind: 'claim.approve'; readonly override: string }
type ReportApproved = Approved & { readonly kind: 'report.approve' }

type Asked = {
  /** Of how many editors this content needs the approval. */
  readonly needed: number
  /** Who approves now of this team. */
  readonly editors: readonly string[]
  readonly by: string
}
export type ApproveCommand = ClaimApproved & Asked
export type ApproveReportCommand = ReportApproved & Asked

type Complete = {
  /** Whether there are enough approvals of this content now. */
  readonly complete: boolean
}
export type ApproveEvent = ClaimApproved & Complete
export type ApproveReportEvent = ReportApproved & Complete

/** Why an editor may not approve, each by its name. */
export const approvalRefusals = {
  'own-content': 'You are an author of this content; another editor must approve it.',
  'changed-since': 'This claim changed since you looked. Look at what changed, and decide again.',
  'approved-already': 'You approved exactly this already.',
} as const

export type ApprovalRefusal = keyof typeof approvalRefusals

/** The same of a report. */
export const reportApprovalRefusals: Readonly<Record<ApprovalRefusal, string>> = {
  'own-content':
    'You are an author of this list: you brought the report in; made, imported, moved, withdrew, restored, split or merged claims of it; or changed, took up or took back claims that were approved, or in the last list, and are not in this one. Another editor must approve it.',
  'changed-since': 'The list of this report changed since you looked. Look at what changed, and decide again.',
  'approved-already': approvalRefusals['approved-already'],
}

interface Standing {
  readonly stage: Stage
  /** The entry that sent the claim to review last. */
  readonly submittedSeq: number
  readonly approvals: readonly ReportApproval[]
}

/** The approvals of this content that count: after the claim was last submitted, one for each editor. */
export function approvalsOf<A extends Pick<Approval, 'seq' | 'hash' | 'by'>>(
  { submittedSeq, approvals }: { readonly submittedSeq: number; readonly approvals: readonly A[] },
  hash: string,
): readonly A[] {
  const counting = approvals.filter((each) => each.seq > submittedSeq && each.hash === hash)
  return counting.filter(({ by }, index) => counting.findIndex((other) => other.by === by) === index)
}

/** Who has a word on content now: the editors of its team that are none of its authors. */
interface Voices {
  readonly editors: readonly string[]
  readonly authors: readonly string[]
}

/** Those of them that still count: whoever became an author since, or is no editor any more, has no word on what is published. */
export function stillCounting<A extends Pick<Approval, 'by'>>(
  approvals: readonly A[],
  { editors, authors }: Voices,
): A[] {
  return approvals.filter(({ by }) => editors.includes(by) && !authors.includes(by))
}

/**
 * Whether an approval again says nothing new. It does where there are enough since somebody became an editor again: then
 * what is in review is approved by it.
 */
export function isApprovedAlready(
  approvedBy: readonly string[],
  { stage, needed, by }: Pick<Standing, 'stage'> & Pick<Asked, 'needed' | 'by'>,
): boolean {
  return approvedBy.includes(by) && !(stage === 'in-review' && approvedBy.length >= needed)
}

/** Why this editor cannot approve this content now, by name; null when they can. */
function whyNotApprove(
  { stage, ...standing }: Standing,
  { hash, form, authors, editors, needed, by }: Approved & Asked,
): ApprovalRefusal | null {
  if (contentHash(form) !== hash) return 'changed-since'
  if (authors.includes(by)) return 'own-content'
  const counting = stillCounting(approvalsOf(standing, hash), { editors, authors })
  const approvedBy = counting.map((each) => each.by)
  return isApprovedAlready(approvedBy, { stage, needed, by }) ? 'approved-already' : null
}

/** The event of an approval, or its refusal in the words of these. */
export function decideApprove<A extends Approved>(
  standing: Standing,
  { needed, editors, by, ...approved }: A & Asked,
  refusals: Readonly<Record<ApprovalRefusal, string>>,
): (Omit<A & Asked, keyof Asked> & Complete) | Refusal {
  const whyNot = whyNotApprove(standing, { ...approved, needed, editors, by })
  if (whyNot) {
    const because = whyNot === 'changed-since' ? whyNot : whyNot === 'own-content' ? 'forbidden' : 'invalid'
    return { refused: refusals[whyNot], because }
  }
  const { hash, authors } = approved
  const others = stillCounting(approvalsOf(standing, hash), { editors, authors }).filter((each) => each.by !== by)
  const complete = others.length + 1 >= needed
  return { ...approved, complete }
}

/** The approvals after one more, with what else is kept of it. */
export function withApproval<More extends object>(
  approvals: readonly (ReportApproval & More)[],
  { hash, form, authors }: Approved,
  more: More,
  { seq, at, actor }: Mark,
): readonly (ReportApproval & More)[] {
  return [...approvals, { ...more, seq, by: actor, at, hash, form, authors }]
}
