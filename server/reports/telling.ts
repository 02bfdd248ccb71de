import { tellTaking } from '../history/taking.ts'
import type { KindNames, Names, Telling } from '../history/telling.ts'
import { readReportForm } from '../publication/report-form.ts'
import { moved, shortHash } from '../publication/telling.ts'
import { isOfHold, type HoldEvent } from './hold.ts'
import type { ImportedReviewEvent } from './imported-review.ts'
import type { ReportEvent } from './report.ts'
import { isOfRetention, type RetentionEvent } from './retention.ts'

export const reportKindNames: KindNames = {
  'report.create': 'Brought in the report',
  'report.address': 'Public address of the report',
  'report.submit': 'Submitted a report',
  'report.return': 'Returned a report',
  'report.approve': 'Approved a report',
  'report.publish': 'Published a report',
  'report.retract': 'Took back a report',
  'report.reopen': 'Reopened a report',
  'hold.place': 'Placed a legal hold',
  'hold.lift': 'Lifted a legal hold',
  'retention.keep': 'Kept a report for longer',
  'retention.review': 'Looked a report through for what must go',
  'review.import': 'Imported a ClaimReview',
}

/** What a deed on a report says. */
export function tellReport(event: ReportEvent, names: Names): Telling {
  if (event.kind === 'history.take') return tellTaking(event, 'the report')
  if (isOfHold(event)) return tellHold(event)
  if (isOfRetention(event)) return tellRetention(event)
  switch (event.kind) {
    case 'report.create': {
      const { title, publisher, sourceUrl, language } = event
      const fields = { Title: title, Publisher: publisher, Address: sourceUrl, Language: language }
      return { thing: 'report', sentence: 'brought in the report', fields }
    }
    case 'report.address':
      return { thing: 'address', sentence: 'gave the report its public address', fields: { Address: event.slug } }
    case 'report.submit':
      return moved('in-review', 'submitted the report for review')
    case 'report.return':
      return moved('checking', 'returned the report', { Comment: event.comment })
    case 'report.reopen':
      return moved('checking', 'reopened the report', { Reason: event.reason })
    case 'report.approve': {
      const sentence = event.complete ? 'approved the report' : 'approved the report; another approval is needed'
      return moved(event.complete ? 'approved' : 'in-review', sentence, listed(event))
    }
    case 'report.publish':
      return moved('published', 'published the report', {
        ...listed(event),
        'Readers see it from': event.visibleFrom,
        'Approved by': event.approvedBy.map((id) => names.personName(id)).join(', '),
      })
    case 'report.retract':
      return moved('checking', 'took the published report back', { Note: event.note })
  }
}

function tellHold(event: HoldEvent): Telling {
  const said = { Reason: event.reason }
  const sentence =
    event.kind === 'hold.place'
      ? 'placed a legal hold on the report'
      : `lifted legal hold ${event.number} of the report`
  return { thing: 'legal hold', sentence, fields: {}, said }
}

function tellRetention(event: RetentionEvent): Telling {
  const said = { Reason: event.reason }
  const sentence =
    event.kind === 'retention.keep'
      ? `decided to keep the report until ${event.until}`
      : 'looked the report through for what must go'
  return { thing: 'retention', sentence, fields: {}, said }
}

/** Which list of claims it was about. */
const listed = ({ hash, form }: { readonly hash: string; readonly form: string }) => ({
  Content: shortHash(hash),
  Claims: readReportForm(form)
    .claims.map(({ statement }) => statement)
    .join('\n'),
})

const longestRaw = 2_000

/** What an import says: the object as it was brought in, and how it differs from what is asked of one. */
export function tellImportedReview({ raw, base, deviations }: ImportedReviewEvent): Telling {
  const shown = raw.length > longestRaw ? `${raw.slice(0, longestRaw).toWellFormed()}…` : raw
  const fields = { 'As it was': shown, 'Completed by': base, Deviations: deviations.join(', ') }
  return { thing: 'imported review', sentence: 'kept the ClaimReview as it was', fields }
}
