import { and, asc, eq, sql } from 'drizzle-orm'
import { connect, type Address, type Database, type Transaction } from '#db/client.ts'
import { entry, segment, teamHead } from '#db/schema/history.ts'
import { textKind } from './entry.ts'
import { among } from './queries/tree.ts'
import { inRounds, type Rounds } from './rounds.gateway.ts'
import { toEntry } from './store/entry-row.ts'
import { holdWords } from './store/erasure.ts'
import { segmentOf } from './store/segments.ts'

/** Which edits are sealed, and how. */
export interface SealingRule {
  /** For how many days they stay as they are. */
  readonly afterDays: number
  readonly now: Date
  /** A segment is not made of fewer; by default 500, so that there are not many small ones. */
  readonly least?: number
  /** Told what goes wrong with a team, which keeps no other from being sealed. */
  onError(error: unknown): void
  /** Asked before each segment whether to leave the rest for another time. */
  isOver?(): boolean
}

/** How much is at most in one segment: whoever needs one entry of it reads it whole. */
const most = { entries: 1_000, bytes: 4_000_000 }

/**
 * Moves the old edits of the texts of every team into segments, the oldest first, a segment in a transaction; only one
 * process does so at a time. Needs a connection of the owner. Answers with how many edits were moved.
 */
export async function sealHistories(owner: Database, rule: SealingRule): Promise<number> {
  let sealed = 0
  const teams = await owner.select({ id: teamHead.teamId }).from(teamHead).orderBy(asc(teamHead.teamId))
  for (const { id } of teams) {
    for (let isMore = true; isMore && !rule.isOver?.();) {
      const count = await owner
        .transaction((tx) => sealOnce(tx, id, rule))
        .catch((error: unknown) => {
          rule.onError(error)
          return 0
        })
      sealed += count
      isMore = count > 0
    }
  }
  return sealed
}

async function sealOnce(tx: Transaction, teamId: string, rule: SealingRule): Promise<number> {
  const [lock] = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('plumbline sealer', 0)) as mine`,
  )
  if (!lock?.mine) return 0
  // What somebody erases is not moved meanwhile to where they have looked already.
  await holdWords(tx, [teamId])
  const seqs = await toSeal(tx, teamId, rule)
  if (seqs.length === 0) return 0
  // Locked, so that what is packed is what goes.
  const rows = await tx
    .select()
    .from(entry)
    .where(and(eq(entry.teamId, teamId), among(entry.seq, seqs)))
    .orderBy(asc(entry.seq))
    .for('update')
  const made = await segmentOf(teamId, rows.map(toEntry))
  await tx.insert(segment).values(made)
  await tx.delete(entry).where(and(eq(entry.teamId, teamId), among(entry.seq, seqs)))
  return rows.length
}

/**
 * The edits that the next segment of a team gets: recorded long enough ago, and before the last one that was signed. Of each
 * claim the newest edit of each person stays, and the newest before each deed on it: whether somebody wrote between two deeds,
 * or since one, is so told by the rows that are left.
 */
async function toSeal(tx: Transaction, teamId: string, rule: SealingRule): Promise<number[]> {
  const { afterDays, now, least = 500 } = rule
  const before = new Date(now.getTime() - afterDays * 86_400_000).toISOString()
  const rows = await tx.execute<{ seq: string; bytes: number }>(sql`
    select e.seq, octet_length(e.payload) as bytes from entry e
    where e.team_id = ${teamId} and e.subject_type = 'claim' and e.kind = ${textKind} and e.at < ${before}
      and e.seq > coalesce((select max(s.last) from segment s where s.team_id = ${teamId}), 0)
      and e.seq < (select c.seq from checkpoint c where c.team_id = ${teamId} order by c.origin desc, c.seq desc limit 1)
      and exists (
        select from entry n
        where n.subject_type = 'claim' and n.subject_id = e.subject_id and n.seq > e.seq and n.kind = ${textKind}
          and n.actor = e.actor and not exists (
            select from entry d where d.subject_type = 'claim' and d.subject_id = e.subject_id and d.kind <> ${sql.raw(`'${textKind}'`)}
              and d.seq > e.seq and d.seq < n.seq))
    order by e.seq limit ${most.entries}`)
  let sum = 0
  const end = rows.findIndex(({ bytes }) => (sum += bytes) > most.bytes)
  const isFull = end >= 0
  const found = rows.slice(0, isFull ? Math.max(1, end) : undefined)
  return isFull || found.length >= least ? found.map(({ seq }) => Number(seq)) : []
}

/** Every so many milliseconds it is looked whether something has become old. */
const rhythm = 3_600_000

/** Seals now and from now on, until it is told to stop, over a connection that is open only meanwhile; tells what goes wrong. */
export function keepSealing(owner: Address, afterDays: number, onError: (error: unknown) => void): Rounds {
  return inRounds(rhythm, async (isOver) => {
    const { db, close } = connect(owner, { max: 1 })
    try {
      await sealHistories(db, { afterDays, now: new Date(), onError, isOver })
    } catch (error) {
      onError(error)
    } finally {
      await close()
    }
  })
}
