import { and, asc, eq, getTableColumns, getTableName, max, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '#db/client.ts'
import { claimText } from '#db/schema/claims.ts'
import {
  activity,
  burst,
  checkpoint,
  checkpointTimestamp,
  entry,
  entryWord,
  historyNode,
  segment,
  signedHead,
  teamHead,
  timelineHead,
} from '#db/schema/history.ts'
import { member } from '#db/schema/identity.ts'
import { claimSnapshot, roomClient } from '#db/schema/realtime.ts'
import { firstDifference, lowest, type FoundRow, type TableShape } from './compare-rows.ts'
import { readingHere, textTable, type StartsReading, type Verifiable } from './contents.ts'
import type { Entry } from './entry.ts'
import type { Erased } from './erasure.ts'
import { wrongForReaders, type Left } from './signed.ts'
import type { SignedNotes } from './signing-folder.gateway.ts'
import { entriesAfter, keyOf } from './store.ts'
import { saidIn, toldUpTo } from './store/timeline.ts'
import { verifySegments } from './verify-segments.gateway.ts'
import { signedOf, upToNow } from './verify-signed.gateway.ts'
import { timestampedUpTo, wrongTimestamp, type TimestampedUpTo } from './verify-timestamps.gateway.ts'
import {
  isDifference,
  nodeTable,
  readTeam,
  type Difference,
  type Means,
  type Snapshots,
  type TeamHead,
} from './verify.ts'

/** One kind of subject, with the tables that its rows lie in. */
export interface VerifiableNoun extends Verifiable {
  readonly tables: Readonly<Record<string, PgTable>>
}

/** What verification found for one team. */
export interface TeamFinding {
  readonly teamId: string
  readonly entries: number
  /** Up to which entry they were signed; 0 for none. */
  readonly signedUpTo: number
  /** The same of timestamps; null for none. */
  readonly timestamped: TimestampedUpTo | null
  readonly difference: Difference | null
  readonly left: readonly LeftAtFork[]
  /** What was erased, as far as everything agrees. */
  readonly erased: Erased
}

/** What was signed and left at a fork, as two people agreed. */
export interface LeftAtFork {
  /** How many entries were signed, and how many of them are known to be in the history. */
  readonly signed: number
  readonly kept: number
  /** When the fork was confirmed: ISO 8601 in UTC. */
  readonly at: string
  /** The names of who proposed and who confirmed it. */
  readonly by: readonly [string, string]
}

const chunk = 2_000

/**
 * Re-derives every hash, fact row and derived text of every team from its entries, on one snapshot of the database,
 * so that others may go on working meanwhile. What was signed is held against the entries, and against the key where it
 * is at hand.
 */
export async function verifyHistory(
  db: Database,
  nouns: readonly VerifiableNoun[],
  signing: SignedNotes | null = null,
  startReading: StartsReading = readingHere(nouns),
): Promise<TeamFinding[]> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`set local statement_timeout = 0`)
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      const tables: Record<string, PgTable> = Object.assign({}, ...nouns.map((noun) => noun.tables), {
        [textTable]: claimText,
        [nodeTable]: historyNode,
        timelineHead,
        activity,
        burst,
        entryWord,
      })
      const { clientId, claimId, personId } = roomClient
      const clients = await tx.select({ clientId, claimId, personId }).from(roomClient)
      const owners = new Map(clients.map((row) => [row.clientId, row]))
      const heads = new Map((await tx.select().from(teamHead)).map((head) => [head.teamId, head]))
      const findings: TeamFinding[] = []
      for (const teamId of await teamsIn(tx, tables)) {
        const head = heads.get(teamId) ?? null
        const team = { teamId, toldUpTo: (await toldUpTo(tx, teamId)).seq, owners }
        const contents = startReading(team, head?.seq ?? 0)
        try {
          const known = { snapshots: await snapshotsOf(tx, teamId), signed: await signedOf(tx, teamId, signing) }
          findings.push(await verifyTeam(tx, teamId, head, tables, { ...known, contents }))
        } finally {
          await contents.end()
        }
      }
      return findings
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

/** Every team that anything in the database belongs to, with a head or without. */
async function teamsIn(tx: Transaction, tables: Readonly<Record<string, PgTable>>): Promise<string[]> {
  const ids = new Set<string>()
  const others = [teamHead, entry, segment, claimSnapshot, checkpoint, checkpointTimestamp, signedHead]
  for (const table of [...others, ...Object.values(tables)]) {
    const rows = await tx.selectDistinct({ teamId: teamColumn(table) }).from(table)
    for (const row of rows) ids.add(String(row.teamId))
  }
  return [...ids].toSorted()
}

async function verifyTeam(
  tx: Transaction,
  teamId: string,
  head: TeamHead | null,
  tables: Readonly<Record<string, PgTable>>,
  means: Means,
): Promise<TeamFinding> {
  const entries = head?.seq ?? 0
  const signedUpTo = Math.max(0, ...upToNow(means.signed))
  const known = { teamId, entries, signedUpTo, timestamped: await timestampedUpTo(tx, teamId, means.signed) }
  const segments = await verifySegments(tx, teamId)
  // Where a timestamp is all that there is of a team, nothing else names it.
  const stray = head ? null : await wrongTimestamp(tx, teamId)
  const outcome =
    stray ??
    (await readTeam(teamId, head, ahead(entriesOf(tx, teamId, segments.unreadable)), means).catch(differenceOf))
  const none = { entries: 0, under: [] }
  if (isDifference(outcome)) return { ...known, difference: outcome, left: [], erased: none }
  const differences = [
    segments.untrue,
    await differenceForReaders(tx, teamId, entries),
    await differenceOfTold(tx, teamId),
    await wrongTimestamp(tx, teamId),
  ]
  for (const [name, table] of Object.entries(tables)) {
    const [shape, found] = await foundIn(tx, table, teamId)
    differences.push(firstDifference(shape, outcome.rows.get(name) ?? [], found))
  }
  const { erased } = outcome
  const left = await named(tx, teamId, outcome.left)
  return { ...known, difference: lowest(differences), left, erased }
}

