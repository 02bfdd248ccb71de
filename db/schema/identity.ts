import { bigint, boolean, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** fact · a newsroom. */
export const team = pgTable('team', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  name: text('name').notNull(),
})

/** fact · a person's place in a team. */
export const member = pgTable(
  'member',
  {
    teamId: text('team_id').notNull(),
    personId: text('person_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    name: text('name').notNull(),
    roles: text('roles').array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.personId] }), index('member_person').on(table.personId)],
)

/** fact · an invitation into a team: open, withdrawn, or accepted by somebody. */
export const invitation = pgTable(
  'invitation',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    roles: text('roles').array().notNull(),
    invitedBy: text('invited_by').notNull(),
    expiresAt: text('expires_at').notNull(),
    state: text('state').notNull(),
    personId: text('person_id'),
  },
  (table) => [index('invitation_team').on(table.teamId)],
)

/** passing · to whom an invitation was made out, and the SHA-256 of the token in its link. */
export const invitationLink = pgTable('invitation_link', {
  id: text('id').primaryKey(),
  email: text('email').notNull(),
  tokenHash: text('token_hash').notNull().unique(),
})

/** passing · how a person proves who they are; secrets stay out of the history. */
export const account = pgTable('account', {
  id: text('id').primaryKey(),
  email: text('email').notNull().unique(),
  passwordHash: text('password_hash').notNull(),
})

/** passing · a signed-in browser. The id is the SHA-256 of the cookie's token. */
export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'date' }).notNull(),
    /** What the browser calls itself. */
    userAgent: text('user_agent').notNull().default(''),
    /** From which network it signed in, shortened. */
    network: text('network').notNull().default(''),
    /** The `tokenHash` of the device that it signed in on; null for one that is older than this column. */
    deviceHash: text('device_hash'),
    /** The team that its person works in there; null, or one that they left, leaves the choice to the server. */
    teamId: text('team_id'),
  },
  (table) => [index('session_user').on(table.userId)],
)

/** passing · a browser that somebody has signed in with: the SHA-256 of its long-lived cookie's token. */
export const device = pgTable(
  'device',
  {
    personId: text('person_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'date' }).notNull(),
    /** Whether the browser was new to the person, who has not said yet that it was them. */
    isUnfamiliar: boolean('is_unfamiliar').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.personId, table.tokenHash] }), index('device_token').on(table.tokenHash)],
)

/** passing · a link that lets somebody choose a new password: the SHA-256 of its token. */
export const passwordReset = pgTable('password_reset', {
  tokenHash: text('token_hash').primaryKey(),
  personId: text('person_id')
    .notNull()
    .references(() => account.id, { onDelete: 'cascade' }),
  expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
})

/** passing · how often something was tried lately; the key is a hash of who tried it. Its shape is that of rate-limiter-flexible. */
export const attempt = pgTable('attempt', {
  key: text('key').primaryKey(),
  points: integer('points').notNull(),
  expire: timestamp('expire', { withTimezone: true, mode: 'date' }),
})

/** passing · the one link that sets up an empty Plumbline: the SHA-256 of its token. A newer one takes its place. */
export const setUpLink = pgTable('set_up_link', {
  place: text('place').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
})
