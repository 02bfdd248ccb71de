import { and, desc, eq, lte } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { checkpoint, checkpointTimestamp } from '#db/schema/history.ts'
import { timestampSigner } from '../timestamp-signature.gateway.ts'
import { BadTimestamp, readTimestamp } from '../timestamp.ts'

/** A checkpoint of which an authority said that it was there. */
export interface Timestamped {
  /** How many entries it speaks of, and its note, to the letter. */
  readonly size: number
  readonly note: string
  /** The whole answer of the authority, as OpenSSL takes it. */
  readonly response: Uint8Array
  /** The time that it says: ISO 8601 in UTC. */
  readonly at: string
  /** How the certificate that came with it calls the authority; nobody judges that here. */
  readonly by: string
}

/** Under which of a team's origins, and of how many entries at most. */
interface Reach {
  readonly origin: number
  readonly size: number
}

/** The newest timestamp of a team's checkpoints, if it can be read; null while there is none. */
export async function newestTimestamp(db: Database, teamId: string, reach?: Reach): Promise<Timestamped | null> {
  const { origin, seq, response } = checkpointTimestamp
  const isOf = and(
    eq(checkpoint.teamId, checkpointTimestamp.teamId),
    eq(checkpoint.origin, origin),
    eq(checkpoint.seq, seq),
  )
  const [row] = await db
    .select({ size: seq, note: checkpoint.note, response })
    .from(checkpointTimestamp)
    .innerJoin(checkpoint, isOf)
    .where(and(eq(checkpointTimestamp.teamId, teamId), reach && and(eq(origin, reach.origin), lte(seq, reach.size))))
    .orderBy(desc(origin), desc(seq))
    .limit(1)
  return row ? saidIn({ ...row, response: new Uint8Array(row.response) }) : null
}

/** What was altered in the database says nothing: verification names it. */
function saidIn(row: Pick<Timestamped, 'size' | 'note' | 'response'>): Timestamped | null {
  try {
    const timestamp = readTimestamp(row.response)
    return { ...row, at: timestamp.at, by: timestampSigner(timestamp) }
  } catch (error) {
    if (error instanceof BadTimestamp) return null
    throw error
  }
}
