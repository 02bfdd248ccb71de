import { bigint, integer, pgTable, primaryKey, text, index } from 'drizzle-orm/pg-core'

/** fact · “replace these words with …”, on exact words of one edition of a report. */
export const requestedChange = pgTable(
  'requested_change',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    reportId: text('report_id').notNull(),
    edition: integer('edition').notNull(),
    start: integer('start').notNull(),
    end: integer('end').notNull(),
    quote: text('quote').notNull(),
    prefix: text('prefix').notNull(),
    suffix: text('suffix').notNull(),
    replacement: text('replacement').notNull(),
    reason: text('reason').notNull(),
    claimId: text('claim_id'),
    state: text('state').notNull(),
    requestedBy: text('requested_by').notNull(),
    requestedAt: text('requested_at').notNull(),
    requestedSeq: bigint('requested_seq', { mode: 'number' }).notNull(),
  },
  (table) => [index('requested_change_report').on(table.reportId)],
)

/** fact · one move of a requested change: accepted, declined, done, withdrawn or reopened. */
export const requestedChangeMove = pgTable(
  'requested_change_move',
  {
    changeId: text('change_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    teamId: text('team_id').notNull(),
    to: text('to').notNull(),
    reason: text('reason').notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.changeId, table.seq] })],
)
