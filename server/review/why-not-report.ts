import { reportMoves, whyNotFrom, type ReportDeed, type Stage } from '../claims/stage.ts'
import { can, type Actor } from '../policy/can.ts'
import { mostAtOnce } from '../publication/limits.ts'
import { isPublic, publishedAlready } from '../publication/publication.ts'
import { noTeamPage } from '../publication/team-page.ts'
import { isPublishedAlready, wholeRefusals, type Whole } from '../reports/whole.ts'
import { isApprovedAlready, reportApprovalRefusals } from './approval.ts'
import { missingApprovals } from './rules.ts'
import { approvedFirst, readOnly } from './why-not.ts'

/** What it takes to say who may do what with a report as a whole now. */
interface Situation {
  readonly stage: Stage
  /** Of its list as it stands. */
  readonly hash: string
  /** Who shaped the list. */
  readonly authors: readonly string[]
  /** How many claims the list has, and how many of them readers do not have in exactly this form. */
  readonly claims: number
  readonly unpublished: number
  /** Why one of those cannot be published, naming it; null where all can. */
  readonly whyNotPublishIt: string | null
  /** Who approved exactly what stands. */
  readonly approvedBy: readonly string[]
  readonly needed: number
  readonly published: Pick<Whole, 'publications' | 'retractions'>
  readonly hasPage: boolean
}

/** For each deed on a report as a whole, why this member cannot do it now, as a sentence; null where they can. */
export function whyNotReport(actor: Actor, situation: Situation): Record<ReportDeed, string | null> {
  return Object.fromEntries(reportMoves.map(({ deed }) => [deed, whyNot(actor, deed, situation)])) as Record<
    ReportDeed,
    string | null
  >
}

function whyNot(actor: Actor, deed: ReportDeed, situation: Situation): string | null {
  if (!can(actor, deed)) return readOnly
  const { stage, published } = situation
  if (deed === 'report.retract' && !isPublic(published)) return wholeRefusals['nothing-public']
  if (deed === 'report.publish' && stage === 'in-review') return approvedFirst
  const notFrom = whyNotFrom<ReportDeed>(reportMoves, stage, deed)
  if (notFrom !== null) return notFrom
  if (deed === 'report.approve') return whyNotApproveNow(actor, situation)
  return deed === 'report.publish' ? whyNotPublishNow(situation) : null
}

function whyNotApproveNow({ personId: by }: Actor, situation: Situation): string | null {
  const { authors, claims, approvedBy } = situation
  if (authors.includes(by)) return reportApprovalRefusals['own-content']
  if (claims === 0) return wholeRefusals['nothing-in-it']
  return isApprovedAlready(approvedBy, { ...situation, by }) ? reportApprovalRefusals['approved-already'] : null
}

function whyNotPublishNow(situation: Situation): string | null {
  const { approvedBy, needed, hash, unpublished, whyNotPublishIt, published, hasPage } = situation
  if (!hasPage) return noTeamPage
  if (approvedBy.length === 0) return wholeRefusals['not-as-approved']
  const missing = missingApprovals(approvedBy.length, needed)
  if (missing !== null) return missing
  if (isPublishedAlready(published, { hash, brings: unpublished > 0 })) return publishedAlready
  return unpublished > mostAtOnce ? wholeRefusals['too-many'] : whyNotPublishIt
}
