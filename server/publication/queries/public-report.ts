import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import type { PublishedReport, TakenBack } from '../published.ts'
import { readReportForm } from '../report-form.ts'
import { approversOf, namesOf, type PublicSide } from './public.ts'

interface Row extends Record<string, unknown> {
  readonly reportId: string
  readonly number: number
  readonly form: string
  readonly visibleFrom: string
  readonly approvedBy: string[]
  readonly note: string | null
  readonly takenAt: string | null
}

/**
 * The newest publication of a report that readers have seen by now; null for none. What was taken back while it was still
 * under embargo they never see. Of its form nothing is told but which of the claims that readers have are in it.
 */
export async function publishedReport(
  db: Database,
  side: PublicSide,
  now: Date,
  slug: string,
): Promise<PublishedReport | null> {
  const at = now.toISOString()
  const [row] = await db.execute<Row & Record<string, unknown>>(sql`
    select p.report_id as "reportId", p.number, p.form, p.visible_from as "visibleFrom",
      to_json(p.approved_by) as "approvedBy", taken.note, taken.at as "takenAt"
    from report_address a join report_publication p on p.report_id = a.report_id
    left join lateral (
      select note, at from report_retraction r where r.report_id = p.report_id and r.number >= p.number
      order by r.seq desc limit 1
    ) taken on true
    where a.team_id = ${side.teamId} and a.slug = ${slug} and p.visible_from <= ${at} and not exists (
      select 1 from report_retraction r
      where r.report_id = p.report_id and r.number >= p.number and r.at < p.visible_from)
    order by p.number desc limit 1`)
  if (!row) return null
  const [slugs, names] = await Promise.all([
    slugsOf(db, row.reportId),
    side.namesApprovers ? namesOf(db, side.teamId, [row]) : null,
  ])
  const { number, visibleFrom, approvedBy, note, takenAt } = row
  const taken: TakenBack | null = takenAt === null ? null : { note: note ?? '', at: takenAt }
  return {
    number,
    publishedAt: visibleFrom,
    approvers: approversOf(approvedBy, names),
    claims: readReportForm(row.form).claims.flatMap(({ id }) => slugs.get(id) ?? []),
    retracted: taken,
  }
}

/** The address of each claim of a report that was ever published: readers may not have all of them yet. */
async function slugsOf(db: Database, reportId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.execute<{ id: string; slug: string }>(
    sql`select distinct claim_id as id, slug from publication where report_id = ${reportId}`,
  )
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}
