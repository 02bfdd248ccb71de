import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'

/** fact · an editor's approval of exactly this form of a claim. */
export const approval = pgTable(
  'approval',
  {
    claimId: text('claim_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    teamId: text('team_id').notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
    /** The SHA-256 of `form` in hex: the content hash. */
    hash: text('hash').notNull(),
    /** The canonical text of what was on the editor's screen. */
    form: text('form').notNull(),
    /** Who the authors of that content were. */
    authors: text('authors').array().notNull(),
    /** Why relations that do not hold are approved all the same; empty where they hold. */
    override: text('override').notNull(),
  },
  (table) => [primaryKey({ columns: [table.claimId, table.seq] })],
)

/** fact · a numbered, immutable public form of a claim. */
export const publication = pgTable(
  'publication',
  {
    claimId: text('claim_id').notNull(),
    number: integer('number').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    reportId: text('report_id').notNull(),
    /** The claim's part of its public address: the same in all of its publications that readers ever see. */
    slug: text('slug').notNull(),
    hash: text('hash').notNull(),
    form: text('form').notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
    /** From when on readers see it: ISO 8601 in UTC; never before `at`. */
    visibleFrom: text('visible_from').notNull(),
    /** The editors whose approvals of this form it rests on. */
    approvedBy: text('approved_by').array().notNull(),
    /** Who still had unsaved words on a screen when it was published all the same; empty for nobody. */
    unsaved: text('unsaved').array().notNull(),
    /** What the editor said to that. */
    note: text('note').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.claimId, table.number] }),
    index('publication_report').on(table.reportId),
    index('publication_team').on(table.teamId, table.visibleFrom),
  ],
)

/** fact · what was wrong in a published claim, what it says now, and why. */
export const correction = pgTable(
  'correction',
  {
    claimId: text('claim_id').notNull(),
    id: text('id').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    wrong: text('wrong').notNull(),
    now: text('now').notNull(),
    why: text('why').notNull(),
    since: text('since').notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: text('made_at').notNull(),
    madeSeq: bigint('made_seq', { mode: 'number' }).notNull(),
    withdrawn: boolean('withdrawn').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.claimId, table.id] }),
    index('correction_team').on(table.teamId, table.madeSeq),
  ],
)

/** fact · a published claim taken back with a public note: retracted (it stays readable, marked) or unpublished (only the note stays). */
export const retraction = pgTable(
  'retraction',
  {
    claimId: text('claim_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    teamId: text('team_id').notNull(),
    /** The newest publication then: a later one takes its place. */
    number: integer('number').notNull(),
    how: text('how').notNull(),
    note: text('note').notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.claimId, table.seq] }),
    index('retraction_team').on(table.teamId, table.seq),
  ],
)

/** fact · an editor's approval of exactly this form of a report: of the list of its claims. */
export const reportApproval = pgTable(
  'report_approval',
  {
    reportId: text('report_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    teamId: text('team_id').notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
    /** The SHA-256 of `form` in hex: the content hash. */
    hash: text('hash').notNull(),
    /** The canonical text of what was on the editor's screen. */
    form: text('form').notNull(),
    /** Who the authors of the list were. */
    authors: text('authors').array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.seq] })],
)

/** fact · a numbered, immutable public form of a report. */
export const reportPublication = pgTable(
  'report_publication',
  {
    reportId: text('report_id').notNull(),
    number: integer('number').notNull(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    hash: text('hash').notNull(),
    form: text('form').notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
    /** From when on readers see it: ISO 8601 in UTC; never before `at`. */
    visibleFrom: text('visible_from').notNull(),
    /** The editors whose approvals of this form it rests on. */
    approvedBy: text('approved_by').array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.number] }),
    index('report_publication_team').on(table.teamId, table.visibleFrom),
  ],
)

/** fact · a published report taken back with a public note; its claims stay as they are. */
export const reportRetraction = pgTable(
  'report_retraction',
  {
    reportId: text('report_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    teamId: text('team_id').notNull(),
    /** The newest publication then: a later one takes its place. */
    number: integer('number').notNull(),
    note: text('note').notNull(),
    by: text('by').notNull(),
    at: text('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.seq] })],
)

/** fact · the report's part of its public address. */
export const reportAddress = pgTable(
  'report_address',
  {
    reportId: text('report_id').primaryKey(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    slug: text('slug').notNull(),
  },
  (table) => [uniqueIndex('report_address_slug').on(table.teamId, table.slug)],
)

/** fact · how a team stands before its readers: its public address, its name there, and how it checks. */
export const teamPage = pgTable(
  'team_page',
  {
    teamId: text('team_id').primaryKey(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    slug: text('slug').notNull(),
    publisher: text('publisher').notNull(),
    homepage: text('homepage').notNull(),
    /** Whether readers are told an approver's name or only their role. */
    approvers: text('approvers').notNull(),
    /** Restricted Markdown. */
    howWeCheck: text('how_we_check').notNull(),
    correctionsUrl: text('corrections_url').notNull(),
    contact: text('contact').notNull(),
  },
  (table) => [uniqueIndex('team_page_slug').on(table.slug)],
)

/** fact · what a team demands of a claim before it is approved and published: the settings of its rules as canonical JSON. */
export const teamRules = pgTable('team_rules', {
  teamId: text('team_id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  settings: text('settings').notNull(),
})
