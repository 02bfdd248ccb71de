import { and, desc, eq, gte, inArray, lt, lte, or, sql } from 'drizzle-orm'
import { entry, entryWord } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { textKind } from '../entry.ts'
import { bySubject, matchOf, type Filter, type Matches, type Row } from './matching.ts'
import type { Scope } from './scope.ts'

/** So many entries that say a word are looked at at once. */
export const mostLookedAt = 2_000

/**
 * The newest entries that a filter lets through and that say these words, of those that say the first of them: a common word
 * is followed a stretch at a time. Of what was typed only the first one counts here, for the words of one burst are spread
 * over its edits (`saidIn`).
 */
export async function saying(
  { db, actor: { teamId } }: Context,
  { subjects }: Pick<Scope, 'subjects'>,
  { person, kind, first, end }: Filter,
  [word = '', ...others]: readonly string[],
): Promise<Matches> {
  const stretch = await db
    .select({ seq: entryWord.seq })
    .from(entryWord)
    .where(and(ofWord(teamId, word), gte(entryWord.seq, first), lt(entryWord.seq, end)))
    .orderBy(desc(entryWord.seq))
    .limit(mostLookedAt)
  const lane = subjects && bySubject(subjects, undefined)
  const all = others.map(
    (each) =>
      sql`exists (select 1 from ${entryWord} where ${ofWord(teamId, each)} and ${entryWord.seq} = ${entry.seq})`,
  )
  const where = and(
    eq(entry.teamId, teamId),
    sql`${entry.seq} in (select jsonb_array_elements_text(${JSON.stringify(stretch.map(({ seq }) => seq))}::jsonb)::bigint)`,
    kind === undefined ? undefined : eq(entry.kind, kind),
    person === undefined ? undefined : eq(entry.actor, person),
    all.length > 0 ? or(eq(entry.kind, textKind), and(...all)) : undefined,
    lane ? sql`exists (select 1 from ${lane.from} where ${lane.where})` : undefined,
  )
  const rows = await db.execute<Row>(sql`
    select ${entry.seq}::float8 as seq, at, actor, kind, subject_type as type, subject_id as id
    from ${entry} where ${where} order by ${desc(entry.seq)}`)
  return { matches: [...rows].map(matchOf), next: stretch.length < mostLookedAt ? null : (stretch.at(-1)?.seq ?? null) }
}

/** Which of these edits say the first of some words; none where they do not say all of them together. */
export async function saidIn(
  { db, actor: { teamId } }: Context,
  words: readonly string[],
  edits: readonly number[],
): Promise<readonly number[]> {
  const [first, last] = [edits[0] ?? 0, edits.at(-1) ?? 0]
  const rows = await db
    .select({ word: entryWord.word, seq: entryWord.seq })
    .from(entryWord)
    .where(
      and(
        eq(entryWord.teamId, teamId),
        inArray(entryWord.word, [...words]),
        gte(entryWord.seq, first),
        lte(entryWord.seq, last),
      ),
    )
  const own = new Set(edits)
  const said = rows.filter(({ seq }) => own.has(seq))
  const isAll = words.every((word) => said.some((each) => each.word === word))
  return isAll ? said.filter(({ word }) => word === words[0]).map(({ seq }) => seq) : []
}

const ofWord = (teamId: string, word: string) => and(eq(entryWord.teamId, teamId), eq(entryWord.word, word))
