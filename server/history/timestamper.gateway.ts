import { sql } from 'drizzle-orm'
import { sha256 } from '#sha256'
import type { Database, Transaction } from '#db/client.ts'
import { checkpointTimestamp } from '#db/schema/history.ts'
import { loggedLine } from '../logged-error.ts'
import { askAuthority, type Authority } from './authority.gateway.ts'
import { inRounds, type Rounds } from './rounds.gateway.ts'
import { BadTimestamp } from './timestamp.ts'
import { nothingTold } from './told.ts'

export interface TimestamperOptions {
  readonly db: Database
  readonly authority: Authority
  now(): Date
}

/**
 * For so many milliseconds after a timestamp no other one is asked for of the same team: authorities answer strangers, and the
 * next one speaks of all that the history had before as well.
 */
const spacing = 600_000

/**
 * Has the newest checkpoint of each team timestamped, if it is not and it is time again; only one process does so at a time.
 * Signing and publishing know nothing of it. Answers with why the authority was left alone after that, or null.
 */
export async function timestampHistories(options: TimestamperOptions, over: AbortSignal): Promise<string | null> {
  try {
    for (const teamId of await teamsDue(options)) {
      if (over.aborted) return null
      await options.db.transaction(async (tx) => {
        if (await tryLockTimestamps(tx)) await timestampHistory(tx, teamId, options, over)
      })
    }
    return null
  } catch (error) {
    // It would be no better with the next team.
    return over.aborted ? null : whyNot(error, options.authority)
  }
}

function whyNot(error: unknown, { url }: Authority): string {
  if (error instanceof BadTimestamp) return `The answer of ${new URL(url).host} is not kept: ${error.message}.`
  return loggedLine(error)
}

async function tryLockTimestamps(tx: Transaction): Promise<boolean> {
  const [lock] = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('plumbline timestamps', 0)) as mine`,
  )
  return lock?.mine ?? false
}

async function timestampHistory(
  tx: Transaction,
  teamId: string,
  options: TimestamperOptions,
  over: AbortSignal,
): Promise<void> {
  // Somebody else may have done it meanwhile.
  const [due] = await notesDue(tx, options.now(), teamId)
  if (!due) return
  const { response, timestamp } = await askAuthority(options.authority, new TextEncoder().encode(due.note), over)
  await tx.insert(checkpointTimestamp).values({
    teamId,
    origin: due.origin,
    seq: Number(due.seq),
    response: Buffer.from(response),
    checksum: Buffer.from(sha256(response)),
    at: timestamp.at,
  })
}

const teamsDue = async ({ db, now }: TimestamperOptions): Promise<string[]> =>
  (await notesDue(db, now())).map(({ team }) => team)

interface NoteDue extends Record<string, unknown> {
  readonly team: string
  readonly origin: number
  readonly seq: string
  readonly note: string
}

/** The newest notes that have no timestamp, where the last one was not a moment ago; of all teams, or the one named. */
async function notesDue(db: Database | Transaction, now: Date, teamId?: string): Promise<NoteDue[]> {
  // An authority's clock may be wrong: one that is far ahead does not keep us from asking again.
  const [from, to] = [now.getTime() - spacing, now.getTime() + spacing].map((at) => new Date(at).toISOString())
  const rows = await db.execute<NoteDue>(sql`
    select h.team_id as team, n.origin, n.seq, n.note from team_head h
    cross join lateral (
      select c.origin, c.seq, c.note from checkpoint c where c.team_id = h.team_id
      order by c.origin desc, c.seq desc limit 1) n
    left join lateral (
      select t.origin, t.seq, t.at from checkpoint_timestamp t where t.team_id = h.team_id
      order by t.origin desc, t.seq desc limit 1) l on true
    where ${teamId === undefined ? sql`true` : sql`h.team_id = ${teamId}`}
      and (l.seq is null or ((l.origin, l.seq) < (n.origin, n.seq) and l.at not between ${from} and ${to}))
    order by h.team_id`)
  return [...rows]
}

/** Every so many milliseconds it is looked whether a checkpoint waits for its timestamp, and after a failure asked again. */
const rhythm = 60_000

/** Has histories timestamped from now on, until it is told to stop; tells why not, once for every reason. */
export function keepTimestamping(options: TimestamperOptions, onUntimed: (why: string) => void): Rounds {
  const told = nothingTold()
  const over = new AbortController()
  const authority = options.authority.url
  const rounds = inRounds(rhythm, async () => {
    const why = await timestampHistories(options, over.signal)
    if (why === null) told.forget(authority)
    else if (told.isNews({ teamId: authority, why })) onUntimed(why)
  })
  return { stop: () => (over.abort(), rounds.stop()) }
}
