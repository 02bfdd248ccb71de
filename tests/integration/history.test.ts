import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isNull, sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Transaction } from '#db/client.ts'
import { passingTables } from '#db/migrate.ts'
import { claim, claimText } from '#db/schema/claims.ts'
import { member } from '#db/schema/identity.ts'
import { requestedChange } from '#db/schema/review.ts'
import { giveRating } from '#server/claims/commands/verdict.ts'
import type { Context, System } from '#server/context.ts'
import { seedDemo } from '#server/demo/commands.ts'
import { makeInvitation } from '#server/identity/commands.ts'
import { createPasswords } from '#server/identity/password.gateway.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import { lineOf } from '#server/history-verify.ts'
import { proposeFork } from '#server/history/commands/fork.ts'
import { signHistories } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { verifyHistory, type TeamFinding } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import type { Role } from '#server/policy/roles.ts'
import { retractReport } from '#server/publication/commands.ts'
import { beginImport, importReviews } from '#server/reports/commands/claim-reviews.ts'
import { declineChange, requestChange } from '#server/review/commands/requested-changes.ts'
import { ClaimDoc } from '#server/realtime/claim-doc.ts'
import { insertSnapshot, loadClaim } from '#server/realtime/store.ts'
import { askForSecond } from '#tests/support/blind.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { afterTampering } from '#tests/support/superuser.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

let database: FreshDatabase
let folder: string
let state = seed
const random = (below: number): number => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((state / 2_147_483_648) * below)
}

beforeAll(async () => {
  database = await freshDatabase()
  const system: System = {
    db: database.app.db,
    now: () => new Date(),
    newId: randomUUID,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    passwords: createPasswords(),
    rolesAmong,
    announce: () => {},
    signHistory: async () => {},
  }
  const { reportId } = await seedDemo(system)
  await keepSnapshot(system)
  await requestSomeChange(system, reportId)
  await takeReportBack(system, reportId)
  await inviteSomebody(system)
  await importSomeReview(system)
  await rateSomeClaim(system)
  folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  await proposeSomeFork(system)
  expect(await signHistories({ db: system.db, folder: openSigningFolder(folder, 'desk.example') })).toEqual([])
}, 60_000)

afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** A snapshot as a room would keep it. */
async function keepSnapshot({ db }: System): Promise<void> {
  const [last] = await db.select().from(claimText).limit(1)
  if (!last) throw new Error('The demo has no claim.')
  const { claimId, seq, teamId } = last
  const { updates } = await loadClaim(db, claimId, 'start')
  await insertSnapshot(db, { claimId, seq, teamId, state: new ClaimDoc(updates).state() })
}

async function takeReportBack(system: System, reportId: string): Promise<void> {
  await retractReport(await asMember(system, 'editor'), reportId, { note: 'The letter was forged.' })
}

async function inviteSomebody(system: System): Promise<void> {
  await makeInvitation(await asMember(system, 'admin'), { email: 'new@example.org', roles: 'checker' })
}

async function importSomeReview(system: System): Promise<void> {
  const ctx = await asMember(system, 'checker')
  const raw = '{"@type":"ClaimReview","url":"/x","claimReviewed":"The dam is full."}'
  const base = 'https://example.org'
  const { id } = await beginImport(ctx, '', { source: JSON.stringify(raw), base, chosen: '[0]' })
  const reviews = JSON.stringify([{ raw, paragraph: 0 }])
  await importReviews(ctx, '', { reportId: id, base, reviews, ratings: '[]' })
}

/** Two people's ratings that agree, and one that waits for a second. */
async function rateSomeClaim(system: System): Promise<void> {
  await askForSecond(await asMember(system, 'admin'), true)
  const [first] = await system.db.select().from(claim).where(isNull(claim.rating)).limit(1)
  const rating = { rating: 'false', reason: 'So it is.', seen: '0' }
  for (const role of ['checker', 'editor'] as const) {
    await giveRating(await asMember(system, role), first?.id ?? '', rating)
  }
  const [other] = await system.db.select().from(claim).where(isNull(claim.rating)).limit(1)
  await giveRating(await asMember(system, 'checker'), other?.id ?? '', rating)
}

