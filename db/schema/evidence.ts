import { bigint, boolean, pgTable, primaryKey, text, index } from 'drizzle-orm/pg-core'

/** fact · a document or person, reused across claims. */
export const source = pgTable(
  'source',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    url: text('url').notNull(),
    title: text('title').notNull(),
    publisher: text('publisher').notNull(),
    author: text('author').notNull(),
    publishedOn: text('published_on').notNull(),
    kind: text('kind').notNull(),
  },
  (table) => [index('source_team').on(table.teamId)],
)

/** fact · a source's bearing on a claim. */
export const evidence = pgTable(
  'evidence',
  {
    claimId: text('claim_id').notNull(),
    id: text('id').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    sourceId: text('source_id').notNull(),
    stance: text('stance').notNull(),
    quote: text('quote').notNull(),
    locator: text('locator').notNull(),
    note: text('note').notNull(),
    addedBy: text('added_by').notNull(),
    copiedFrom: text('copied_from'),
    withdrawn: boolean('withdrawn').notNull(),
  },
  (table) => [primaryKey({ columns: [table.claimId, table.id] }), index('evidence_source').on(table.sourceId)],
)
