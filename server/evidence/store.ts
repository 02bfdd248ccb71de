import { and, eq } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { source } from '#db/schema/evidence.ts'
import type { Noun } from '../history/commands.ts'
import { sourceAggregate, type SourceCommand, type SourceEvent, type SourceState } from './source.ts'

/** Sources with their table. */
export const sources: Noun<SourceState, SourceCommand, SourceEvent> = {
  aggregate: sourceAggregate,
  tables: { source },
}

/** The sources of a team, in the order of their titles. */
export async function sourcesOf(db: Database | Transaction, teamId: string) {
  return db.select().from(source).where(eq(source.teamId, teamId)).orderBy(source.title)
}

/** A source of a team at this address; undefined for none. */
export async function sourceAt(db: Database, teamId: string, url: string) {
  const wanted = and(eq(source.teamId, teamId), eq(source.url, url))
  const [row] = await db.select().from(source).where(wanted).orderBy(source.seq).limit(1)
  return row
}
