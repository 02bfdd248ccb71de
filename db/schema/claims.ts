import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  pgTable,
  primaryKey,
  text,
  index,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

/** fact · one factual statement of a report. */
export const claim = pgTable(
  'claim',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    reportId: text('report_id').notNull(),
    position: doublePrecision('position').notNull(),
    claimant: text('claimant').notNull(),
    saidOn: text('said_on').notNull(),
    detailsSeq: bigint('details_seq', { mode: 'number' }).notNull(),
    place: text('place').notNull().default(''),
    language: text('language').notNull().default(''),
    firstUrl: text('first_url').notNull().default(''),
    firstWhere: text('first_where').notNull().default(''),
    firstOn: text('first_on').notNull().default(''),
    appearanceSeq: bigint('appearance_seq', { mode: 'number' }).notNull().default(0),
    claimKind: text('claim_kind').notNull().default(''),
    priority: text('priority').notNull().default('normal'),
    tags: text('tags').array().notNull().default([]),
    classesSeq: bigint('classes_seq', { mode: 'number' }).notNull().default(0),
    dueOn: text('due_on').notNull().default(''),
    dueSeq: bigint('due_seq', { mode: 'number' }).notNull().default(0),
    stage: text('stage').notNull(),
    /** The entry that sent it to review last: only approvals after it count. */
    submittedSeq: bigint('submitted_seq', { mode: 'number' }).notNull().default(0),
    /** Why it was sent back, by whom; empty and null once it is submitted again. */
    returnNote: text('return_note').notNull().default(''),
    returnedBy: text('returned_by'),
    withdrawn: boolean('withdrawn').notNull(),
    withdrawnReason: text('withdrawn_reason').notNull(),
    mergedInto: text('merged_into'),
    splitFrom: text('split_from'),
    rating: text('rating'),
    verdictReason: text('verdict_reason').notNull(),
    verdictBy: text('verdict_by'),
    verdictAt: text('verdict_at'),
    verdictSeq: bigint('verdict_seq', { mode: 'number' }).notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: text('created_at').notNull(),
  },
  (table) => [index('claim_report').on(table.reportId)],
)

/** fact · exact words of one edition that a claim stands on. */
export const passage = pgTable(
  'passage',
  {
    claimId: text('claim_id').notNull(),
    id: text('id').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    edition: integer('edition').notNull(),
    start: integer('start').notNull(),
    end: integer('end').notNull(),
    quote: text('quote').notNull(),
    prefix: text('prefix').notNull(),
    suffix: text('suffix').notNull(),
    withdrawn: boolean('withdrawn').notNull(),
  },
  (table) => [primaryKey({ columns: [table.claimId, table.id] })],
)

/** fact · a typed quantity of a claim; numbers are kept as the digits that were entered. */
export const figure = pgTable(
  'figure',
  {
    claimId: text('claim_id').notNull(),
    id: text('id').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    bound: text('bound').notNull(),
    low: text('low').notNull(),
    high: text('high').notNull(),
    unit: text('unit').notNull(),
    asOf: text('as_of').notNull(),
    scope: text('scope').notNull(),
    stockOrFlow: text('stock_or_flow').notNull(),
    periodFrom: text('period_from').notNull(),
    periodTo: text('period_to').notNull(),
    addedSeq: bigint('added_seq', { mode: 'number' }).notNull(),
    withdrawn: boolean('withdrawn').notNull(),
  },
  (table) => [primaryKey({ columns: [table.claimId, table.id] })],
)

/** fact · a link from a claim to others of the same report (its parts), each by one of its figures or, if empty, the first. */
export const relation = pgTable(
  'relation',
  {
    claimId: text('claim_id').notNull(),
    id: text('id').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    kind: text('kind').notNull(),
    figureId: text('figure_id').notNull(),
    parts: text('parts').array().notNull(),
    partFigures: text('part_figures').array().notNull(),
    note: text('note').notNull(),
    withdrawn: boolean('withdrawn').notNull(),
  },
  (table) => [primaryKey({ columns: [table.claimId, table.id] })],
)

/** fact · who is to check a claim, by whom that was said, and when. */
export const assignment = pgTable(
  'assignment',
  {
    claimId: text('claim_id').notNull(),
    personId: text('person_id').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    assignedBy: text('assigned_by').notNull(),
    assignedAt: text('assigned_at').notNull(),
    withdrawn: boolean('withdrawn').notNull(),
  },
  (table) => [primaryKey({ columns: [table.claimId, table.personId] }), index('assignment_person').on(table.personId)],
)

/**
 * fact · one of two people’s ratings of a claim, each given without seeing the other’s. A sealed one is nobody’s to see but
 * its giver’s.
 */
export const blindRating = pgTable(
  'blind_rating',
  {
    claimId: text('claim_id').notNull(),
    round: integer('round').notNull(),
    place: integer('place').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
    rating: text('rating').notNull(),
    reason: text('reason').notNull(),
    /** Sealed, equal or different. */
    outcome: text('outcome').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.claimId, table.round, table.place] }),
    // Nobody is their own second.
    uniqueIndex('blind_rating_person').on(table.claimId, table.round, table.by),
    index('blind_rating_by').on(table.teamId, table.by, table.seq),
  ],
)

/** derived · the live texts of a claim as of `seq`; rebuilt by replaying the claim's text entries. */
export const claimText = pgTable('claim_text', {
  claimId: text('claim_id').primaryKey(),
  teamId: text('team_id').notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  statement: text('statement').notNull(),
  analysis: text('analysis').notNull(),
  notes: text('notes').notNull(),
})
