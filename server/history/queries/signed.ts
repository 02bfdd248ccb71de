import { and, asc, desc, eq, gt } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { checkpoint, entry } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { readNumbered } from '../fork.ts'
import type { SignedNotes } from '../signing-folder.gateway.ts'
import { refusalOf, type RefusedView } from './refused.ts'
import { forksOf, standingOf } from './standing.ts'
import { newestTimestamp, type Timestamped } from './timestamps.ts'

/** The newest signed note on a team's history, as it was signed; null while there is none. */
export async function newestNote(db: Database, teamId: string): Promise<string | null> {
  const [row] = await db
    .select({ note: checkpoint.note })
    .from(checkpoint)
    .where(eq(checkpoint.teamId, teamId))
    .orderBy(desc(checkpoint.origin), desc(checkpoint.seq))
    .limit(1)
  return row?.note ?? null
}

/**
 * The newest signed note on a team's history under one of its origins, by its number: of one that was left, the note
 * that two people left; null when there is none.
 */
export async function newestNoteUnder(
  db: Database,
  signing: SignedNotes,
  teamId: string,
  origin: number,
): Promise<string | null> {
  const newest = await newestNote(db, teamId)
  if (newest === null) return null
  if (readNumbered(newest, teamId)?.number === origin) return newest
  const left = signing.left(teamId, origin)
  if (left !== null) return left
  return (await forksOf(db, teamId)).find((fork) => fork.wrong === null && fork.left?.number === origin)?.note ?? null
}

/** How far the history of a team is signed, for whoever reads it. */
export interface SignedView {
  /** How many entries the newest note that is in order speaks of; 0 for none. */
  readonly size: number
  /** When the last of them was recorded: ISO 8601 in UTC. */
  readonly upTo: string | null
  /**
   * Since when entries are not signed, although nothing is refused, or two people have left what was: ISO 8601 in UTC;
   * null while all is in order.
   */
  readonly unsignedSince: string | null
  /** Under how many origins it was signed: more than one when it was forked. */
  readonly origins: number
  /** The newest timestamp on what is signed: of how many entries, when and by whom, as it says; null for none. */
  readonly timestamp: Pick<Timestamped, 'size' | 'at' | 'by'> | null
  /** Why nothing more is signed, and what two people can do; null while nothing is refused. */
  readonly refused: RefusedView | null
}

/** Within this time, in milliseconds, an entry is signed; then somebody should look why it is not. */
const patience = 120_000

/** How far the history of the asking person's team is signed by the key that is here. */
export async function signedView(ctx: Context, signing: SignedNotes): Promise<SignedView> {
  const { db, actor, now } = ctx
  const standing = await standingOf(db, signing, actor.teamId)
  const last = standing?.last
  // What is not in the history any more is not what the history is signed up to.
  const size = last && standing.whyNot === null ? last.size : 0
  const [reached] = await db
    .select({ at: entry.at })
    .from(entry)
    .where(ofTeam(actor.teamId, eq(entry.seq, size)))
  const refused = standing && standing.whyNot !== null ? await refusalOf(ctx, standing) : null
  // What two people left is not missed; that they did so waits to be signed like any other entry.
  const settled = refused && standing?.fork ? standing.fork.seq - 1 : size
  const [next] = await db
    .select({ at: entry.at })
    .from(entry)
    .where(ofTeam(actor.teamId, gt(entry.seq, settled)))
    .orderBy(asc(entry.seq))
    .limit(1)
  const stamped = last && size > 0 ? await newestTimestamp(db, actor.teamId, { origin: last.number, size }) : null
  const isLate = next !== undefined && now().getTime() - Date.parse(next.at) > patience
  return {
    size,
    upTo: reached?.at ?? null,
    unsignedSince: isLate && (!refused || refused.isConfirmed) ? next.at : null,
    origins: last?.number ?? 1,
    timestamp: stamped && { size: stamped.size, at: stamped.at, by: stamped.by },
    refused,
  }
}

const ofTeam = (teamId: string, more: ReturnType<typeof eq>) => and(eq(entry.teamId, teamId), more)
