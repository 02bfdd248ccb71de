import { sql, type SQL } from 'drizzle-orm'

// What readers ever see of what was published (docs/decisions/013): nothing before its time, and nothing before a note was
// signed for the history that holds it. Of a publication that was taken back, or had another one put in its place, before that,
// they are told nothing at any time: neither that it was, nor by a number that it left out. What is taken back waits for no
// note, and neither does what was said with it.

/** Tables of one kind of publications. */
export interface Kind {
  readonly publications: SQL
  readonly retractions: SQL
  /** The column that says what was published. */
  readonly subject: SQL
  /** What a retraction of this name leaves less to read by than another one, as something to sort by. */
  strength(retraction: SQL): SQL
}

/** Publications of claims, and what took them back. */
export const ofClaims: Kind = {
  publications: sql`publication`,
  retractions: sql`retraction`,
  subject: sql`claim_id`,
  strength: (retraction) => sql`(${retraction}.how = 'unpublished')`,
}

/** Publications of reports as a whole, and what took them back. */
export const ofReports: Kind = {
  publications: sql`report_publication`,
  retractions: sql`report_retraction`,
  subject: sql`report_id`,
  strength: () => sql`false`,
}

/** The publications `p` of a kind, with how far their team's history is `signed`. */
export const published = ({ publications }: Kind): SQL => sql`
  ${publications} p join signed_head signed on signed.team_id = p.team_id`

/** Whether the time of the publication `p` has come by a moment, and the history that holds it is `signed`. */
export const isOut = (at: SQL): SQL => sql`(p.visible_from <= ${at} and p.seq <= signed.seq)`

/** Whether no note had been signed for the publication `p` yet when something else was recorded. */
const isUnsignedAt = (seq: SQL): SQL => sql`not is_signed_between(p.team_id, p.seq, ${seq})`

/**
 * Whether readers see the publication `p` once it is out: asked of all publications, signed or not. It is a select of its own,
 * or else the planner weighs every order of all the joins, which takes longer than the answer.
 */
export const isEverSeen = ({ publications, retractions, subject }: Kind): SQL => sql`(
  select not exists (
    select 1 from ${retractions} before
    where before.${subject} = p.${subject} and before.number >= p.number and (
      before.at < p.visible_from or ${isUnsignedAt(sql`before.seq`)}))
  and not exists (
    select 1 from ${publications} later
    where later.${subject} = p.${subject} and later.number > p.number and (
      (p.visible_from > p.at and later.visible_from <= p.visible_from)
      or (later.visible_from <= later.at and ${isUnsignedAt(sql`later.seq`)}))))`

/**
 * What took `newest` back, the newest publication that readers have seen: the first retraction, as a second one takes back
 * what they have not; but what was to go goes.
 */
export const takenBack = ({ retractions, subject, strength }: Kind): SQL => sql`
  left join lateral (
    select r.* from ${retractions} r
    where r.${subject} = newest.${subject} and r.number >= newest.number
    order by (${strength(sql`r`)}, -r.seq) desc limit 1
  ) taken on true`

/** When something was taken back last from readers who had it; `had` is what else must be so of the publication `p` by `r.at`. */
export const lastTakenBack = (kind: Kind, had: SQL = sql`true`): SQL => sql`
  select max(r.at) from ${kind.retractions} r
  where r.team_id = page.team_id and exists (
    select 1 from ${published(kind)}
    where p.${kind.subject} = r.${kind.subject} and p.number <= r.number and ${isOut(sql`r.at`)}
      and ${isEverSeen(kind)} and ${had} and not exists (
        select 1 from ${kind.retractions} earlier
        where earlier.${kind.subject} = r.${kind.subject} and earlier.seq < r.seq and earlier.number >= p.number
          and ${kind.strength(sql`earlier`)} >= ${kind.strength(sql`r`)}))`

/** Whether readers had a claim by a moment that is in the list of claims of this form. */
export const hasListed = (form: SQL, at: SQL): SQL => sql`exists (
  select 1 from (select jsonb_array_elements(${form}::jsonb->'claims')->>'id' as id) listed
  join (${published(ofClaims)}) on p.claim_id = listed.id
  where ${isOut(at)} and ${isEverSeen(ofClaims)})`
