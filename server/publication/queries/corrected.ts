import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { isEverSeen, ofClaims } from './seen.ts'

/** A claim that says what a published claim of another report said until that was corrected or taken back, and not checked since. */
export interface CorrectedElsewhere {
  readonly claimId: string
  readonly reportId: string
  /** The claim that was corrected, in the words that were wrong or uncorrected, and its report. */
  readonly corrected: {
    readonly claimId: string
    readonly statement: string
    readonly reportId: string
    readonly title: string
  }
}

/**
 * The claims of a team, or of one of its reports, that use a claim or figure which was corrected or taken back before
 * readers in another report: they say the same sentence, rest on its public page, or state the figure that was replaced. A claim is
 * no longer among them once its verdict is set, or it is submitted, after the correction was published.
 */
export async function correctedElsewhere(
  db: Database,
  teamId: string,
  reportId?: string,
): Promise<CorrectedElsewhere[]> {
  const rows = await db.execute<Record<'claim' | 'report' | 'corrected' | 'statement' | 'in' | 'title', string>>(sql`
    with own as materialized (
      select id, report_id, greatest(verdict_seq, submitted_seq) as checked from claim
      where team_id = ${teamId} and not withdrawn ${reportId === undefined ? sql`` : sql`and report_id = ${reportId}`}),
    corrected as materialized (
      select claim_id, report_id, seq, was->>'statement' as statement, ${folded(sql`was->>'statement'`)} as sentence,
        slug, was->'figures' as wrong, form->'figures' as standing
      from (${correctedIn(teamId)}) each),
    replaced as materialized (${replacedFigures}),
    using_it as (${sayTheSame} union all ${restOnIt(teamId)} union all ${stateTheFigure})
    select distinct on (own.id, c.claim_id) own.id as claim, own.report_id as report,
      c.claim_id as corrected, c.statement, c.report_id as "in", report.title
    from using_it
    join own on own.id = using_it.id
    join corrected c on c.claim_id = using_it.corrected and c.seq = using_it.seq
    join report on report.id = c.report_id
    where own.report_id <> c.report_id and own.checked < c.seq
    order by own.id, c.claim_id, c.seq desc`)
  return rows.map(({ claim, report, corrected, statement, in: within, title }) => ({
    claimId: claim,
    reportId: report,
    corrected: { claimId: corrected, statement, reportId: within, title },
  }))
}

// What uses what was corrected is looked for by what is equal, never by comparing each claim with each correction: what is
// compared is made once (`materialized`), and each of the three ways is one join.

/**
 * Each publication that brought a correction, with what readers had before; and each that was taken back from them, with what was
 * published in its place. Published anew to the letter it says again what it said.
 */
const correctedIn = (teamId: string): SQL => sql`
  select claim_id, report_id, retraction.seq, slug, coalesce(anew.form, '{"figures": []}')::jsonb as form,
    publication.form::jsonb as was
  from retraction join publication using (claim_id, number)
  left join lateral (
    select later.form, later.hash from publication later
    where later.claim_id = retraction.claim_id and later.number > retraction.number order by later.number limit 1
  ) anew on true
  where retraction.team_id = ${teamId} and anew.hash is distinct from publication.hash and exists (
    select 1 from publication p
    where p.claim_id = retraction.claim_id and p.number <= retraction.number and p.visible_from <= retraction.at
      and ${isEverSeen(ofClaims)})
  union all
  select claim_id, report_id, seq, slug, form::jsonb as form, was::jsonb as was
  from (
    select claim_id, report_id, seq, slug, form, lag(form) over history as was, lag(seq) over history as since
    from publication
    where team_id = ${teamId} and claim_id in (select claim_id from correction where team_id = ${teamId})
    window history as (partition by claim_id order by number)
  ) told
  where exists (
    select 1 from correction
    where correction.claim_id = told.claim_id and not withdrawn and made_seq > told.since and made_seq < told.seq)`

/** A sentence without what does not change what it says. A regular expression would take most of the time here. */
const folded = (text: SQL): SQL => sql`rtrim(lower(
  replace(replace(replace(${text}, ' ', ''), '\n', ''), '\u00A0', '')), '.')`

const sayTheSame = sql`
  select own.id, c.claim_id as corrected, c.seq
  from own join claim_text words on words.claim_id = own.id
  join corrected c on c.sentence = ${folded(sql`words.statement`)}`

const restOnIt = (teamId: string): SQL => sql`
  select own.id, c.claim_id, c.seq
  from corrected c
  join report_address address on address.report_id = c.report_id
  join team_page page on page.team_id = ${teamId}
  join source on source.team_id = ${teamId} and source.url like '%/p/' || page.slug || '/%'
    and substring(rtrim(split_part(split_part(source.url, '?', 1), '#', 1), '/') from '/p/[^/]+/[^/]+/[^/]+$')
      = '/p/' || page.slug || '/' || address.slug || '/' || c.slug
  join evidence on evidence.source_id = source.id and not evidence.withdrawn
  join own on own.id = evidence.claim_id`

/** Whether two figures that count the same may be of the same: where nobody said when or what exactly. */
const maySpeakOfTheSame = (figure: SQL, other: SQL): SQL => sql`
  (${other}->>'scope' in ('', ${figure}->>'scope') or ${figure}->>'scope' = '')
  and (${other}->>'asOf' in ('', ${figure}->>'asOf') or ${figure}->>'asOf' = '')`

/** The figures that a published claim stated and states no more. */
const replacedFigures = sql`
  select c.claim_id, c.seq, said->>'bound' as bound, said->>'low' as low, said->>'high' as high,
    lower(said->>'unit') as unit, said
  from corrected c cross join jsonb_array_elements(c.wrong) said
  where not exists (
    select 1 from jsonb_array_elements(c.standing) still
    where still->>'bound' = said->>'bound' and still->>'low' = said->>'low' and still->>'high' = said->>'high'
      and lower(still->>'unit') = lower(said->>'unit') and ${maySpeakOfTheSame(sql`said`, sql`still`)})`

const stateTheFigure = sql`
  select own.id, was.claim_id, was.seq
  from replaced was
  join figure using (bound, low, high)
  join own on own.id = figure.claim_id
  where lower(figure.unit) = was.unit and not figure.withdrawn
    and ${maySpeakOfTheSame(sql`was.said`, sql`jsonb_build_object('scope', figure.scope, 'asOf', figure.as_of)`)}`
