import { stageMoves, whyNotFrom, type Stage } from '../claims/stage.ts'
import { can, type Actor } from '../policy/can.ts'
import {
  isPublic,
  neverPublished,
  nothingPublic,
  whyNotPublishForm,
  type Published,
} from '../publication/publication.ts'
import { hasReaders, type Told } from '../publication/readers.ts'
import { noTeamPage } from '../publication/team-page.ts'
import { approvalRefusals, isApprovedAlready } from './approval.ts'
import { reviewDeeds, type ReviewDeed } from './review-view.ts'

/** What it takes to say who may do what with a claim now. */
export interface Situation {
  readonly stage: Stage
  /** Of what stands. */
  readonly hash: string
  readonly isWithdrawn: boolean
  readonly authors: readonly string[]
  /** Who approved exactly what stands. */
  readonly approvedBy: readonly string[]
  readonly needed: number
  /** What the rules miss for an approval, and for a publication. */
  readonly missing: { readonly approval: readonly string[]; readonly publication: readonly string[] }
  readonly published: Published & Told
  readonly hasPage: boolean
}

export const readOnly = 'Your role in this team does not allow this.'

export const approvedFirst = 'It is approved first.'

/** Why this member cannot publish what is approved, as a sentence; null where they can. */
export function whyNotPublishAll(actor: Actor, hasPage: boolean): string | null {
  if (!can(actor, 'claim.publish')) return readOnly
  return hasPage ? null : noTeamPage
}

/** For each deed of review and publication, why this member cannot do it now, as a sentence; null where they can. */
export function whyNotReview(actor: Actor, situation: Situation): Record<ReviewDeed, string | null> {
  return Object.fromEntries(reviewDeeds.map((deed) => [deed, whyNot(actor, deed, situation)])) as Record<
    ReviewDeed,
    string | null
  >
}

function whyNot(actor: Actor, deed: ReviewDeed, situation: Situation): string | null {
  if (!can(actor, deed)) return readOnly
  if (situation.isWithdrawn) return 'This claim was withdrawn.'
  const { stage, published } = situation
  if (deed === 'claim.correct' && !hasReaders(published)) return neverPublished
  if (deed === 'claim.retract' && !isPublic(published)) return nothingPublic
  if (deed === 'claim.publish' && stage === 'in-review')
    return whyNotPublishForm(published, situation.hash) ?? approvedFirst
  const notFrom = whyNotFrom(stageMoves, stage, deed)
  if (notFrom) return notFrom
  if (deed === 'claim.approve') return whyNotApproveNow(actor, situation)
  return deed === 'claim.publish' ? whyNotPublishNow(situation) : null
}

function whyNotApproveNow({ personId: by }: Actor, situation: Situation): string | null {
  const { authors, approvedBy, missing } = situation
  if (authors.includes(by)) return approvalRefusals['own-content']
  if (isApprovedAlready(approvedBy, { ...situation, by })) return approvalRefusals['approved-already']
  return missing.approval[0] ?? null
}

function whyNotPublishNow({ approvedBy, needed, hash, missing, published, hasPage }: Situation): string | null {
  if (!hasPage) return noTeamPage
  if (approvedBy.length < needed)
    return 'What stands was not approved: it changed since, or its approver became an author or is no editor any more. It needs a new approval.'
  return whyNotPublishForm(published, hash) ?? missing.publication[0] ?? null
}
