import { and, eq, gt, gte, min, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { activity, burst, entryWord, teamHead, timelineHead } from '#db/schema/history.ts'
import type { ActivityRow, BurstRow, SaidRow } from '../timeline-rows.ts'

type Reader = Database | Transaction

/** Up to which entry a team's timeline is told, and when that was recorded; entry 0 for none. */
export interface ToldUpTo {
  readonly seq: number
  readonly at: string
}

/** How far a team's timeline is told. */
export async function toldUpTo(db: Reader, teamId: string): Promise<ToldUpTo> {
  const { seq, at } = timelineHead
  const [row] = await db.select({ seq, at }).from(timelineHead).where(eq(timelineHead.teamId, teamId))
  return row ?? { seq: 0, at: '' }
}

/** Says how far a team's timeline is told. */
export async function saveToldUpTo(tx: Transaction, teamId: string, { seq, at }: ToldUpTo): Promise<void> {
  const row = { teamId, seq, at }
  await tx.insert(timelineHead).values(row).onConflictDoUpdate({ target: timelineHead.teamId, set: row })
}

/** The teams whose history went on since their timeline was told. */
export async function teamsToTell(db: Reader): Promise<string[]> {
  const rows = await db
    .select({ teamId: teamHead.teamId })
    .from(teamHead)
    .leftJoin(timelineHead, eq(timelineHead.teamId, teamHead.teamId))
    .where(gt(teamHead.seq, sql`coalesce(${timelineHead.seq}, 0)`))
  return rows.map(({ teamId }) => teamId)
}

/** Nobody else tells the timeline of this team until the transaction ends. */
export async function lockTimeline(tx: Transaction, teamId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`timeline:${teamId}`}, 0))`)
}

/** Adds counts to what was counted before. */
export async function addActivity(tx: Transaction, rows: readonly ActivityRow[]): Promise<void> {
  const { teamId, subjectId, day, actor, kind } = activity
  await tx
    .insert(activity)
    .values([...rows])
    .onConflictDoUpdate({
      target: [teamId, subjectId, day, actor, kind],
      set: { recorded: sql`${activity.recorded} + excluded.recorded`, seq: sql`excluded.seq` },
    })
}

/**
 * From which edit on bursts of a claim have to be told again when it is edited on: it is the first one of those that may
 * go on after a moment, or that overlap with them. The new edit itself where there are none.
 */
export async function toldAgainFrom(db: Reader, claimId: string, edit: number, after: string): Promise<number> {
  const ofClaim = eq(burst.claimId, claimId)
  for (let from = edit; ;) {
    const [row] = await db
      .select({ first: min(burst.firstSeq) })
      .from(burst)
      .where(and(ofClaim, or(gt(burst.at, after), gte(burst.seq, from))))
    const first = Math.min(from, row?.first ?? from)
    if (first === from) return from
    from = first
  }
}

/** What is told of some edits: their bursts, and which words are found at which seq. */
export interface Told {
  readonly bursts: readonly BurstRow[]
  readonly words: readonly SaidWord[]
}

/** A word, and where it is found. */
export interface SaidWord {
  readonly word: string
  readonly seq: number
}

/** Puts what is told of a team's edits now in the place of what was. */
export async function tellAgain(tx: Transaction, teamId: string, was: Told, is: Told): Promise<void> {
  const without = <One>(some: readonly One[], others: readonly One[]) => {
    const left = new Set(others.map((each) => JSON.stringify(each)))
    return some.filter((each) => !left.has(JSON.stringify(each)))
  }
  await forgetBursts(tx, teamId, without(was.bursts, is.bursts))
  await forgetWords(tx, teamId, without(was.words, is.words))
  const bursts = without(is.bursts, was.bursts)
  if (bursts.length > 0) await tx.insert(burst).values(bursts)
  await keepWords(tx, teamId, without(is.words, was.words))
}

/** Keeps words to be looked for. */
export async function keepWords(tx: Transaction, teamId: string, words: readonly SaidWord[]): Promise<void> {
  // A statement takes some ten thousand values at most.
  for (let start = 0; start < words.length; start += 5_000) {
    const rows = words.slice(start, start + 5_000).map((each) => ({ teamId, ...each }))
    await tx.insert(entryWord).values(rows).onConflictDoNothing()
  }
}

/** The words that are kept of a team, by seq. */
export async function saidIn(db: Reader, teamId: string): Promise<SaidRow[]> {
  const rows = await db
    .select({ seq: entryWord.seq, words: sql<string[]>`json_agg(${entryWord.word})` })
    .from(entryWord)
    .where(eq(entryWord.teamId, teamId))
    .groupBy(entryWord.seq)
  return rows.map(({ seq, words }) => ({ teamId, seq, words: words.toSorted() }))
}

async function forgetBursts(tx: Transaction, teamId: string, rows: readonly BurstRow[]): Promise<void> {
  if (rows.length === 0) return
  const gone = sql`select seq, name from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as gone(seq bigint, name text)`
  await tx.delete(burst).where(and(eq(burst.teamId, teamId), sql`(${burst.seq}, ${burst.name}) in (${gone})`))
}

async function forgetWords(tx: Transaction, teamId: string, words: readonly SaidWord[]): Promise<void> {
  if (words.length === 0) return
  const gone = sql`select word, seq from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as gone(word text, seq bigint)`
  await tx
    .delete(entryWord)
    .where(and(eq(entryWord.teamId, teamId), sql`(${entryWord.word}, ${entryWord.seq}) in (${gone})`))
}

/** Forgets all that is told of a team, so that it is told again from its entries. */
export async function forgetTold(tx: Transaction, teamId: string): Promise<void> {
  await lockTimeline(tx, teamId)
  for (const table of [timelineHead, activity, burst, entryWord]) await tx.delete(table).where(eq(table.teamId, teamId))
}
