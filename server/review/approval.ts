import type { Mark, Refusal } from '../history/aggregate.ts'
import { contentHash } from '../publication/form.ts'

/** An editor's decision, bound to what was on their screen. */
export interface Approval {
  readonly seq: number
  readonly by: string
  readonly at: string
  readonly hash: string
  readonly form: string
  readonly authors: readonly string[]
  readonly override: string
}

export type ApproveCommand = {
  kind: 'claim.approve'
  /** The content hash that the editor's browser computed from what it displayed. */
  hash: string
  /** The canonical text of the content as it stands in this transaction. */
  form: string
  /** Who its authors are. */
  authors: readonly string[]
  override: string
  /** Of how many editors this content needs the approval. */
  needed: number
  by: string
}

export type ApproveEvent = Pick<ApproveCommand, 'kind' | 'hash' | 'form' | 'authors' | 'override'> & {
  /** Whether there are enough approvals of this content now. */
  complete: boolean
}

/** Why an editor may not approve, each by its name. */
export const approvalRefusals = {
  'own-content': 'You are an author of this content; another editor must approve it.',
  'changed-since': 'This claim changed since you looked. Look at what changed, and decide again.',
  'approved-already': 'You approved exactly this already.',
} as const

export type ApprovalRefusal = keyof typeof approvalRefusals

interface Standing {
  /** The entry that sent the claim to review last. */
  readonly submittedSeq: number
  readonly approvals: readonly Approval[]
}

/** The approvals of this content that count: after the claim was last submitted, one for each editor. */
export function approvalsOf<A extends Pick<Approval, 'seq' | 'hash' | 'by'>>(
  { submittedSeq, approvals }: { readonly submittedSeq: number; readonly approvals: readonly A[] },
  hash: string,
): readonly A[] {
  const counting = approvals.filter((each) => each.seq > submittedSeq && each.hash === hash)
  return counting.filter(({ by }, index) => counting.findIndex((other) => other.by === by) === index)
}

/** Those of them that are no author's: whoever became one since has no word on what is published. */
export function byOthers<A extends Pick<Approval, 'by'>>(approvals: readonly A[], authors: readonly string[]): A[] {
  return approvals.filter(({ by }) => !authors.includes(by))
}

/** Why this editor cannot approve this content now, by name; null when they can. */
export function whyNotApprove(
  standing: Standing,
  { hash, form, authors, by }: Pick<ApproveCommand, 'hash' | 'form' | 'authors' | 'by'>,
): ApprovalRefusal | null {
  if (contentHash(form) !== hash) return 'changed-since'
  if (authors.includes(by)) return 'own-content'
  return approvalsOf(standing, hash).some((each) => each.by === by) ? 'approved-already' : null
}

/** The event of an approval, or its refusal. */
export function decideApprove(standing: Standing, command: ApproveCommand): ApproveEvent | Refusal {
  const whyNot = whyNotApprove(standing, command)
  if (whyNot) {
    const because = whyNot === 'changed-since' ? whyNot : whyNot === 'own-content' ? 'forbidden' : 'invalid'
    return { refused: approvalRefusals[whyNot], because }
  }
  const { kind, hash, form, authors, override, needed } = command
  const complete = byOthers(approvalsOf(standing, hash), authors).length + 1 >= needed
  return { kind, hash, form, authors, override, complete }
}

/** The approvals after one more. */
export function withApproval(
  approvals: readonly Approval[],
  { hash, form, authors, override }: ApproveEvent,
  { seq, at, actor }: Mark,
): readonly Approval[] {
  return [...approvals, { seq, by: actor, at, hash, form, authors, override }]
}
