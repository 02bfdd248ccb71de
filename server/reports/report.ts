import type { Aggregate, Event } from '../history/aggregate.ts'

/** A report is made once, with its first edition; its text never changes after that. */
export interface ReportState {
  readonly report: {
    readonly title: string
    readonly publisher: string
    readonly sourceUrl: string
    readonly language: string
    readonly text: string
    readonly createdBy: string
    readonly createdAt: string
    readonly seq: number
  } | null
  /** Its part of the public addresses of its claims: given with the first publication, and kept. */
  readonly address: { readonly slug: string; readonly seq: number } | null
}

export interface CreateReport {
  readonly kind: 'report.create'
  readonly title: string
  readonly publisher: string
  readonly sourceUrl: string
  readonly language: string
  readonly text: string
}

export type ReportCommand = CreateReport | { readonly kind: 'report.address'; readonly slug: string }

export type ReportEvent = ReportCommand & Event

/** How reports change. */
export const reportAggregate: Aggregate<ReportState, ReportCommand, ReportEvent> = {
  type: 'report',
  initial: { report: null, address: null },
  decide({ report, address }, command) {
    if (command.kind === 'report.create') {
      return report ? { refused: 'This report exists already.', because: 'invalid' } : { ...command }
    }
    if (!report) return { refused: 'This report does not exist.', because: 'not-found' }
    return address ? { refused: 'This report has a public address already.', because: 'changed-since' } : { ...command }
  },
  evolve(state, event, { seq, at, actor }) {
    if (event.kind === 'report.address') return { ...state, address: { slug: event.slug, seq } }
    const { kind: _, ...content } = event
    return { ...state, report: { ...content, createdBy: actor, createdAt: at, seq } }
  },
  rows(id, teamId, { report, address }) {
    if (!report) return {}
    const { text, ...rest } = report
    return {
      report: [Object.assign({ id, teamId }, rest)],
      edition: [Object.assign({ reportId: id, number: 1, teamId, text }, { seq: report.seq })],
      reportAddress: address ? [Object.assign({ reportId: id, teamId }, address)] : [],
    }
  },
}
