import { reportMoves, whyNotFrom, type ReportDeed, type Stage } from '../claims/stage.ts'
import type { Event, Mark, Refusal } from '../history/aggregate.ts'
import { mostAtOnce } from '../publication/limits.ts'
import { isPublic, publishedAlready, type Publication } from '../publication/publication.ts'
import { readReportForm } from '../publication/report-form.ts'
import {
  decideApprove,
  reportApprovalRefusals,
  withApproval,
  type ApproveReportCommand,
  type ApproveReportEvent,
  type ReportApproval,
} from '../review/approval.ts'

/** Where a report as a whole is on its way to readers. */
export interface WholeStanding {
  readonly seq: number
  readonly stage: Stage
  /** The seq of its last submission for review: only approvals after it count. */
  readonly submittedSeq: number
  readonly submittedBy: string | null
  /** Why it was sent back from review and by whom, until it is submitted again. */
  readonly returnNote: string
  readonly returnedBy: string | null
}

/** A numbered public form of a report; what was published once is never changed. */
export type ReportPublication = Omit<Publication, 'reportId' | 'slug' | 'unsaved' | 'note'>

/** A published report taken back: `number` is its newest publication then. */
export interface ReportRetraction {
  readonly seq: number
  readonly number: number
  readonly note: string
  readonly by: string
  readonly at: string
}

/** What became of a report as a whole before editors and readers. */
export interface Whole {
  readonly approvals: readonly ReportApproval[]
  readonly publications: readonly ReportPublication[]
  readonly retractions: readonly ReportRetraction[]
}

type PublishReport = {
  kind: 'report.publish'
  hash: string
  form: string
  /** ISO 8601 in UTC; empty for at once. */
  visibleFrom: string
  approvedBy: readonly string[]
}
type PlainCommand =
  | { kind: 'report.submit' }
  | { kind: 'report.return'; comment: string }
  | { kind: 'report.retract'; note: string }
  | { kind: 'report.reopen'; reason: string }
export type WholeCommand = PlainCommand | (PublishReport & Pick<Wanted, 'brings'>) | ApproveReportCommand
export type WholeEvent = (PlainCommand | PublishReport | ApproveReportEvent) & Event

/** A list that is to be published. */
interface Wanted {
  readonly hash: string
  /** Whether claims of it come before readers with it. */
  readonly brings: boolean
}

export const newWhole: Whole = { approvals: [], publications: [], retractions: [] }

/** Where a report is that was just brought in. */
export const newReport = {
  stage: 'open',
  submittedSeq: 0,
  submittedBy: null,
  returnNote: '',
  returnedBy: null,
} as const satisfies Omit<WholeStanding, 'seq'>

/** Why a report as a whole cannot be approved, published or taken back, each by its name. */
export const wholeRefusals = {
  'nothing-in-it': 'No claim of this report is approved yet: the list is empty.',
  'nothing-public': 'Readers have no publication of this report.',
  'not-as-approved':
    'The list changed since it was approved, or its approver became an author or is no editor any more. Look at it again: it needs a new approval.',
  'too-many': `More than ${mostAtOnce} of its claims are not published yet. Publish some of them first.`,
} as const

const refuse = (refused: string): Refusal => ({ refused, because: 'invalid' })

/** The event of a deed on a report as a whole, or why it makes no sense now. */
export function decideWhole(
  whole: Whole,
  { stage, submittedSeq }: Pick<WholeStanding, 'stage' | 'submittedSeq'>,
  command: WholeCommand,
): WholeEvent | Refusal {
  const notFrom = whyNotFrom<ReportDeed>(reportMoves, stage, command.kind)
  if (notFrom !== null) return refuse(notFrom)
  switch (command.kind) {
    case 'report.approve': {
      const isEmpty = readReportForm(command.form).claims.length === 0
      if (isEmpty) return refuse(wholeRefusals['nothing-in-it'])
      return decideApprove({ ...whole, stage, submittedSeq }, command, reportApprovalRefusals)
    }
    case 'report.publish': {
      const { brings, ...published } = command
      return isPublishedAlready(whole, { hash: command.hash, brings }) ? refuse(publishedAlready) : published
    }
    case 'report.retract':
      return isPublic(whole) ? { ...command } : refuse(wholeRefusals['nothing-public'])
    default:
      return { ...command }
  }
}

/** Whether exactly this list is published, and every claim of it: one that was taken back since comes with the list again. */
export function isPublishedAlready(
  whole: Pick<Whole, 'publications' | 'retractions'>,
  { hash, brings }: Wanted,
): boolean {
  return !brings && isPublic(whole) && whole.publications.at(-1)?.hash === hash
}

/** What became of the report before editors and readers after an event. */
export function evolveWhole(whole: Whole, event: WholeEvent, mark: Mark): Whole {
  const { seq, at, actor } = mark
  const { approvals, publications, retractions } = whole
  const newest = publications.at(-1)?.number ?? 0
  switch (event.kind) {
    case 'report.approve':
      return { ...whole, approvals: withApproval(approvals, event, {}, mark) }
    case 'report.publish': {
      const { hash, form, visibleFrom, approvedBy } = event
      const visible = visibleFrom > at ? visibleFrom : at
      const next = { number: newest + 1, seq, hash, form, by: actor, at, visibleFrom: visible, approvedBy }
      return { ...whole, publications: [...publications, next] }
    }
    case 'report.retract':
      return { ...whole, retractions: [...retractions, { seq, number: newest, note: event.note, by: actor, at }] }
    default:
      return whole
  }
}

/** Where the report is after an event. */
export function evolveStage<S extends WholeStanding>(standing: S, event: WholeEvent, { seq, actor }: Mark): S {
  switch (event.kind) {
    case 'report.submit': {
      const submitted = { stage: 'in-review', submittedSeq: seq, submittedBy: actor } as const
      return { ...standing, seq, ...submitted, returnNote: '', returnedBy: null }
    }
    case 'report.return':
      return { ...standing, seq, stage: 'checking', returnNote: event.comment, returnedBy: actor }
    case 'report.approve':
      // A list that is not approved by enough is in review again, whatever was approved before.
      return { ...standing, seq, stage: event.complete ? 'approved' : 'in-review' }
    case 'report.publish':
      return { ...standing, seq, stage: 'published' }
    case 'report.retract':
    case 'report.reopen':
      return { ...standing, seq, stage: 'checking' }
  }
}
