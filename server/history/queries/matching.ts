import { and, asc, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm'
import { entry } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { daysAfter } from '../days.ts'
import type { Subject } from '../entry.ts'
import { headOf } from '../store.ts'
import type { Scope } from './scope.ts'

type Reader = Context['db']

/** Who, what kind, and when: of the entries from `first` on and before `end`. */
export interface Filter {
  readonly person?: string
  readonly kind?: string
  readonly first: number
  readonly end: number
}

/** An entry that a filter lets through. */
export interface Match {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly kind: string
  readonly subject: Subject
}

/** Entries, newest first, and before which one there may be more of them; null when there are none. */
export interface Matches {
  readonly matches: readonly Match[]
  readonly next: number | null
}

/**
 * The newest entries of a scope that a filter lets through. Each lane, a subject or a kind, is the start of one range of an
 * index, so that no page reads more the longer a history is.
 */
export async function matching(
  { db, actor: { teamId } }: Context,
  { subjects }: Pick<Scope, 'subjects'>,
  filter: Filter,
  limit: number,
): Promise<Matches> {
  const { person, kind, first, end } = filter
  const kinds = kind === undefined ? person !== undefined && (await kindsIn(db, teamId, person)) : [kind]
  const ofKind = kind === undefined ? undefined : eq(entry.kind, kind)
  const lane = subjects ? bySubject(subjects, ofKind) : kinds ? byKind(kinds) : whole
  const ofPerson = person === undefined ? undefined : eq(entry.actor, person)
  const where = and(eq(entry.teamId, teamId), lane.where, ofPerson, gte(entry.seq, first), lt(entry.seq, end))
  const rows = await db.execute<Row>(sql`
    select found.seq::float8 as seq, found.at, found.actor, found.kind, found.subject_type as type, found.subject_id as id
    from ${lane.from} cross join lateral (select * from ${entry} where ${where} order by ${desc(entry.seq)} limit ${limit}) found
    order by found.seq desc limit ${limit}`)
  const matches = [...rows].map(matchOf)
  return { matches, next: matches.length < limit ? null : (matches.at(-1)?.seq ?? null) }
}

/** A row of an entry as a match. */
export const matchOf = ({ type, id, ...rest }: Row): Match => ({ ...rest, subject: { type, id } })

/** What is asked of an entry for a match. */
export type Row = { [Name in keyof Omit<Match, 'subject'>]: Match[Name] } & { type: Subject['type']; id: string }

interface Lane {
  readonly from: SQL
  readonly where: SQL | undefined
}

const whole: Lane = { from: sql`(values (1)) as lane(one)`, where: undefined }

const byKind = (kinds: readonly string[]): Lane => ({
  from: sql`jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb) as lane(kind)`,
  where: sql`${entry.kind} = lane.kind`,
})

/** One lane for each subject. */
export const bySubject = (subjects: readonly Subject[], ofKind: SQL | undefined): Lane => ({
  from: sql`jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as lane(type text, id text)`,
  where: and(sql`${entry.subjectType} = lane.type and ${entry.subjectId} = lane.id`, ofKind),
})

/** The kinds of entries that there are in a team, or of one person there; one step along an index for each. */
export function kindsIn(db: Reader, teamId: string, person?: string): Promise<string[]> {
  return eachOf(
    db,
    entry.kind,
    and(eq(entry.teamId, teamId), person === undefined ? undefined : eq(entry.actor, person)),
  )
}

/** Who did something in a team; one step along an index for each. */
export function actorsIn(db: Reader, teamId: string): Promise<string[]> {
  return eachOf(db, entry.actor, eq(entry.teamId, teamId))
}

async function eachOf(
  db: Reader,
  column: typeof entry.kind | typeof entry.actor,
  where: SQL | undefined,
): Promise<string[]> {
  const rows = await db.execute<{ value: string }>(sql`
    with recursive step as (
      (select ${column} as value from ${entry} where ${where} order by ${column} limit 1)
      union all
      select (select ${column} from ${entry} where ${where} and ${column} > step.value order by ${column} limit 1)
      from step where step.value is not null
    )
    select value from step where value is not null`)
  return [...rows].map(({ value }) => value)
}

/** The entries of some days, both included and either open: the first seq of them, and the first one after them. */
export async function seqsOfDays(
  { db, actor: { teamId } }: Context,
  { from, to }: { readonly from?: string; readonly to?: string },
): Promise<Pick<Filter, 'first' | 'end'>> {
  const [first, end] = await Promise.all([
    from === undefined ? 1 : firstSince(db, teamId, from),
    to === undefined ? Number.MAX_SAFE_INTEGER : firstSince(db, teamId, daysAfter(to, 1)),
  ])
  return { first, end }
}

/** The first entry of a day or later, in halves: no entry is earlier than the one before it. */
async function firstSince(db: Reader, teamId: string, day: string): Promise<number> {
  let [low, high] = [1, (await headOf(db, teamId)) + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [row] = await db
      .select({ seq: entry.seq, at: entry.at })
      .from(entry)
      .where(and(eq(entry.teamId, teamId), gte(entry.seq, middle)))
      .orderBy(asc(entry.seq))
      .limit(1)
    if (row && row.at < day) low = row.seq + 1
    else high = middle
  }
  return low
}
