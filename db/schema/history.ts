import { sql } from 'drizzle-orm'
import { bigint, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'

/**
 * fact · the append-only record of a team: one row is one durable change. Payload and salt change by an erasure and nothing
 * else does; it is only deleted by the transaction that puts it into a `segment`.
 */
export const entry = pgTable(
  'entry',
  {
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    version: integer('version').notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    previous: bytes('previous'),
    kind: text('kind').notNull(),
    at: text('at').notNull(),
    actor: text('actor').notNull(),
    session: text('session'),
    payloadHash: bytes('payload_hash').notNull(),
    salt: bytes('salt').notNull(),
    payload: bytes('payload').notNull(),
    hash: bytes('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.seq] }),
    index('entry_subject').on(table.subjectType, table.subjectId, table.seq),
    // For the timeline: the deeds of a team, those of one kind, and those of one person, the newest first.
    index('entry_told')
      .on(table.teamId, table.seq)
      .where(sql`kind <> 'claim.write'`),
    index('entry_kind')
      .on(table.teamId, table.kind, table.seq)
      .where(sql`kind <> 'claim.write'`),
    index('entry_actor')
      .on(table.teamId, table.actor, table.kind, table.seq)
      .where(sql`kind <> 'claim.write'`),
    // Who shaped the list of a report is asked of all of its claims: their deeds are few beside the edits of their texts.
    index('entry_deed')
      .on(table.subjectId, table.kind)
      .where(sql`kind <> 'claim.write'`),
    // For the inbox: which claims were returned lately; before there were comments on it, by a step back.
    index('entry_return')
      .on(table.teamId, table.seq)
      .where(sql`kind = 'claim.return'`),
    index('entry_report_return')
      .on(table.teamId, table.seq)
      .where(sql`kind = 'report.return'`),
    index('entry_stage')
      .on(table.teamId, table.seq)
      .where(sql`kind = 'claim.stage'`),
  ],
)

/**
 * fact · old edits of texts, moved out of `entry` as they were: those of a team between two seqs that are not rows there any
 * more. The segments of a team follow one another. Never deleted; its bytes change by an erasure and nothing else does.
 */
export const segment = pgTable(
  'segment',
  {
    teamId: text('team_id').notNull(),
    /** The seqs of its first and its last entry. */
    first: bigint('first', { mode: 'number' }).notNull(),
    last: bigint('last', { mode: 'number' }).notNull(),
    /** Of which claims, by whom, and how many each: so that it is known without reading its entries. */
    holds: jsonb('holds').$type<Readonly<Record<string, Readonly<Record<string, number>>>>>().notNull(),
    /** SHA-256 over the hashes of its entries, in order: by it the database knows which rows may go. */
    digest: bytes('digest').notNull(),
    /** Its entries, packed and compressed (`server/history/segment.ts`), and the SHA-256 of that. */
    bytes: bytes('bytes').notNull(),
    checksum: bytes('checksum').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.last] }), index('segment_holds').using('gin', table.holds)],
)

/** fact · the last sequence number of a team; its row lock puts the entries of a team in order. */
export const teamHead = pgTable('team_head', {
  teamId: text('team_id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  at: text('at').notNull(),
  /** The tree over the hashes of all entries: its peaks, the largest first, one after another (`tree.ts`). */
  peaks: bytes('peaks').notNull(),
})

/** derived · the root over 16, 256, 4,096 … entries of a team, as the entry at `seq` completed it: for proofs. */
export const historyNode = pgTable(
  'history_node',
  {
    teamId: text('team_id').notNull(),
    level: integer('level').notNull(),
    index: bigint('index', { mode: 'number' }).notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    hash: bytes('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.level, table.index] })],
)

/** derived · a signed note that says how far a team's history went and what its root was then; `seq` is its size. */
export const checkpoint = pgTable(
  'checkpoint',
  {
    teamId: text('team_id').notNull(),
    /** Under which of the team's origins it was signed: the first is 1, and every fork begins the next. */
    origin: integer('origin').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    note: text('note').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.origin, table.seq] }),
    // Whether a note came between two entries is asked of what was published and taken back.
    index('checkpoint_seq').on(table.teamId, table.seq),
  ],
)

