import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { readForm, type ClaimForm, type CorrectionForm } from '../form.ts'
import type { Approvers, PublicClaim, PublicTeam, TakenBack } from '../published.ts'
import {
  hasListed,
  isEverSeen,
  isOut,
  lastTakenBack,
  ofClaims,
  ofReports,
  published,
  takenBack,
  type Kind,
} from './seen.ts'

// What anybody may read. Nothing here looks at what is being written: only at publications, at what took them back, at
// addresses, and at the names of those who approved.

/** A team's public side at a moment. */
export interface PublicSide {
  readonly teamId: string
  readonly team: PublicTeam
  readonly namesApprovers: boolean
  /** Another whenever anything that readers see of the team may be different. */
  readonly version: string
  /** When readers saw something change last; of what they never saw this tells nothing. ISO 8601 in UTC. */
  readonly changedAt: string
}

/** The public side of the team at this address; null where there is none. */
export async function publicSide(db: Database, slug: string, now: Date): Promise<PublicSide | null> {
  const at = now.toISOString()
  const [row] = await db.execute<Record<string, string | null>>(sql`
    select page.*, seen.visible, whole.visible as wholes,
      greatest(page.seq, seen.seq, whole.seq,
        (select max(seq) from erasure where team_id = page.team_id and state = 'confirmed'),
        (select max(seq) from retraction where team_id = page.team_id),
        (select max(seq) from report_retraction where team_id = page.team_id),
        (select max(seq) from report_address where team_id = page.team_id),
        (select max(seq) from member where team_id = page.team_id)) as last,
      greatest(settled.at, seen.latest, whole.latest, (${lastTakenBack(ofClaims)}),
        (${lastTakenBack(ofReports, hasListed(sql`p.form`, sql`r.at`))})) as changed_at
    from team_page page
    join entry settled on settled.team_id = page.team_id and settled.seq = page.seq
    cross join lateral (${seenIn(ofClaims, at)}) seen
    cross join lateral (${seenIn(ofReports, at, sql`p.visible_from > seen.latest and ${hasListed(sql`p.form`, sql`${at}`)}`)}) whole
    where page.slug = ${slug}`)
  if (!row) return null
  const text = (name: string): string => row[name] ?? ''
  return {
    teamId: text('team_id'),
    team: {
      slug,
      publisher: text('publisher'),
      homepage: text('homepage'),
      howWeCheck: text('how_we_check'),
      correctionsUrl: text('corrections_url'),
      contact: text('contact'),
    },
    namesApprovers: text('approvers') === 'name',
    version: `${text('last')}.${text('visible')}.${text('wholes')}`,
    changedAt: text('changed_at'),
  }
}

/**
 * How many publications of the team are out by now, and since when readers have seen the last of those that
 * they see at all, and of which this is so besides: looked for from the last one on, as each page asks for it.
 */
const seenIn = (kind: Kind, at: string, also: SQL = sql`true`): SQL => sql`
  select count(*) filter (where ${isOut(sql`${at}`)}) as visible, max(p.seq) as seq, (
    select p.visible_from from ${published(kind)}
    where p.team_id = page.team_id and ${isOut(sql`${at}`)} and ${isEverSeen(kind)} and ${also}
    order by p.visible_from desc limit 1) as latest
  from ${published(kind)} where p.team_id = page.team_id`

/** A report as the list of a team names it. */
export interface PublicReport {
  readonly slug: string
  readonly title: string
  readonly publisher: string
  readonly claims: number
  readonly changedAt: string
}

/** The reports of which readers see something now, the last changed first. */
export async function publicReports(db: Database, { teamId }: PublicSide, now: Date): Promise<PublicReport[]> {
  const rows = await db.execute<{ slug: string; form: string; claims: string; changedAt: string }>(sql`
    select * from (
      select distinct on (report_id) slug, form, visible_from as "changedAt",
        count(*) over (partition by report_id) as claims
      from (
        select newest.report_id, a.slug, newest.form, newest.visible_from, taken.how
        from (${newestSeen(teamId, now)}) newest
        join report_address a on a.report_id = newest.report_id
        ${takenBack(ofClaims)}
      ) standing
      where how is distinct from 'unpublished'
      order by report_id, visible_from desc
    ) reports
    order by "changedAt" desc, slug`)
  return rows.map(({ slug, form, claims, changedAt }) => {
    const { title, publisher } = readForm(form).report
    return { slug, title, publisher, claims: Number(claims), changedAt }
  })
}

/** Which claims are asked for; all of a team without a report, all of a report without a claim. */
export interface Wanted {
  readonly report?: string
  readonly claim?: string
  /** At most so many, the last changed first; else all, in the order in which they were first published. */
  readonly lastChanged?: number
}

interface ClaimRow extends Record<string, unknown> {
  readonly claimId: string
  /** Among the publications that readers have seen. */
  readonly number: number
  readonly slug: string
  readonly report: string
  readonly form: string
  readonly visibleFrom: string
  readonly firstFrom: string
  readonly approvedBy: string[]
  readonly how: string | null
  readonly note: string | null
  readonly takenAt: string | null
}

