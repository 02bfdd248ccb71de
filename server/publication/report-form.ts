import type { Rating } from '../claims/verdict.ts'

/**
 * What a reader sees of a report as a whole: which claims of it are published together, in which order, and exactly which
 * form of each. What an editor approves and what is published (docs/decisions/010).
 */
export interface ReportForm {
  readonly version: 1
  readonly title: string
  readonly publisher: string
  readonly sourceUrl: string
  /** A BCP 47 tag. */
  readonly language: string
  /** In the order of the report. */
  readonly claims: readonly ListedClaim[]
}

/** A claim in the list of its report. */
export interface ListedClaim {
  readonly id: string
  readonly statement: string
  readonly rating: Rating | ''
  /** The content hash of the form of it that was approved. */
  readonly hash: string
}

type Described = Pick<ReportForm, 'title' | 'publisher' | 'sourceUrl' | 'language'>

/** The form of a report with these claims, which are approved, in their order. */
export function reportFormOf(report: Described, claims: readonly ListedClaim[]): ReportForm {
  const { title, publisher, sourceUrl, language } = report
  return {
    version: 1,
    // A text that came in may hold half a character; JSON cannot carry it.
    title: title.toWellFormed(),
    publisher: publisher.toWellFormed(),
    sourceUrl,
    language,
    claims: claims.map(({ id, statement, rating, hash }) => ({
      id,
      statement: statement.toWellFormed(),
      rating,
      hash,
    })),
  }
}

/** The form that a text of this version holds. */
export function readReportForm(text: string): ReportForm {
  return JSON.parse(text) as ReportForm
}

/** Whether a list, by the text of its form, is ever before readers: one of which they have no claim at any time has no page. */
export const isEverShown = (form: string, everSeen: ReadonlySet<string>): boolean =>
  readReportForm(form).claims.some(({ id }) => everSeen.has(id))
