import { bigint, integer, pgTable, primaryKey, text, index } from 'drizzle-orm/pg-core'

/** fact · an imported text under check. */
export const report = pgTable(
  'report',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    title: text('title').notNull(),
    publisher: text('publisher').notNull(),
    sourceUrl: text('source_url').notNull(),
    language: text('language').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: text('created_at').notNull(),
  },
  (table) => [index('report_team').on(table.teamId)],
)

/** fact · one immutable text of a report. Offsets of passages count UTF-16 code units of `text`. */
export const edition = pgTable(
  'edition',
  {
    reportId: text('report_id').notNull(),
    number: integer('number').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.number] })],
)
