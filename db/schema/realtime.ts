import { bigint, boolean, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'

/** passing · which person a document's client id was allocated to. Ids come from a sequence and are never reused. */
export const roomClient = pgTable('room_client', {
  clientId: bigint('client_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity({ startWith: 1000 }),
  claimId: text('claim_id').notNull(),
  personId: text('person_id').notNull(),
  sessionId: text('session_id').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  /** Words of its claim were erased since: what the document holds is no more accepted. */
  ended: boolean('ended').notNull().default(false),
})

/** derived · the Yjs state of a claim's texts after the entry at `seq`: a start for loading and for time travel. */
export const claimSnapshot = pgTable(
  'claim_snapshot',
  {
    claimId: text('claim_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    teamId: text('team_id').notNull(),
    state: bytes('state').notNull(),
  },
  (table) => [primaryKey({ columns: [table.claimId, table.seq] })],
)
