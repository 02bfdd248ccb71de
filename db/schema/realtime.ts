import { bigint, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** passing · which person a document's client id was allocated to. Ids come from a sequence and are never reused. */
export const roomClient = pgTable('room_client', {
  clientId: bigint('client_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity({ startWith: 1000 }),
  claimId: text('claim_id').notNull(),
  personId: text('person_id').notNull(),
  sessionId: text('session_id').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
})
