import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '#db/client.ts'

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
    with corrected as (${correctedIn(teamId)})
    select distinct on (own.id, c.claim_id) own.id as claim, own.report_id as report,
      c.claim_id as corrected, c.was->>'statement' as statement, c.report_id as "in", report.title
    from corrected c
    join report on report.id = c.report_id
    join report_address address on address.report_id = c.report_id
    join team_page page on page.team_id = ${teamId}
    join claim own on own.team_id = ${teamId} and own.report_id <> c.report_id and not own.withdrawn
      and greatest(own.verdict_seq, own.submitted_seq) < c.seq
      ${reportId === undefined ? sql`` : sql`and own.report_id = ${reportId}`}
    where ${saysTheSame} or ${restsOnIt} or ${statesTheFigure}
    order by own.id, c.claim_id, c.seq desc`)
  return rows.map(({ claim, report, corrected, statement, in: within, title }) => ({
    claimId: claim,
    reportId: report,
    corrected: { claimId: corrected, statement, reportId: within, title },
  }))
}

/** Each publication that brought a correction, and each that was taken back, with what readers had before. */
const correctedIn = (teamId: string): SQL => sql`
  select claim_id, report_id, retraction.seq, slug, '{"figures": []}'::jsonb as form, publication.form::jsonb as was
  from retraction join publication using (claim_id, number)
  where retraction.team_id = ${teamId} and not exists (
    select 1 from publication later where later.claim_id = retraction.claim_id and later.number > retraction.number)
  union all
  select claim_id, report_id, seq, slug, form, was
  from (
    select claim_id, report_id, seq, slug, form::jsonb as form,
      lag(form::jsonb) over (partition by claim_id order by number) as was
    from publication
    where team_id = ${teamId} and claim_id in (select claim_id from correction where team_id = ${teamId})
  ) told
  where jsonb_array_length(form->'corrections') > jsonb_array_length(was->'corrections')`

/** A sentence without what does not change what it says. */
const folded = (text: SQL): SQL => sql`rtrim(lower(regexp_replace(btrim(${text}), '\\s+', ' ', 'g')), '.')`

const saysTheSame = sql`exists (
  select 1 from claim_text words
  where words.claim_id = own.id and ${folded(sql`words.statement`)} = ${folded(sql`c.was->>'statement'`)})`

const restsOnIt = sql`exists (
  select 1 from evidence join source on source.id = evidence.source_id
  where evidence.claim_id = own.id and not evidence.withdrawn
    and rtrim(split_part(split_part(source.url, '?', 1), '#', 1), '/')
      like '%/p/' || page.slug || '/' || address.slug || '/' || c.slug)`

/** Whether two figures count the same; where nobody said when or what exactly, they may. */
const sameFigure = (figure: SQL, other: SQL): SQL => sql`
  ${other}->>'bound' = ${figure}->>'bound' and ${other}->>'low' = ${figure}->>'low'
  and ${other}->>'high' = ${figure}->>'high' and lower(${other}->>'unit') = lower(${figure}->>'unit')
  and (${other}->>'scope' in ('', ${figure}->>'scope') or ${figure}->>'scope' = '')
  and (${other}->>'asOf' in ('', ${figure}->>'asOf') or ${figure}->>'asOf' = '')`

const statesTheFigure = sql`exists (
  select 1 from jsonb_array_elements(c.was->'figures') wrong
  join figure on figure.claim_id = own.id and not figure.withdrawn
  where not exists (
    select 1 from jsonb_array_elements(c.form->'figures') right_one where ${sameFigure(sql`wrong`, sql`right_one`)})
  and ${sameFigure(
    sql`wrong`,
    sql`jsonb_build_object('bound', figure.bound, 'low', figure.low, 'high', figure.high, 'unit', figure.unit,
      'scope', figure.scope, 'asOf', figure.as_of)`,
  )})`
