import type { Aggregate, Event } from '../history/aggregate.ts'
import type { TakeCommand, TakeEvent } from '../history/taking.ts'
import { decideHold, isOfHold, withHold, type HoldCommand, type HoldEvent, type LegalHold } from './hold.ts'
import {
  decideRetention,
  isOfRetention,
  withDecision,
  type RetentionCommand,
  type RetentionDecision,
  type RetentionEvent,
} from './retention.ts'
import {
  decideWhole,
  evolveStage,
  evolveWhole,
  newReport,
  newWhole,
  type Whole,
  type WholeCommand,
  type WholeEvent,
  type WholeStanding,
} from './whole.ts'

/** A report is made once, with its first edition; its text never changes after that. */
export interface ReportState extends Whole {
  readonly report:
    | (WholeStanding & {
        readonly title: string
        readonly publisher: string
        readonly sourceUrl: string
        readonly language: string
        readonly createdBy: string
        readonly createdAt: string
      })
    | null
  readonly edition: { readonly text: string; readonly seq: number } | null
  /** Its part of the public addresses of its claims: given with the first publication, and kept. */
  readonly address: { readonly slug: string; readonly seq: number } | null
  readonly holds: readonly LegalHold[]
  readonly decisions: readonly RetentionDecision[]
}

export interface CreateReport {
  readonly kind: 'report.create'
  readonly title: string
  readonly publisher: string
  readonly sourceUrl: string
  readonly language: string
  readonly text: string
}

type Founding = CreateReport | { readonly kind: 'report.address'; readonly slug: string }

export type ReportCommand = Founding | HoldCommand | RetentionCommand | TakeCommand | WholeCommand

export type ReportEvent = (Founding & Event) | HoldEvent | RetentionEvent | (TakeEvent & Event) | WholeEvent

/** How reports change. */
export const reportAggregate: Aggregate<ReportState, ReportCommand, ReportEvent> = {
  type: 'report',
  initial: { report: null, edition: null, address: null, holds: [], decisions: [], ...newWhole },
  decide(state, command) {
    const { report, address } = state
    if (command.kind === 'report.create') {
      return report ? { refused: 'This report exists already.', because: 'invalid' } : { ...command }
    }
    if (!report) return { refused: 'This report does not exist.', because: 'not-found' }
    if (command.kind === 'history.take') return { ...command }
    if (isOfHold(command)) return decideHold(state.holds, command)
    if (isOfRetention(command)) return decideRetention(state.decisions, command)
    if (command.kind !== 'report.address') return decideWhole(state, report, command)
    return address ? { refused: 'This report has a public address already.', because: 'changed-since' } : { ...command }
  },
  evolve(state, event, mark) {
    const { seq, at, actor } = mark
    if (event.kind === 'report.address') return { ...state, address: { slug: event.slug, seq } }
    if (event.kind === 'report.create') {
      const { kind: _, text, ...content } = event
      const report = { ...content, ...newReport, createdBy: actor, createdAt: at, seq }
      return { ...state, report, edition: { text, seq } }
    }
    if (!state.report || event.kind === 'history.take') return state
    if (isOfHold(event)) return { ...state, holds: withHold(state.holds, event, mark) }
    if (isOfRetention(event)) return { ...state, decisions: withDecision(state.decisions, event, mark) }
    return { ...state, ...evolveWhole(state, event, mark), report: evolveStage(state.report, event, mark) }
  },
  rows(id, teamId, { report, edition, address, holds, decisions, ...whole }) {
    if (!report || !edition) return {}
    const own = <Part extends { readonly seq: number }>(part: Part) => Object.assign({ reportId: id, teamId }, part)
    return {
      report: [Object.assign({ id, teamId }, report)],
      edition: [own({ number: 1, ...edition })],
      reportAddress: address ? [own(address)] : [],
      legalHold: holds.map(own),
      retentionDecision: decisions.map(own),
      reportApproval: whole.approvals.map(own),
      reportPublication: whole.publications.map(own),
      reportRetraction: whole.retractions.map(own),
    }
  },
}