/** A proposal to leave what was signed by a key that is here no more; it stays open. */
async function proposeSomeFork(system: System): Promise<void> {
  const sign = () => signHistories({ db: system.db, folder: openSigningFolder(folder, 'desk.example') })
  expect(await sign()).toEqual([])
  const other = openSigningFolder(join(folder, 'other'), 'desk.example')
  await proposeFork(await asMember(system, 'admin'), other, { reason: 'The disk with the key died.' })
}

/** A change that comes from a claim, is requested and declined. */
async function requestSomeChange(system: System, reportId: string): Promise<void> {
  const ctx = await asMember(system, 'editor')
  const [first] = await system.db.select().from(claim).limit(1)
  const words = { edition: '1', start: '0', end: '7', replacement: 'X', reason: 'Y', claimId: first?.id }
  const { id } = await requestChange(ctx, reportId, words)
  const [made] = await system.db.select().from(requestedChange)
  await declineChange(ctx, id, { seen: made?.seq, reason: 'Z' })
}

async function asMember(system: System, role: Role): Promise<Context> {
  const members = await system.db.select().from(member)
  const { personId, name, teamId } = members.find(({ roles }) => roles.includes(role)) ?? members[0]!
  return { ...system, actor: { personId, name, teamId, roles: [role], sessionId: '' } }
}

/** What verification finds after a superuser's tampering, which is undone again. */
const foundAfter = (tamper: (tx: Transaction) => Promise<unknown>): Promise<TeamFinding[]> =>
  afterTampering(database, tamper, (tx) => verifyHistory(tx, nouns, openSigningFolder(folder, 'desk.example')))

/** By these a history is searched and plotted; they are not verified, but made again from the entries. */
const madeForReading: readonly string[] = ['activity', 'entry_word']

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
}

async function columns(): Promise<Column[]> {
  const rows = await database.owner.db.execute<Record<'table' | 'column' | 'type', string>>(
    sql`select table_name as table, column_name as column, udt_name as type from information_schema.columns
        where table_schema = 'public' and table_name in (select tablename from pg_tables where schemaname = 'public')
        order by table_name, ordinal_position`,
  )
  return [...rows].filter(({ table }) => !passingTables.includes(table) && !madeForReading.includes(table))
}

/** The column with one byte altered: the byte at a random place, another one in its stead. */
function altered({ column, type }: Column): SQL {
  const value = sql.identifier(column)
  const place = random(1_000_000)
  const bit = 1 << random(7)
  // The second byte: small numbers would meet a neighbour's key.
  const higher = 256 << random(6)
  switch (type) {
    case 'bytea':
      return sql`case when length(${value}) > 0 then set_byte(${value}, (${place} % length(${value}))::int,
        get_byte(${value}, (${place} % length(${value}))::int) # ${bit}) else '\\x01'::bytea end`
    case 'bool':
      return sql`not ${value}`
    case 'int4':
    case 'int8':
      return sql`${value} # ${higher}`
    case 'float8':
      return sql`${value} + ${bit}`
    case '_text':
      return sql`array_append(${value}[2:], coalesce(${value}[1], '') || 'x')`
    case 'text':
      return sql`case when coalesce(${value}, '') = '' then 'x' else overlay(${value} placing
        case substr(${value}, ${place} % length(${value}) + 1, 1) when 'x' then 'y' else 'x' end
        from ${place} % length(${value}) + 1 for 1) end`
    default:
      throw new Error(`No way to alter a ${type}.`)
  }
}

