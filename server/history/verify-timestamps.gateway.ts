import { and, asc, desc, eq, getTableName, sql } from 'drizzle-orm'
import { sha256 } from '#sha256'
import type { Transaction } from '#db/client.ts'
import { checkpoint, checkpointTimestamp } from '#db/schema/history.ts'
import { originAfter } from './fork.ts'
import type { Signed } from './signed.ts'
import { timestampSigner } from './timestamp-signature.gateway.ts'
import { BadTimestamp, expectOver, readTimestamp } from './timestamp.ts'
import { isSame } from './tree.ts'
import type { Difference } from './verify.ts'

type Kept = typeof checkpointTimestamp.$inferSelect

/** Up to which entry a history is timestamped under the origin of now, and at which time: ISO 8601 in UTC. */
export interface TimestampedUpTo {
  readonly seq: number
  readonly at: string
}

/** Up to where that is, as the database says; null where there is no timestamp. Whether it is right is asked apart. */
export async function timestampedUpTo(
  tx: Transaction,
  teamId: string,
  { forks }: Pick<Signed, 'forks'>,
): Promise<TimestampedUpTo | null> {
  const { seq, at, origin } = checkpointTimestamp
  const [newest] = await tx
    .select({ seq, at })
    .from(checkpointTimestamp)
    .where(and(eq(checkpointTimestamp.teamId, teamId), eq(origin, originAfter(forks))))
    .orderBy(desc(seq))
    .limit(1)
  return newest ?? null
}

/** So many are read at once: each has some kilobytes. */
const chunk = 200

/**
 * The first timestamp of a team that is not what an authority said of its checkpoint; null for none. Whether the authority's
 * certificate is to be trusted is not asked, and that a timestamp is missing nobody can tell.
 */
export async function wrongTimestamp(tx: Transaction, teamId: string): Promise<Difference | null> {
  let after: Pick<Kept, 'origin' | 'seq'> | null = null
  for (;;) {
    const rows = await timestampsAfter(tx, teamId, after)
    for (const { kept, note } of rows) {
      const what = whatIsWrong(kept, note)
      const subject = `${getTableName(checkpointTimestamp)} ${teamId} ${kept.origin} ${kept.seq}`
      if (what !== null) return { seq: kept.seq, subject, what }
    }
    const last = rows.at(-1)
    if (!last || rows.length < chunk) return null
    after = last.kept
  }
}

function timestampsAfter(tx: Transaction, teamId: string, after: Pick<Kept, 'origin' | 'seq'> | null) {
  const { origin, seq } = checkpointTimestamp
  const isOf = and(
    eq(checkpoint.teamId, checkpointTimestamp.teamId),
    eq(checkpoint.origin, origin),
    eq(checkpoint.seq, seq),
  )
  const isLater = after ? sql`(${origin}, ${seq}) > (${after.origin}, ${after.seq})` : undefined
  return tx
    .select({ kept: checkpointTimestamp, note: checkpoint.note })
    .from(checkpointTimestamp)
    .leftJoin(checkpoint, isOf)
    .where(and(eq(checkpointTimestamp.teamId, teamId), isLater))
    .orderBy(asc(origin), asc(seq))
    .limit(chunk)
}

function whatIsWrong({ response, checksum, at }: Kept, note: string | null): string | null {
  if (note === null) return 'there is no checkpoint that it could be of'
  const bytes = new Uint8Array(response)
  try {
    const timestamp = readTimestamp(bytes)
    expectOver(timestamp, new TextEncoder().encode(note))
    timestampSigner(timestamp)
    if (timestamp.at !== at) return `it says ${timestamp.at}, and not ${at}`
  } catch (error) {
    if (error instanceof BadTimestamp) return error.message
    throw error
  }
  return isSame(sha256(bytes), new Uint8Array(checksum)) ? null : 'its bytes are not those that the authority sent'
}
