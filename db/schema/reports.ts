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
    /** Of the report as a whole: it says nothing of its claims. */
    stage: text('stage').notNull().default('open'),
    /** The seq of its last submission for review: only approvals after it count. */
    submittedSeq: bigint('submitted_seq', { mode: 'number' }).notNull().default(0),
    submittedBy: text('submitted_by'),
    /** Why it was sent back from review and by whom, until it is submitted again. */
    returnNote: text('return_note').notNull().default(''),
    returnedBy: text('returned_by'),
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

/** fact · a ClaimReview of somebody else that was brought in, letter by letter, and the claim that was made from it. */
export const importedReview = pgTable(
  'imported_review',
  {
    teamId: text('team_id').notNull(),
    /** SHA-256 in hex of what makes it the same review when it is brought in again. */
    key: text('key').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    reportId: text('report_id').notNull(),
    claimId: text('claim_id').notNull(),
    raw: text('raw').notNull(),
    /** The address that completed relative ones; empty for none. */
    base: text('base').notNull(),
    /** How it differs from what schema.org asks, as `id field`. */
    deviations: text('deviations').array().notNull(),
    importedBy: text('imported_by').notNull(),
    importedAt: text('imported_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.key] }),
    index('imported_review_report').on(table.reportId),
    index('imported_review_claim').on(table.claimId),
  ],
)

/** fact · what editors decided of reports that the team's rule asks about: kept until a day, or looked through. */
export const retentionDecision = pgTable(
  'retention_decision',
  {
    reportId: text('report_id').notNull(),
    number: integer('number').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    until: text('until').notNull(),
    reason: text('reason').notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: text('decided_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.number] }),
    index('retention_decision_team').on(table.teamId),
  ],
)

/** fact · for how many months a team keeps what it worked with before somebody looks again; 0 for no rule. */
export const teamRetention = pgTable('team_retention', {
  teamId: text('team_id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  months: integer('months').notNull(),
  reason: text('reason').notNull(),
  setBy: text('set_by').notNull(),
  setAt: text('set_at').notNull(),
})

/** fact · why what was recorded of a report must not be erased, and who lifted that. */
export const legalHold = pgTable(
  'legal_hold',
  {
    reportId: text('report_id').notNull(),
    number: integer('number').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    reason: text('reason').notNull(),
    placedBy: text('placed_by').notNull(),
    placedAt: text('placed_at').notNull(),
    liftedBy: text('lifted_by'),
    liftedAt: text('lifted_at'),
    liftReason: text('lift_reason').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.number] })],
)
