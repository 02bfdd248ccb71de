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
}

export interface CreateReport {
  readonly kind: 'report.create'
  readonly title: string
  readonly publisher: string
  readonly sourceUrl: string
  readonly language: string
  readonly text: string
}

export type ReportEvent = CreateReport & Event

/** How reports change. */
export const reportAggregate: Aggregate<ReportState, CreateReport, ReportEvent> = {
  type: 'report',
  initial: { report: null },
  decide(state, command) {
    if (state.report) return { refused: 'This report exists already.', because: 'invalid' }
    return { ...command }
  },
  evolve(_state, event, { seq, at, actor }) {
    const { kind: _, ...content } = event
    return { report: { ...content, createdBy: actor, createdAt: at, seq } }
  },
  rows(id, teamId, { report }) {
    if (!report) return {}
    const { text, ...rest } = report
    return {
      report: [Object.assign({ id, teamId }, rest)],
      edition: [Object.assign({ reportId: id, number: 1, teamId, text }, { seq: report.seq })],
    }
  },
}
