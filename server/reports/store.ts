import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { reportAddress, reportApproval, reportPublication, reportRetraction } from '#db/schema/publication.ts'
import { edition, importedReview, legalHold, report, retentionDecision } from '#db/schema/reports.ts'
import type { Noun } from '../history/commands.ts'
import { signedAs } from '../history/queries/signed-as.ts'
import {
  importedReviewAggregate,
  type ImportedReviewEvent,
  type ImportedReviewState,
  type ImportReview,
} from './imported-review.ts'
import { listAuthors, type ListAuthor, type ListDeed } from './list-authors.ts'
import { reportAggregate, type ReportCommand, type ReportEvent, type ReportState } from './report.ts'

/** Reports with their tables. */
export const reports: Noun<ReportState, ReportCommand, ReportEvent> = {
  aggregate: reportAggregate,
  tables: {
    report,
    edition,
    legalHold,
    retentionDecision,
    reportAddress,
    reportApproval,
    reportPublication,
    reportRetraction,
  },
}

/** Imported reviews with their table. */
export const importedReviews: Noun<ImportedReviewState, ImportReview, ImportedReviewEvent> = {
  aggregate: importedReviewAggregate,
  tables: { importedReview },
}

/** What a team imported under these keys, by key. */
export async function importedUnder(db: Database, teamId: string, keys: readonly string[]) {
  const rows = await db
    .select()
    .from(importedReview)
    .where(and(eq(importedReview.teamId, teamId), inArray(importedReview.key, [...keys])))
  return new Map(rows.map((row) => [row.key, row]))
}

/** A report of a team with its newest edition; null when the team has none of that id. */
export async function loadReport(db: Database | Transaction, teamId: string, id: string) {
  const [row] = await db
    .select()
    .from(report)
    .innerJoin(edition, eq(edition.reportId, report.id))
    .where(and(eq(report.id, id), eq(report.teamId, teamId)))
  return row ? { ...row.report, edition: row.edition.number, text: row.edition.text } : null
}

/** What editors approved of a report as a whole, what was published of it and taken back, each in order. */
export async function wholeRowsOf(db: Database | Transaction, reportId: string) {
  const [approvals, publications, retractions] = await Promise.all([
    db.select().from(reportApproval).where(eq(reportApproval.reportId, reportId)).orderBy(reportApproval.seq),
    db
      .select({ ...getTableColumns(reportPublication), signedAs: signedAs(reportPublication) })
      .from(reportPublication)
      .where(eq(reportPublication.reportId, reportId))
      .orderBy(reportPublication.number),
    db.select().from(reportRetraction).where(eq(reportRetraction.reportId, reportId)).orderBy(reportRetraction.seq),
  ])
  return { approvals, publications, retractions }
}

/**
 * Who shaped this list of a report, the text of its form, and by what: since a list of it was published that stands, or ever
 * for a claim that is not in that one; whoever brought the report in always.
 */
export async function listAuthorsOf(db: Database | Transaction, reportId: string, list: string): Promise<ListAuthor[]> {
  const rows = await db.execute<{ personId: string; kind: ListDeed }>(
    sql`select person_id as "personId", kind from report_authors(${reportId}, ${list}) order by kind <> 'report.create', person_id, kind`,
  )
  return listAuthors([...rows])
}

/** The texts of a report's editions, by their number. */
export async function editionsOf(db: Database, reportId: string): Promise<ReadonlyMap<number, string>> {
  const rows = await db.select().from(edition).where(eq(edition.reportId, reportId))
  return new Map(rows.map(({ number, text }) => [number, text]))
}

/** All reports of a team. */
export async function reportsOf(db: Database, teamId: string) {
  return db.select().from(report).where(eq(report.teamId, teamId))
}
