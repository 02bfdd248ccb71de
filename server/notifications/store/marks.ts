import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { inboxMark } from '#db/schema/notifications.ts'
import type { NoticeQuery } from '../store.ts'

type Reader = Pick<NoticeQuery, 'teamId' | 'personId'>

/** What a person has read. */
export async function markOf(db: Database, { teamId, personId }: Reader) {
  const [row] = await db
    .select({ readUpTo: inboxMark.readUpTo, read: inboxMark.read })
    .from(inboxMark)
    .where(and(eq(inboxMark.teamId, teamId), eq(inboxMark.personId, personId)))
  return row ?? { readUpTo: 0, read: [] }
}

const mostSingle = 2_000

/** Notes that a person has read one notice. */
export async function addRead(db: Database, { teamId, personId }: Reader, seq: number): Promise<void> {
  const both = sql`select distinct s from unnest(${inboxMark.read} || excluded.read) s where s > ${inboxMark.readUpTo}`
  await db
    .insert(inboxMark)
    .values({ teamId, personId, readUpTo: 0, read: [seq] })
    .onConflictDoUpdate({
      target: [inboxMark.teamId, inboxMark.personId],
      set: { read: sql`array(${both} order by s desc limit ${mostSingle})` },
    })
}

/** Notes that a person has read everything up to an entry. */
export async function readUpTo(db: Database, { teamId, personId }: Reader, seq: number): Promise<void> {
  const mark = sql`greatest(${inboxMark.readUpTo}, excluded.read_up_to)`
  await db
    .insert(inboxMark)
    .values({ teamId, personId, readUpTo: seq, read: [] })
    .onConflictDoUpdate({
      target: [inboxMark.teamId, inboxMark.personId],
      set: { readUpTo: mark, read: sql`array(select s from unnest(${inboxMark.read}) s where s > ${mark})` },
    })
}