/**
 * derived · what an authority of timestamps says of a checkpoint (RFC 3161): that its note was there at a time. Never changed,
 * and made again by nobody: only that authority could say so, and not of the past.
 */
export const checkpointTimestamp = pgTable(
  'checkpoint_timestamp',
  {
    teamId: text('team_id').notNull(),
    origin: integer('origin').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** Its whole answer, as OpenSSL takes it, and the SHA-256 of that: not all of it is signed. */
    response: bytes('response').notNull(),
    checksum: bytes('checksum').notNull(),
    /** The time that it says. */
    at: text('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.origin, table.seq] }),
    foreignKey({
      name: 'checkpoint_timestamp_of',
      columns: [table.teamId, table.origin, table.seq],
      foreignColumns: [checkpoint.teamId, checkpoint.origin, checkpoint.seq],
    }),
  ],
)

/** fact · a proposal, of one person, to erase words from the team's history; another confirms it. */
export const erasure = pgTable(
  'erasure',
  {
    teamId: text('team_id').notNull(),
    number: integer('number').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** The words that shall go; blocks once they are gone. */
    words: text('words').notNull(),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: text('proposed_at').notNull(),
    /** `proposed`, `confirmed` or `withdrawn`, and by whom and when. */
    state: text('state').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: text('decided_at'),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.number] })],
)

/** fact · that somebody was shown the words of such a proposal. */
export const erasureLook = pgTable(
  'erasure_look',
  {
    teamId: text('team_id').notNull(),
    /** That of the proposal. */
    number: integer('number').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    lookedBy: text('looked_by').notNull(),
    lookedAt: text('looked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.number, table.seq] })],
)

/** derived · up to which entry a team's history is signed: readers see nothing of what was published behind it. */
export const signedHead = pgTable('signed_head', {
  teamId: text('team_id').primaryKey(),
  /** The largest size of its checkpoints, or `waitsAfter` where that is more. */
  seq: bigint('seq', { mode: 'number' }).notNull(),
  /** Up to this entry publications waited for no signature: the head when there came to be this table; else 0. */
  waitsAfter: bigint('waits_after', { mode: 'number' }).notNull(),
})

/** fact · a proposal, of one person, to leave what was signed last and sign on under a new origin; another confirms it. */
export const historyFork = pgTable(
  'history_fork',
  {
    teamId: text('team_id').notNull(),
    number: integer('number').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    reason: text('reason').notNull(),
    /** The note that was signed last, to the letter, how many entries it was signed for, and how many there were now. */
    note: text('note').notNull(),
    signed: bigint('signed', { mode: 'number' }).notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: text('proposed_at').notNull(),
    /** `proposed`, `confirmed` or `withdrawn`, and by whom and when. */
    state: text('state').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: text('decided_at'),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.number] })],
)

/** derived · up to which entry the rows are made by which a team's timeline is found, and when that was recorded. */
export const timelineHead = pgTable('timeline_head', {
  teamId: text('team_id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  at: text('at').notNull(),
})

/**
 * derived · how many entries were recorded on a day of UTC, by whom and of which kind: of each subject, and of all of a
 * team where the subject is empty; `seq` is the last of them.
 */
export const activity = pgTable(
  'activity',
  {
    teamId: text('team_id').notNull(),
    subjectId: text('subject_id').notNull(),
    day: text('day').notNull(),
    actor: text('actor').notNull(),
    kind: text('kind').notNull(),
    recorded: integer('recorded').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.subjectId, table.day, table.actor, table.kind] })],
)

/** derived · what one person typed in one text of a claim without a long pause: its first edit, and by `seq` its last. */
export const burst = pgTable(
  'burst',
  {
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    name: text('name').notNull(),
    claimId: text('claim_id').notNull(),
    actor: text('actor').notNull(),
    at: text('at').notNull(),
    firstSeq: bigint('first_seq', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.seq, table.name] }),
    index('burst_actor').on(table.teamId, table.actor, table.seq),
    index('burst_claim').on(table.claimId, table.seq),
  ],
)

/** derived · the words that a deed says, or that a burst of typing put in or took out, by its seq (`said.ts`). */
export const entryWord = pgTable(
  'entry_word',
  {
    teamId: text('team_id').notNull(),
    word: text('word').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.word, table.seq] })],
)