/** The claims that readers see now, each in its newest publication, and what is left of those that were taken back. */
export async function publicClaims(db: Database, side: PublicSide, now: Date, wanted: Wanted): Promise<PublicClaim[]> {
  const { lastChanged } = wanted
  const rows = await db.execute<ClaimRow & Record<string, unknown>>(sql`
    select newest.claim_id as "claimId", newest.seen as number, newest.slug, a.slug as report, newest.form,
      newest.visible_from as "visibleFrom", newest.first_from as "firstFrom",
      to_json(newest.approved_by) as "approvedBy", taken.how, taken.note, taken.at as "takenAt"
    from (${newestSeen(side.teamId, now, only(side.teamId, wanted))}) newest
    join report_address a on a.report_id = newest.report_id
    ${takenBack(ofClaims)}
    ${lastChanged === undefined ? sql`order by newest.first_seq` : sql`order by greatest(newest.visible_from, taken.at) desc, newest.seq desc limit ${lastChanged}`}`)
  const standing = rows.filter(({ how }) => how !== 'unpublished')
  const [corrected, names] = await Promise.all([
    correctionTimes(db, side.teamId, now, standing),
    side.namesApprovers ? namesOf(db, side.teamId, standing) : null,
  ])
  return rows.map((row) => claimOf(row, side.team.slug, corrected, names))
}

/** Looked for by its address first: whoever asks for one claim, or for one that is not there, is not answered by all. */
const only = (teamId: string, { report, claim }: Wanted): SQL => sql`
  ${report === undefined ? sql`` : sql`and p.report_id in (select report_id from report_address where team_id = ${teamId} and slug = ${report})`}
  ${claim === undefined ? sql`` : sql`and p.slug = ${claim}`}`

/** Each claim's newest publication that readers have seen by now, with its number among those that they have seen. */
const newestSeen = (teamId: string, now: Date, within: SQL = sql``): SQL => sql`
  select * from (
    select p.*, row_number() over (partition by claim_id order by number desc) as place,
      count(*) over (partition by claim_id)::int as seen,
      min(visible_from) over (partition by claim_id) as first_from,
      min(p.seq) over (partition by claim_id) as first_seq
    from ${published(ofClaims)}
    where ${seenBy(teamId, now)} ${within}
  ) numbered
  where place = 1`

const seenBy = (teamId: string, now: Date): SQL => sql`
  p.team_id = ${teamId} and ${isOut(sql`${now.toISOString()}`)} and ${isEverSeen(ofClaims)}`

function claimOf(
  row: ClaimRow,
  team: string,
  corrected: ReadonlyMap<string, CorrectionTimes>,
  names: ReadonlyMap<string, string> | null,
): PublicClaim {
  const { slug, report, how, note, takenAt, number, firstFrom, visibleFrom } = row
  const address = { team, report, claim: slug }
  const taken: TakenBack | null = how === null ? null : { note: note ?? '', at: takenAt ?? '' }
  if (taken && how === 'unpublished') return { address, publishedAt: firstFrom, unpublished: taken }
  const approved = readForm(row.form)
  const times = corrected.get(row.claimId)
  const seenSince = (each: CorrectionForm) => times?.get(keyOf(each)) ?? null
  // What was corrected before readers saw anything, they are not told.
  const corrections = approved.corrections.filter((each) => seenSince(each) !== null)
  return {
    address,
    form: { ...approved, corrections },
    number,
    publishedAt: firstFrom,
    changedAt: visibleFrom,
    correctedAt: corrections.flatMap((each) => seenSince(each) ?? []),
    approvers: approversOf(row.approvedBy, names),
    retracted: taken,
  }
}

/** How readers are told who approved. */
export const approversOf = (ids: readonly string[], names: ReadonlyMap<string, string> | null): Approvers =>
  names ? { names: ids.map((id) => names.get(id) ?? '').filter(Boolean) } : { editors: ids.length }

type CorrectionTimes = ReadonlyMap<string, string | null>
const keyOf = ({ wrong, now, why, since }: CorrectionForm): string => JSON.stringify([wrong, now, why, since])

/**
 * Since when readers have seen each correction, by claim: since the first publication that names it; null for the first that
 * they saw at all. Times do not tell which that is: two are the same while the clock is behind.
 */
async function correctionTimes(db: Database, teamId: string, now: Date, rows: readonly ClaimRow[]) {
  const times = new Map<string, Map<string, string | null>>()
  const ids = rows.filter((row) => row.number > 1 && hasCorrections(row.form)).map(({ claimId }) => claimId)
  if (ids.length === 0) return times
  const earlier = await db.execute<{ claimId: string; form: string; visibleFrom: string }>(sql`
    select p.claim_id as "claimId", p.form, p.visible_from as "visibleFrom" from ${published(ofClaims)}
    where ${seenBy(teamId, now)} and p.claim_id in ${ids}
    order by p.number`)
  for (const { claimId, form, visibleFrom } of earlier) {
    const since = times.has(claimId) ? visibleFrom : null
    const known = times.get(claimId) ?? new Map<string, string | null>()
    times.set(claimId, known)
    for (const each of readForm(form).corrections) {
      if (!known.has(keyOf(each))) known.set(keyOf(each), since)
    }
  }
  return times
}

const hasCorrections = (form: string): boolean => (readForm(form) satisfies ClaimForm).corrections.length > 0

/** The names of all who approved one of these. */
export async function namesOf(
  db: Database,
  teamId: string,
  rows: readonly { readonly approvedBy: readonly string[] }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ approvedBy }) => approvedBy))]
  if (ids.length === 0) return new Map()
  const found = await db.execute<{ id: string; name: string }>(
    sql`select person_id as id, name from member where team_id = ${teamId} and person_id in ${ids}`,
  )
  return new Map(found.map(({ id, name }) => [id, name]))
}