/** Whether readers see exactly as far as the history was signed. */
async function differenceForReaders(tx: Transaction, teamId: string, seq: number): Promise<Difference | null> {
  const [found] = await tx.select().from(signedHead).where(eq(signedHead.teamId, teamId))
  const [signed] = await tx
    .select({ seq: max(checkpoint.seq) })
    .from(checkpoint)
    .where(eq(checkpoint.teamId, teamId))
  const what = wrongForReaders(found ?? null, signed?.seq ?? 0)
  return what === null ? null : { seq, subject: `signed_head ${teamId}`, what }
}

/** Whether it is known how far the timeline is told, where anything is told: of its rows none could be told to be true. */
async function differenceOfTold(tx: Transaction, teamId: string): Promise<Difference | null> {
  const [head] = await tx.select().from(timelineHead).where(eq(timelineHead.teamId, teamId))
  const [told] = await tx.select().from(activity).where(eq(activity.teamId, teamId)).limit(1)
  if (head || !told) return null
  return { seq: null, subject: `${getTableName(timelineHead)} ${teamId}`, what: 'the row is missing' }
}

async function foundIn(tx: Transaction, table: PgTable, teamId: string): Promise<[TableShape, readonly FoundRow[]]> {
  // There are many of them: those of one seq are compared as one row.
  if (table === entryWord) {
    const found = (await saidIn(tx, teamId)).map((row) => ({ ...row }))
    return [{ name: getTableName(table), key: ['teamId', 'seq'] }, found]
  }
  const found = await tx
    .select()
    .from(table)
    .where(eq(teamColumn(table), teamId))
  return [shapeOf(table), found]
}

async function snapshotsOf(tx: Transaction, teamId: string): Promise<Snapshots> {
  const { claimId, seq, state } = claimSnapshot
  const rows = await tx.select({ claimId, seq }).from(claimSnapshot).where(eq(claimSnapshot.teamId, teamId))
  const left = new Map(rows.map((row) => [`${row.claimId} ${row.seq}`, row]))
  return {
    has: (id, at) => left.has(`${id} ${at}`),
    async take(id, at) {
      if (!left.delete(`${id} ${at}`)) return null
      const [row] = await tx
        .select({ state })
        .from(claimSnapshot)
        .where(and(eq(claimId, id), eq(seq, at)))
      return row ? new Uint8Array(row.state) : null
    },
    left: () => left.values().next().value ?? null,
  }
}

async function named(tx: Transaction, teamId: string, left: readonly Left[]): Promise<LeftAtFork[]> {
  const members = await tx.select().from(member).where(eq(member.teamId, teamId))
  const nameOf = (id: string) => members.find(({ personId }) => personId === id)?.name ?? id
  return left.map(({ fork: { at, proposedBy, confirmedBy }, signed, kept }) => {
    return { signed, kept, at, by: [nameOf(proposedBy), nameOf(confirmedBy)] }
  })
}

/** Here a history cannot be read on. */
class Unreadable extends Error {
  readonly difference: Difference

  constructor(difference: Difference) {
    super(difference.what)
    this.difference = difference
  }
}

function differenceOf(error: unknown): Difference {
  if (error instanceof Unreadable) return error.difference
  throw error
}

/** Up to where nothing can be read. */
async function* entriesOf(tx: Transaction, teamId: string, end: Difference | null): AsyncGenerator<readonly Entry[]> {
  // Altered rows may lie at seq 0 or below.
  const [first] = await tx
    .select({ seq: entry.seq })
    .from(entry)
    .where(eq(entry.teamId, teamId))
    .orderBy(asc(entry.seq))
    .limit(1)
  let after = Math.min(0, (first?.seq ?? 1) - 1)
  for (;;) {
    const entries = await entriesAfter(tx, teamId, after, chunk, end?.seq == null ? undefined : end.seq - 1)
    yield entries
    const last = entries.at(-1)
    if (last && entries.length === chunk) after = last.seq
    else if (end) throw new Unreadable(end)
    else return
  }
}

/** Some parts, the next of which is fetched while one is looked at. */
async function* ahead<Part>(parts: AsyncGenerator<Part>): AsyncGenerator<Part> {
  try {
    for (let next = parts.next(); ;) {
      const { done, value } = await next
      if (done) return
      next = parts.next()
      // What goes wrong there is said when it is its turn.
      next.catch(() => {})
      // The driver sends a query only when there is nothing else to do, and whoever looks keeps this thread busy.
      await new Promise((resolve) => setImmediate(resolve))
      yield value
    }
  } finally {
    await parts.return(null)
  }
}

function shapeOf(table: PgTable): TableShape {
  const names = Object.entries(getTableColumns(table))
  const key = keyOf(table).map((column) => names.find(([, each]) => each.name === column.name)?.[0] ?? column.name)
  return { name: getTableName(table), key }
}

function teamColumn(table: PgTable): PgColumn {
  const column = (getTableColumns(table) as Record<string, PgColumn>)['teamId']
  if (!column) throw new Error(`The table ${getTableName(table)} has no team.`)
  return column
}
