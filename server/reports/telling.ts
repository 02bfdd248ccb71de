import type { KindNames, Telling } from '../history/telling.ts'
import type { ImportedReviewEvent } from './imported-review.ts'
import type { ReportEvent } from './report.ts'

export const reportKindNames: KindNames = {
  'report.create': 'Brought in the report',
  'report.address': 'Public address of the report',
  'review.import': 'Imported a ClaimReview',
}

/** What a deed on a report says. */
export function tellReport(event: ReportEvent): Telling {
  if (event.kind === 'report.address') {
    return { thing: 'address', sentence: 'gave the report its public address', fields: { Address: event.slug } }
  }
  const { title, publisher, sourceUrl, language } = event
  const fields = { Title: title, Publisher: publisher, Address: sourceUrl, Language: language }
  return { thing: 'report', sentence: 'brought in the report', fields }
}

const longestRaw = 2_000

/** What an import says: the object as it was brought in, and how it differs from what is asked of one. */
export function tellImportedReview({ raw, base, deviations }: ImportedReviewEvent): Telling {
  const shown = raw.length > longestRaw ? `${raw.slice(0, longestRaw).toWellFormed()}…` : raw
  const fields = { 'As it was': shown, 'Completed by': base, Deviations: deviations.join(', ') }
  return { thing: 'imported review', sentence: 'kept the ClaimReview as it was', fields }
}
