import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import type { PublishedReport, TakenBack } from '../published.ts'
import { readReportForm } from '../report-form.ts'
import { approversOf, namesOf, type PublicSide } from './public.ts'
import { hasListed, isEverSeen, isOut, ofClaims, ofReports, published, takenBack } from './seen.ts'

interface Row extends Record<string, unknown> {
  readonly reportId: string
  /** Among the publications that readers see. */
  readonly number: number
  readonly form: string
  readonly visibleFrom: string
  readonly approvedBy: string[]
  readonly note: string | null
  readonly takenAt: string | null
}

/**
 * The newest publication of a report that is out and that readers see at all, with its number among those; null for
 * none. Of its form nothing is told but which claims are in it.
 */
export async function publishedReport(
  db: Database,
  side: PublicSide,
  now: Date,
  slug: string,
): Promise<PublishedReport | null> {
  const [row] = await db.execute<Row & Record<string, unknown>>(sql`
    select newest.report_id as "reportId", newest.seen as number, newest.form, newest.visible_from as "visibleFrom",
      to_json(newest.approved_by) as "approvedBy", taken.note, taken.at as "takenAt"
    from (
      select p.*, count(*) over ()::int as seen
      from report_address a join (${published(ofReports)}) on p.report_id = a.report_id
      where a.team_id = ${side.teamId} and a.slug = ${slug} and ${isOut(sql`${now.toISOString()}`)}
        and ${isEverSeen(ofReports)}
      order by p.number desc limit 1
    ) newest
    ${takenBack(ofReports)}`)
  if (!row) return null
  const [slugs, names] = await Promise.all([
    slugsOf(db, row.reportId, now),
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
 * Of each report whose newest publication was taken back: its address and the number of that one. A list of which
 * readers had no claim by then is not among them.
 */
export async function reportsTakenBack(
  db: Database,
  side: PublicSide,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.execute<{ slug: string; number: number }>(sql`
    select newest.slug, newest.seen as number
    from (
      select distinct on (p.report_id) p.*, a.slug, count(*) over (partition by p.report_id)::int as seen
      from report_address a join (${published(ofReports)}) on p.report_id = a.report_id
      where a.team_id = ${side.teamId} and ${isOut(sql`${now.toISOString()}`)} and ${isEverSeen(ofReports)}
      order by p.report_id, p.number desc
    ) newest
    ${takenBack(ofReports)}
    where taken.at is not null and ${hasListed(sql`newest.form`, sql`taken.at`)}`)
  return new Map(rows.map(({ slug, number }) => [slug, number]))
}

/** The claims of a report of which readers have seen something, or will once it is out. */
export async function claimsEverSeen(db: Database | Transaction, reportId: string): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select distinct p.claim_id as id from publication p where p.report_id = ${reportId} and ${isEverSeen(ofClaims)}`)
  return new Set(rows.map(({ id }) => id))
}

/** The address of each claim of a report of which readers have seen something. */
async function slugsOf(db: Database, reportId: string, now: Date): Promise<ReadonlyMap<string, string>> {
  const rows = await db.execute<{ id: string; slug: string }>(sql`
    select distinct p.claim_id as id, p.slug from ${published(ofClaims)}
    where p.report_id = ${reportId} and ${isOut(sql`${now.toISOString()}`)} and ${isEverSeen(ofClaims)}`)
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}
