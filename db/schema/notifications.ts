import { bigint, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/** passing · what of their notices in a team a person has read: all up to one entry, and single ones after it. */
export const inboxMark = pgTable(
  'inbox_mark',
  {
    teamId: text('team_id').notNull(),
    personId: text('person_id').notNull(),
    readUpTo: bigint('read_up_to', { mode: 'number' }).notNull(),
    read: bigint('read', { mode: 'number' }).array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.personId] })],
)
