import { and, asc, eq, getTableColumns, getTableName, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '#db/client.ts'
import { claimText } from '#db/schema/claims.ts'
import { checkpoint, entry, historyNode, teamHead } from '#db/schema/history.ts'
import { claimSnapshot, roomClient } from '#db/schema/realtime.ts'
import { startReplay } from '../realtime/replay.ts'
import { readCheckpoint } from './checkpoint.ts'
import { firstDifference, lowest, type FoundRow, type TableShape } from './compare-rows.ts'
import type { Entry } from './entry.ts'
import { openNote } from './note.ts'
import type { SignedHeads } from './signed.ts'
import type { SigningFolder } from './signing-folder.gateway.ts'
import { entriesAfter, keyOf } from './store.ts'
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
  readonly difference: Difference | null
}

const chunk = 500

/**
 * Re-derives every hash, fact row and derived text of every team from its entries, on one snapshot of the database,
 * so that others may go on working meanwhile. What was signed is held against the entries, and against the key where it
 * is at hand.
 */
export async function verifyHistory(
  db: Database,
  nouns: readonly VerifiableNoun[],
  signing: Pick<SigningFolder, 'key' | 'last'> | null = null,
): Promise<TeamFinding[]> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`set local statement_timeout = 0`)
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      const tables: Record<string, PgTable> = Object.assign({}, ...nouns.map((noun) => noun.tables), {
        [textTable]: claimText,
        [nodeTable]: historyNode,
      })
      const owners = new Map((await tx.select().from(roomClient)).map((row) => [row.clientId, row]))
      const means = { kinds: nouns, startReplay, ownerOf: (clientId: number) => owners.get(clientId) ?? null }
      const heads = new Map((await tx.select().from(teamHead)).map((head) => [head.teamId, head]))
      const findings: TeamFinding[] = []
      for (const teamId of await teamsIn(tx, tables)) {
        const parts = { snapshots: await snapshotsOf(tx, teamId), signed: await signedOf(tx, teamId, signing) }
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
  for (const table of [teamHead, entry, claimSnapshot, checkpoint, ...Object.values(tables)]) {
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
  const signedUpTo = Math.max(0, ...means.signed.keys())
  const outcome = await readTeam(teamId, head, entriesOf(tx, teamId), means)
  if (isDifference(outcome)) return { teamId, entries, signedUpTo, difference: outcome }
  const differences: (Difference | null)[] = []
  for (const [name, table] of Object.entries(tables)) {
    const found = (await tx
      .select()
      .from(table)
      .where(eq(teamColumn(table), teamId))) as FoundRow[]
    differences.push(firstDifference(shapeOf(table), outcome.rows.get(name) ?? [], found))
  }
  return { teamId, entries, signedUpTo, difference: lowest(differences) }
}

async function snapshotsOf(tx: Transaction, teamId: string): Promise<Snapshots> {
  const { claimId, seq, state } = claimSnapshot
  const rows = await tx.select({ claimId, seq }).from(claimSnapshot).where(eq(claimSnapshot.teamId, teamId))
  const left = new Map(rows.map((row) => [`${row.claimId} ${row.seq}`, row]))
  return {
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

/** What was signed of a team's history: the notes in the database, and the last one outside it. */
async function signedOf(
  tx: Transaction,
  teamId: string,
  signing: Pick<SigningFolder, 'key' | 'last'> | null,
): Promise<SignedHeads> {
  const headOf = async (note: string) => {
    const text = signing ? await openNote(note, signing.key) : note.slice(0, note.lastIndexOf('\n\n') + 1)
    return text === null ? null : readCheckpoint(text)
  }
  const signed: SignedHeads = new Map()
  for (const { seq, note } of await tx.select().from(checkpoint).where(eq(checkpoint.teamId, teamId))) {
    signed.set(seq, [{ subject: `checkpoint ${teamId} ${seq}`, head: await headOf(note) }])
  }
  const last = signing?.last(teamId) ?? null
  const head = last === null ? null : await headOf(last)
  const size = head?.size ?? 0
  if (last !== null) signed.set(size, [...(signed.get(size) ?? []), { subject: `the note signed last`, head }])
  return signed
}

async function* entriesOf(tx: Transaction, teamId: string): AsyncGenerator<Entry> {
  // Altered rows may lie at seq 0 or below.
  const [first] = await tx
    .select({ seq: entry.seq })
    .from(entry)
    .where(eq(entry.teamId, teamId))
    .orderBy(asc(entry.seq))
    .limit(1)
  let after = Math.min(0, (first?.seq ?? 1) - 1)
  for (;;) {
    const entries = await entriesAfter(tx, teamId, after, chunk)
    yield* entries
    const last = entries.at(-1)
    if (!last || entries.length < chunk) return
    after = last.seq
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