it(`names one altered byte in every column of every fact and history table (PLUMBLINE_SEED=${seed})`, async () => {
  const all = await columns()
  expect(all.length).toBeGreaterThan(100)
  for (const column of all) {
    const table = sql.identifier(column.table)
    let seq: unknown
    const findings = await foundAfter(async (tx) => {
      const [count] = await tx.execute<{ rows: number }>(sql`select count(*)::int as rows from ${table}`)
      const skip = random(count?.rows ?? 0)
      const [row] = await tx.execute<{ place: string; seq: string }>(
        sql`select ctid::text as place, seq from ${table} order by seq, ctid offset ${skip} limit 1`,
      )
      seq = Number(row?.seq)
      const changed = await tx.execute(
        sql`update ${table} set ${sql.identifier(column.column)} = ${altered(column)}
            where ctid = ${row?.place}::tid returning 1`,
      )
      expect(changed, `${column.table}.${column.column} has a row`).toHaveLength(1)
    })
    const named = findings.flatMap(({ difference }) => difference ?? [])
    const where = `${column.table}.${column.column} at ${seq as number}: ${findings.map(lineOf).join(' ')}`
    expect(named, where).not.toEqual([])
    if (column.table === 'entry') {
      expect(
        named.some((each) => each.seq === seq || each.what === `entry ${seq as number} is missing`),
        where,
      ).toBe(true)
    } else if (column.table !== 'team_head') {
      expect(
        named.some(({ subject }) => subject.startsWith(`${column.table} `)),
        where,
      ).toBe(true)
    }
  }
}, 120_000)

const middle = sql`(select seq / 2 from team_head)`

it.each<[string, SQL[], RegExp]>([
  ['an entry deleted inside the chain', [sql`delete from entry where seq = ${middle}`], /is missing/u],
  [
    'a deleted entry with the gap closed',
    [
      sql`delete from entry where seq = ${middle}`,
      sql`update entry set seq = -seq where seq > ${middle}`,
      sql`update entry set seq = -seq - 1 where seq < 0`,
    ],
    /hash does not fit/u,
  ],
  [
    'two entries swapped',
    [
      sql`update entry set seq = -1 where seq = ${middle}`,
      sql`update entry set seq = ${middle} where seq = ${middle} + 1`,
      sql`update entry set seq = ${middle} + 1 where seq = -1`,
    ],
    /hash does not fit/u,
  ],
  [
    'the payloads of two entries swapped',
    [
      sql`update entry set payload = other.payload, salt = other.salt from entry other
          where (entry.seq = ${middle} and other.seq = ${middle} + 1) or (entry.seq = ${middle} + 1 and other.seq = ${middle})`,
    ],
    /payload or salt is not what was recorded/u,
  ],
  [
    'an entry inserted',
    [
      sql`update entry set seq = -seq where seq > ${middle}`,
      sql`update entry set seq = -seq + 1 where seq < 0`,
      sql`insert into entry select (jsonb_populate_record(e, jsonb_build_object('seq', e.seq + 1))).* from entry e where seq = ${middle}`,
    ],
    /hash does not fit/u,
  ],
  [
    'an entry put after the last',
    [
      sql`insert into entry select (jsonb_populate_record(e, jsonb_build_object('seq', e.seq + 1))).* from entry e where seq = (select seq from team_head)`,
    ],
    /hash does not fit/u,
  ],
  ['a fact deleted', [sql`delete from passage where ctid = (select min(ctid) from passage)`], /row is missing/u],
  [
    'a fact inserted',
    [sql`insert into figure select (jsonb_populate_record(f, '{"id":"forged"}')).* from figure f limit 1`],
    /no entry made this row/u,
  ],
  [
    'derived texts exchanged',
    [
      sql`update claim_text set statement = analysis, analysis = statement where ctid = (select min(ctid) from claim_text where statement <> '')`,
    ],
    /column (statement|analysis) is not/u,
  ],
])('names %s', async (_name, statements, says) => {
  const findings = await foundAfter(async (tx) => {
    for (const statement of statements) await tx.execute(statement)
  })
  expect(findings.map(lineOf).join('\n')).toMatch(says)
})

it('a history that was recorded before there was a tree gets it with the migration', async () => {
  const statements = readFileSync('db/migrations/0023_history_tree.sql', 'utf8').split('--> statement-breakpoint')
  const building = statements.find((each) => each.includes('DO $$')) ?? ''
  const findings = await foundAfter(async (tx) => {
    await tx.execute(sql`delete from history_node`)
    await tx.execute(sql`update team_head set peaks = ''`)
    await tx.execute(sql.raw(building))
  })
  expect(findings.map(({ difference }) => difference)).toEqual(findings.map(() => null))
  const [kept] = await database.owner.db.execute<{ rows: number }>(sql`select count(*)::int as rows from history_node`)
  expect(kept?.rows).toBeGreaterThan(5)
})
