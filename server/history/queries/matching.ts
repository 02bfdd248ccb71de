import { and, asc, desc, eq, gte, lt, sql, type Column, type SQL } from 'drizzle-orm'
import { burst, entry, entryWord } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { textKind, type Subject } from '../entry.ts'
import { headOf } from '../store.ts'
import type { Scope } from './scope.ts'

type Reader = Context['db']

/** Days of the calendar in UTC, as YYYY-MM-DD, both included and either open. */
interface Days {
  readonly from?: string
  readonly to?: string
}

/** Who, what kind, and when: from the entry `first` on and before `end`, and of these those of some days. */
export interface Filter extends Days {
  readonly person?: string
  readonly kind?: string
  readonly first: number
  readonly end: number
}

/** Something that happened, a deed or a burst of typing, that a filter lets through. */
export interface Match {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly kind: string
  readonly subject: Subject
  /** Which text was typed in; null for a deed. */
  readonly text: string | null
}

/** What may be told: of some seqs only, where they are given; not more than so many of each, and all that share a seq. */
interface Bounds {
  readonly seqs?: readonly number[]
  readonly limit: number
}

/** A deed. Written out, so that the database sees which index is meant. */
const isDeed = sql.raw(`kind <> '${textKind}'`)

/**
 * The newest of what happened in a scope that a filter lets through, newest first. Each lane, a subject or a kind, is the
 * start of one range of an index, so that no page reads more the longer a history is.
 */
export async function matching(
  ctx: Context,
  { subjects }: Pick<Scope, 'subjects'>,
  filter: Filter,
  bounds: Bounds,
): Promise<Match[]> {
  const { kind } = filter
  const [deeds, typed] = await Promise.all([
    kind === textKind ? [] : deedsThat(ctx, subjects, filter, bounds),
    kind === undefined || kind === textKind ? typingThat(ctx, subjects, filter, bounds) : [],
  ])
  return [...deeds, ...typed].toSorted((a, b) => b.seq - a.seq)
}

async function deedsThat(
  { db, actor: { teamId } }: Context,
  subjects: Scope['subjects'],
  { person, kind, first, end, ...days }: Filter,
  { seqs, limit }: Bounds,
): Promise<Match[]> {
  const kinds = kind === undefined ? person !== undefined && (await deedKindsIn(db, teamId, person)) : [kind]
  const ofKind = kind === undefined ? undefined : eq(entry.kind, kind)
  const lane = subjects ? bySubject(subjects, ofKind) : kinds ? byKind(kinds) : whole
  const ofPerson = person === undefined ? undefined : eq(entry.actor, person)
  const range = and(gte(entry.seq, first), lt(entry.seq, end), among(sql`${entry.seq}`, seqs))
  const where = and(eq(entry.teamId, teamId), isDeed, lane.where, ofPerson, range, isOf(days, entry.at))
  const rows = await db.execute<Row>(sql`
    select found.seq::float8 as seq, found.at, found.actor, found.kind, found.subject_type as type, found.subject_id as id
    from ${lane.from} cross join lateral (select * from ${entry} where ${where} order by ${desc(entry.seq)} limit ${limit}) found
    order by found.seq desc limit ${limit}`)
  return [...rows].map(({ type, id, ...rest }) => ({ ...rest, subject: { type, id }, text: null }))
}

async function typingThat(
  { db, actor: { teamId } }: Context,
  subjects: Scope['subjects'],
  { person, first, end, ...days }: Filter,
  { seqs, limit }: Bounds,
): Promise<Match[]> {
  const claims = subjects?.filter(({ type }) => type === 'claim')
  const lane = claims ? bySubject(claims, undefined, sql`${burst.claimId} = lane.id`) : whole
  const ofPerson = person === undefined ? undefined : eq(burst.actor, person)
  const range = and(gte(burst.seq, first), lt(burst.seq, end), among(sql`${burst.seq}`, seqs))
  const where = and(eq(burst.teamId, teamId), lane.where, ofPerson, range, isOf(days, burst.at))
  const newest = (from: SQL) => sql`${from} order by seq desc fetch first (${limit}) rows with ties`
  const rows = await db.execute<Typed>(sql`
    select found.seq::float8 as seq, found.at, found.actor, found.claim_id as id, found.name as text
    from ${lane.from} cross join lateral (${newest(sql`select * from ${burst} where ${where}`)}) found
    order by found.seq desc fetch first (${limit}) rows with ties`)
  return [...rows].map(({ id, ...rest }) => ({ ...rest, kind: textKind, subject: { type: 'claim', id } }))
}

type Row = { [Name in 'at' | 'actor' | 'kind' | 'id']: string } & { seq: number; type: Subject['type'] }
type Typed = { [Name in 'at' | 'actor' | 'id' | 'text']: string } & { seq: number }

interface Lane {
  readonly from: SQL
  readonly where: SQL | undefined
}

const whole: Lane = { from: sql`(values (1)) as lane(one)`, where: undefined }

const byKind = (kinds: readonly string[]): Lane => ({
  from: sql`jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb) as lane(kind)`,
  where: sql`${entry.kind} = lane.kind`,
})

const isSubject = sql`${entry.subjectType} = lane.type and ${entry.subjectId} = lane.id`

