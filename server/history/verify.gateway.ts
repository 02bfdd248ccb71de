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
import { startReplay } from '../realtime/replay.ts'
import { firstDifference, lowest, type FoundRow, type TableShape } from './compare-rows.ts'
import type { Entry } from './entry.ts'
import type { Erased } from './erasure.ts'
import { readNumbered, type Fork } from './fork.ts'
import { openNote } from './note.ts'
import { forksOf } from './queries/standing.ts'
import { signedBy, wrongForReaders, type FoundNote, type Left, type Signed } from './signed.ts'
import type { SignedNotes } from './signing-folder.gateway.ts'
import { entriesAfter, keyOf } from './store.ts'
import { saidIn, toldUpTo } from './store/timeline.ts'
import { TimelineRows } from './timeline-rows.ts'
import { verifySegments } from './verify-segments.gateway.ts'
import { timestampedUpTo, wrongTimestamp, type TimestampedUpTo } from './verify-timestamps.gateway.ts'
import {
  isDifference,
  nodeTable,
  readTeam,
  textTable,
  type Difference,
  type Means,
  type Snapshots,
  type TeamHead,
  type Verifiable,
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
      const owners = new Map((await tx.select().from(roomClient)).map((row) => [row.clientId, row]))
      const means = { kinds: nouns, startReplay, ownerOf: (clientId: number) => owners.get(clientId) ?? null }
      const heads = new Map((await tx.select().from(teamHead)).map((head) => [head.teamId, head]))
      const findings: TeamFinding[] = []
      for (const teamId of await teamsIn(tx, tables)) {
        const parts = {
          snapshots: await snapshotsOf(tx, teamId),
          timeline: new TimelineRows((await toldUpTo(tx, teamId)).seq),
          signed: await signedOf(tx, teamId, signing),
        }
        findings.push(await verifyTeam(tx, teamId, heads.get(teamId) ?? null, tables, { ...means, ...parts }))
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
    stray ?? (await readTeam(teamId, head, entriesOf(tx, teamId, segments.unreadable), means).catch(differenceOf))
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

/** Of how many entries there are notes under the origin of now. */
function upToNow({ heads }: Signed): number[] {
  return [...heads].filter(([, all]) => all.some(({ leftBy }) => !leftBy)).map(([size]) => size)
}

async function named(tx: Transaction, teamId: string, left: readonly Left[]): Promise<LeftAtFork[]> {
  const members = await tx.select().from(member).where(eq(member.teamId, teamId))
  const nameOf = (id: string) => members.find(({ personId }) => personId === id)?.name ?? id
  return left.map(({ fork: { at, proposedBy, confirmedBy }, signed, kept }) => {
    return { signed, kept, at, by: [nameOf(proposedBy), nameOf(confirmedBy)] }
  })
}

/** What was signed of a team's history: the notes in the database, the last one outside it, and those left at forks. */
async function signedOf(tx: Transaction, teamId: string, signing: SignedNotes | null): Promise<Signed> {
  const forks = (await forksOf(tx, teamId)).map((fork) => (signing ? asLeft(fork, teamId, signing) : fork))
  const found = async (subject: string, note: string, place?: Pick<FoundNote, 'size' | 'number'>) => {
    const says = readNumbered(note, teamId)
    const isOwn = !signing || (await openNote(note, signing.key)) !== null
    return { subject, size: says?.size ?? 0, number: says?.number ?? 1, ...place, says, isOwn }
  }
  const notes: FoundNote[] = []
  for (const { origin, seq, note } of await tx.select().from(checkpoint).where(eq(checkpoint.teamId, teamId))) {
    const subject = `checkpoint ${teamId} ${origin === 1 ? '' : `${origin} `}${seq}`
    notes.push(await found(subject, note, { size: seq, number: origin }))
  }
  const last = signing?.last(teamId) ?? null
  if (last !== null) notes.push(await found('the note signed last', last))
  for (const { note, at, wrong } of forks)
    if (!wrong) notes.push(await found(`the note left at the fork of ${at}`, note))
  return signedBy(notes, forks)
}

/** A fork leaves what lies outside the database as the last note, or was put aside there as that. */
function asLeft(fork: Fork, teamId: string, signing: SignedNotes): Fork {
  if (fork.wrong || !fork.left) return fork
  const last = signing.last(teamId)
  const isOver = ((last === null ? null : readNumbered(last, teamId))?.number ?? 0) > fork.left.number
  const known = signing.left(teamId, fork.left.number) ?? (isOver ? null : last)
  return known === null || known === fork.note
    ? fork
    : { ...fork, wrong: 'the note that the fork leaves is not the one that was signed last' }
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
