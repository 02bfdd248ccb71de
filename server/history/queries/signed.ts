import { and, asc, desc, eq, gt } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { checkpoint, entry } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { readCheckpoint } from '../checkpoint.ts'
import { openNote, readKey } from '../note.ts'

/** The newest signed note on a team's history, as it was signed; null while there is none. */
export async function newestNote(db: Database, teamId: string): Promise<string | null> {
  const [row] = await db
    .select({ note: checkpoint.note })
    .from(checkpoint)
    .where(eq(checkpoint.teamId, teamId))
    .orderBy(desc(checkpoint.seq))
    .limit(1)
  return row?.note ?? null
}

/** How far the history of a team is signed, for whoever reads it. */
export interface SignedView {
  /** How many entries the newest note that is in order speaks of; 0 for none. */
  readonly size: number
  /** When the last of them was recorded: ISO 8601 in UTC. */
  readonly upTo: string | null
  /** Since when entries are not signed, although they should be: ISO 8601 in UTC; null while all is in order. */
  readonly unsignedSince: string | null
}

/** Within this time, in milliseconds, an entry is signed; then somebody should look why it is not. */
const patience = 120_000

/** How far the history of the asking person's team is signed by this key, which is written as `keyText` does. */
export async function signedView({ db, actor, now }: Context, key: string): Promise<SignedView> {
  const [note, own] = [await newestNote(db, actor.teamId), readKey(key)]
  const text = note === null || own === null ? null : await openNote(note, own)
  const size = (text === null ? null : readCheckpoint(text))?.size ?? 0
  const [last] = await db
    .select({ at: entry.at })
    .from(entry)
    .where(ofTeam(actor.teamId, eq(entry.seq, size)))
  const [next] = await db
    .select({ at: entry.at })
    .from(entry)
    .where(ofTeam(actor.teamId, gt(entry.seq, size)))
    .orderBy(asc(entry.seq))
    .limit(1)
  const isLate = next !== undefined && now().getTime() - Date.parse(next.at) > patience
  return { size, upTo: last?.at ?? null, unsignedSince: isLate ? next.at : null }
}

const ofTeam = (teamId: string, more: ReturnType<typeof eq>) => and(eq(entry.teamId, teamId), more)
