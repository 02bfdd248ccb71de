import type { KindNames, Telling } from '../history/telling.ts'
import type { ReportEvent } from './report.ts'

export const reportKindNames: KindNames = { 'report.create': 'Brought in the report' }

/** What a deed on a report says. */
export function tellReport({ title, publisher, sourceUrl, language }: ReportEvent): Telling {
  const fields = { Title: title, Publisher: publisher, Address: sourceUrl, Language: language }
  return { thing: 'report', sentence: 'brought in the report', fields }
}