/** One lane for each subject. */
const bySubject = (subjects: readonly Subject[], ofKind: SQL | undefined, isOne = isSubject): Lane => ({
  from: sql`jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as lane(type text, id text)`,
  where: and(isOne, ofKind),
})

const among = (column: SQL, seqs: readonly number[] | undefined): SQL | undefined =>
  seqs && sql`${column} in (select jsonb_array_elements_text(${JSON.stringify(seqs)}::jsonb)::bigint)`

/** What says some words, as far as it was looked for, and before which seq there may be more; null where there is no more. */
export interface Said {
  readonly seqs: readonly number[]
  readonly next: number | null
}

/** Which of the newest entries or bursts of a team that say the first of some words, so many of them, say the others too. */
export async function saying(
  { db, actor: { teamId } }: Context,
  [word = '', ...others]: readonly string[],
  { first, end }: Pick<Filter, 'first' | 'end'>,
  limit: number,
): Promise<Said> {
  const isIn = (each: string) => and(eq(entryWord.teamId, teamId), eq(entryWord.word, each))
  const all = others.map(
    (each) => sql`exists (select 1 from ${entryWord} where ${isIn(each)} and ${entryWord.seq} = stretch.seq)`,
  )
  const range = and(isIn(word), gte(entryWord.seq, first), lt(entryWord.seq, end))
  const rows = await db.execute<{ seq: number; says: boolean }>(sql`
    select seq::float8 as seq, ${and(sql`true`, ...all)} as says
    from (select seq from ${entryWord} where ${range} order by seq desc limit ${limit}) stretch
    order by seq desc`)
  const seqs = [...rows].filter(({ says }) => says).map(({ seq }) => seq)
  return { seqs, next: rows.length < limit ? null : (rows.at(-1)?.seq ?? null) }
}

/** The kinds of what there is in a team's history. */
export async function kindsIn(db: Reader, teamId: string): Promise<string[]> {
  const typed = db.select({ seq: burst.seq }).from(burst).where(eq(burst.teamId, teamId)).limit(1)
  const [kinds, [any]] = await Promise.all([deedKindsIn(db, teamId), typed])
  return any ? [...kinds, textKind] : kinds
}

/** The kinds of deeds in a team, or of one person there. */
function deedKindsIn(db: Reader, teamId: string, person?: string): Promise<string[]> {
  const ofPerson = person === undefined ? undefined : eq(entry.actor, person)
  return eachOf(
    db,
    { table: sql`${entry}`, column: sql`${entry.kind}` },
    and(eq(entry.teamId, teamId), isDeed, ofPerson),
  )
}

/** Who did or typed something in a team. */
export async function actorsIn(db: Reader, teamId: string): Promise<string[]> {
  const ofDeeds = { table: sql`${entry}`, column: sql`${entry.actor}` }
  const ofTyping = { table: sql`${burst}`, column: sql`${burst.actor}` }
  const [did, typed] = await Promise.all([
    eachOf(db, ofDeeds, and(eq(entry.teamId, teamId), isDeed)),
    eachOf(db, ofTyping, eq(burst.teamId, teamId)),
  ])
  return [...new Set([...did, ...typed])]
}

/** Each value of a column; one step along an index for each. */
async function eachOf(
  db: Reader,
  { table, column }: { readonly table: SQL; readonly column: SQL },
  where: SQL | undefined,
): Promise<string[]> {
  const rows = await db.execute<{ value: string }>(sql`
    with recursive step as (
      (select ${column} as value from ${table} where ${where} order by ${column} limit 1)
      union all
      select (select ${column} from ${table} where ${where} and ${column} > step.value order by ${column} limit 1)
      from step where step.value is not null
    )
    select value from step where value is not null`)
  return [...rows].map(({ value }) => value)
}

/** Moments are ISO 8601 in UTC, of which none begins with a 24th hour. */
const isOf = ({ from, to }: Days, at: Column): SQL | undefined =>
  and(from === undefined ? undefined : gte(at, from), to === undefined ? undefined : lt(at, `${to}T24`))

/** Where the entries of some days lie: no seq before the first of them, and none from one after them on. */
export async function seqsOfDays(
  { db, actor: { teamId } }: Context,
  { from, to }: Days,
): Promise<Pick<Filter, 'first' | 'end'>> {
  const [first, end] = await Promise.all([
    from === undefined ? null : since(db, teamId, from),
    to === undefined ? null : since(db, teamId, `${to}T24`),
  ])
  return { first: first?.after ?? 1, end: end?.next ?? Number.MAX_SAFE_INTEGER }
}

/**
 * Where a moment lies in a history, in which no entry is earlier than the one before it: what is before `after` is earlier, and
 * the first row that is not is `next`; null for none. What is sealed between them may be either.
 */
async function since(db: Reader, teamId: string, moment: string): Promise<{ after: number; next: number | null }> {
  let [after, end, next]: [number, number, number | null] = [1, (await headOf(db, teamId)) + 1, null]
  while (after < end) {
    const middle = Math.floor((after + end) / 2)
    const [row] = await db
      .select({ seq: entry.seq, at: entry.at })
      .from(entry)
      .where(and(eq(entry.teamId, teamId), gte(entry.seq, middle), lt(entry.seq, next ?? end)))
      .orderBy(asc(entry.seq))
      .limit(1)
    if (row && row.at < moment) after = row.seq + 1
    else [end, next] = [middle, row?.seq ?? next]
  }
  return { after, next }
}
