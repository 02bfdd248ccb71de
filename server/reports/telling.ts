import type { KindNames, Telling } from '../history/telling.ts'
import type { ReportEvent } from './report.ts'

export const reportKindNames: KindNames = {
  'report.create': 'Brought in the report',
  'report.address': 'Public address of the report',
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
