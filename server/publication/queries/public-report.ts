import { sql, type SQL } from 'drizzle-orm'
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
  const [row] = await db.execute<Row & Record<string, unknown>>(sql`
    select p.report_id as "reportId", p.number, p.form, p.visible_from as "visibleFrom",
      to_json(p.approved_by) as "approvedBy", taken.note, taken.at as "takenAt"
    ${seenBy(side, now)} and a.slug = ${slug}
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

/**
 * Of each report whose newest publication was taken back: its address and the number of that one. Of a list of which
 * readers have no claim, its number alone would tell that something is to come.
 */
export async function reportsTakenBack(
  db: Database,
  side: PublicSide,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.execute<{ slug: string; number: number }>(sql`
    select slug, number from (
      select distinct on (p.report_id) a.slug, p.number, p.report_id, p.form, taken.at as taken_at
      ${seenBy(side, now)}
      order by p.report_id, p.number desc
    ) newest
    where taken_at is not null and exists (
      select 1 from publication c
      where c.report_id = newest.report_id and c.visible_from <= ${now.toISOString()}
        and newest.form::jsonb -> 'claims' @> jsonb_build_array(jsonb_build_object('id', c.claim_id)))`)
  return new Map(rows.map(({ slug, number }) => [slug, number]))
}

/** The publications of reports that readers have seen by now, each with what took it back. */
const seenBy = ({ teamId }: PublicSide, now: Date): SQL => sql`
  from report_address a join report_publication p on p.report_id = a.report_id
  left join lateral (
    select note, at from report_retraction r where r.report_id = p.report_id and r.number >= p.number
    order by r.seq desc limit 1
  ) taken on true
  where a.team_id = ${teamId} and p.visible_from <= ${now.toISOString()} and not exists (
    select 1 from report_retraction r
    where r.report_id = p.report_id and r.number >= p.number and r.at < p.visible_from)`

/** The address of each claim of a report that was ever published: readers may not have all of them yet. */
async function slugsOf(db: Database, reportId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.execute<{ id: string; slug: string }>(
    sql`select distinct claim_id as id, slug from publication where report_id = ${reportId}`,
  )
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}
