import { bigint, boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

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

/** fact · talk about a claim, about a piece of its evidence, or about chosen words of one of its live texts. */
export const thread = pgTable(
  'thread',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    claimId: text('claim_id').notNull(),
    evidenceId: text('evidence_id').notNull(),
    textName: text('text_name').notNull(),
    quote: text('quote').notNull(),
    letters: text('letters').array().notNull(),
    textSeq: bigint('text_seq', { mode: 'number' }).notNull(),
    isOpen: boolean('is_open').notNull(),
    resolvedBy: text('resolved_by'),
    resolvedAt: text('resolved_at'),
  },
  (table) => [index('thread_claim').on(table.claimId)],
)

/** fact · what one person says in a thread, in its present wording; earlier ones are in the history. */
export const comment = pgTable(
  'comment',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    threadId: text('thread_id').notNull(),
    words: text('words').notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: text('made_at').notNull(),
    madeSeq: bigint('made_seq', { mode: 'number' }).notNull(),
    editedAt: text('edited_at'),
    withdrawn: boolean('withdrawn').notNull(),
  },
  (table) => [
    index('comment_thread').on(table.threadId, table.madeSeq),
    index('comment_team').on(table.teamId, table.madeSeq),
  ],
)

/** fact · a person named in a comment, from the entry at `made_seq` on; withdrawn when the name or the comment went. */
export const mention = pgTable(
  'mention',
  {
    commentId: text('comment_id').notNull(),
    personId: text('person_id').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    madeSeq: bigint('made_seq', { mode: 'number' }).notNull(),
    madeAt: text('made_at').notNull(),
    withdrawn: boolean('withdrawn').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.commentId, table.personId] }),
    index('mention_person').on(table.teamId, table.personId, table.madeSeq),
  ],
)
