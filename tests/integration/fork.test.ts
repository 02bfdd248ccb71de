/*
 * An older backup is restored: what was signed behind it is in no history any more, and the signer, whose key and last
 * note lie outside the database, signs nothing. Two people leave that note by a fork, and a new origin begins.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc, desc, sql, type SQL } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Transaction } from '#db/client.ts'
import { checkpoint, entry, historyFork } from '#db/schema/history.ts'
import type { Context } from '#server/context.ts'
import { lineOf } from '#server/history-verify.ts'
import { confirmFork, proposeFork, withdrawFork } from '#server/history/commands/fork.ts'
import { readNumbered } from '#server/history/fork.ts'
import { openNote } from '#server/history/note.ts'
import { newestNote, newestNoteUnder, signedView } from '#server/history/queries/signed.ts'
import { rootsOf } from '#server/history/queries/tree.ts'
import { signHistories } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { consistencyRanges, isContinued } from '#server/history/tree.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { foundTeam } from '#server/identity/commands.ts'
import { nouns } from '#server/nouns.ts'
import { createReport } from '#server/reports/commands.ts'
import { newsroom, type Newsroom } from '#tests/support/newsroom.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { serveRooms, type RoomsServer } from '#tests/support/rooms.ts'
import { afterTampering, asSuperuser, headAt } from '#tests/support/superuser.ts'

let database: FreshDatabase
let server: RoomsServer
let team: Newsroom
let auditor: Context
let folder: string
const open = (path = folder) => openSigningFolder(path, 'desk.example')
const teamId = () => team.ada.actor.teamId
const sign = (path = folder) => signHistories({ db: database.app.db, folder: open(path) })
const report = (title: string) =>
  createReport(team.mara, { title, language: 'en', publisher: '', sourceUrl: '', text: 'Words.' })
const reports = async (count: number) => {
  for (let at = 0; at < count; at += 1) await report(`Report ${at}`)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  database = await freshDatabase()
  server = await serveRooms(database.app.db, [])
  team = await newsroom(server)
  auditor = await team.join('Otto', 'auditor')
})
afterEach(async () => {
  await server.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const headOf = async () => {
  const [last] = await database.app.db.select().from(entry).orderBy(desc(entry.seq)).limit(1)
  return last?.seq ?? 0
}

/** The database as a backup held it that was made at this entry; everything behind it only added rows. */
async function restoreTo(size: number): Promise<void> {
  const { peaks, at } = await headAt(database.app.db, teamId(), size)
  const tables = ['entry', 'history_node', 'checkpoint', 'history_fork', 'report', 'edition']
  await asSuperuser(database, async (tx) => {
    for (const table of tables) await tx.execute(sql`delete from ${sql.identifier(table)} where seq > ${size}`)
    await tx.execute(sql`update team_head set seq = ${size}, at = ${at}, peaks = ${peaks}`)
    await tx.execute(sql`update signed_head set seq = (select coalesce(max(seq), 0) from checkpoint)`)
  })
}

/** Signs at a backup, goes on, signs, and is restored to the backup. */
async function lose(count: number): Promise<{ kept: number; signed: number; note: string }> {
  await sign()
  const kept = await headOf()
  await reports(count)
  await sign()
  const signed = await headOf()
  await restoreTo(kept)
  return { kept, signed, note: open().last(teamId())! }
}

const find = async (path = folder) => (await verifyHistory(database.app.db, nouns, open(path)))[0]!
const why = async () => (await sign())[0]?.why
const refused = (deed: Promise<unknown>) =>
  deed.then(
    () => 'done',
    (error: Error) => error.message,
  )
const reason = { reason: 'The disk died; the backup is of the night before.' }
const number = { number: '1' }
/** What two people do: one proposes to leave what was signed last, and another confirms it. */
const leave = async (path = folder) => {
  await proposeFork(team.ada, open(path), reason)
  await confirmFork(auditor, open(path), number)
}

it('one person alone does not make a history signed on that an older backup took the place of, and two do', async () => {
  const { kept, signed, note } = await lose(5)
  await reports(2)
  expect(await why()).toBe(`It has ${kept + 2} entries, and ${signed} were signed before.`)
  expect(lineOf(await find())).toMatch(/the note signed last: it was signed for \d+ entries, but there are/u)

  expect(await refused(proposeFork(team.mara, open(), reason))).toMatch(/role in this team does not allow/u)
  expect(await refused(proposeFork(team.ada, open(), { reason: ' ' }))).toMatch(/Say why/u)
  await proposeFork(team.ada, open(), reason)
  expect(await refused(proposeFork(team.ada, open(), reason))).toMatch(/is proposed already/u)
  const [proposed] = await database.app.db.select().from(historyFork)
  expect(proposed).toMatchObject({ note, signed, size: kept + 2, state: 'proposed', ...reason })
  expect(await why()).toMatch(/were signed before/u)
  expect(await refused(confirmFork(team.ada, open(), number))).toMatch(/another admin or an auditor confirms it/u)
  expect(await refused(confirmFork(team.mara, open(), number))).toMatch(/role in this team does not allow/u)
  expect((await signedView(team.ada, open())).refused).toMatchObject({
    proposal: { by: 'Ada', whyNotConfirm: expect.stringMatching(/You proposed this/u), whyNotWithdraw: null },
  })
  expect(await why()).toMatch(/were signed before/u)

  await confirmFork(auditor, open(), number)
  expect(await why()).toBeUndefined()
  const newest = (await newestNote(database.app.db, teamId()))!
  expect(readNumbered(newest, teamId())).toMatchObject({
    origin: `desk.example/history/${teamId()}/2`,
    size: kept + 4,
  })
  expect(await openNote(newest, open().key)).not.toBeNull()
  await report('After the fork')
  await sign()
  expect(readNumbered((await newestNote(database.app.db, teamId()))!, teamId())).toMatchObject({
    number: 2,
    size: kept + 5,
  })

  expect(readdirSync(folder).toSorted()).toEqual(
    [`${teamId()}.checkpoint`, `${teamId()}.left-1.checkpoint`, 'key.pem', 'name'].toSorted(),
  )
  expect(await newestNoteUnder(database.app.db, open(), teamId(), 1)).toBe(note)
  const found = await find()
  expect(found).toMatchObject({ difference: null, signedUpTo: kept + 5, left: [{ signed, kept, by: ['Ada', 'Otto'] }] })
  expect(lineOf(found)).toMatch(
    new RegExp(
      `Up to ${signed - kept} entries that were signed .* are not in this history: left at .* by Ada and Otto\\.`,
    ),
  )
})

it('whoever kept an older note sees that the history does not go on from it', async () => {
  const { note } = await lose(3)
  const older = readNumbered(note, teamId())!
  await leave()
  await reports(10)
  await sign()
  const newer = readNumbered((await newestNote(database.app.db, teamId()))!, teamId())!
  expect(newer.origin).not.toBe(older.origin)
  const proof = await rootsOf(database.app.db, teamId(), consistencyRanges(older.size, newer.size))
  expect(isContinued(older, newer, proof)).toBe(false)
})

it('what is proposed is withdrawn, and stands no more once the history is signed on as it was', async () => {
  const { signed } = await lose(2)
  await proposeFork(team.ada, open(), reason)
  await withdrawFork(team.ada, number)
  expect(await refused(confirmFork(auditor, open(), number))).toMatch(/withdrawn already/u)
  await proposeFork(team.ada, open(), reason)
  // As if the right database had been put back: the note that was signed last is another one.
  open().keep(teamId(), (await database.app.db.select().from(checkpoint).orderBy(asc(checkpoint.seq)))[0]!.note)
  expect(await why()).toBeUndefined()
  expect(await headOf()).toBeGreaterThanOrEqual(signed)
  expect(await refused(confirmFork(auditor, open(), { number: '2' }))).toMatch(/nothing to be left now/u)
  await withdrawFork(team.ada, { number: '2' })
  expect(await refused(proposeFork(team.ada, open(), reason))).toMatch(/nothing to leave/u)
  expect(await refused(confirmFork(auditor, open(), { number: '7' }))).toMatch(/no such proposal/u)
  await sign()
  expect((await find()).difference).toBeNull()
})

it('an origin is never used for two histories, also when the fork itself was lost to a backup', async () => {
  await lose(3)
  const kept = await headOf()
  await leave()
  await sign()
  await restoreTo(kept)
  expect(lineOf(await find())).toMatch(/\/2, to which no fork leads/u)
  await leave()
  await sign()
  expect(readNumbered((await newestNote(database.app.db, teamId()))!, teamId())?.number).toBe(3)
  expect((await find()).difference).toBeNull()
  expect(await newestNoteUnder(database.app.db, open(), teamId(), 1)).not.toBeNull()
})

it('what fails for one team is said of it, and keeps no other from being signed', async () => {
  await lose(3)
  await leave()
  const [confirmed] = await database.app.db.select().from(entry).orderBy(desc(entry.seq)).limit(1)
  open().leave(teamId(), 1, 'another note')
  await foundTeam({ ...team.ada, newId: () => 'the last team' }, { name: 'Another desk' })
  expect(await sign()).toEqual([{ teamId: teamId(), why: expect.stringMatching(/^Another note was left/u) }])
  expect(await newestNote(database.app.db, 'the last team')).not.toBeNull()
  expect((await signedView(team.ada, open())).unsignedSince).toBeNull()
  const later = { ...team.ada, now: () => new Date(Date.parse(confirmed!.at) + 180_000) }
  expect(await signedView(later, open())).toMatchObject({
    unsignedSince: confirmed!.at,
    refused: { isConfirmed: true },
  })
})

it('a key that was lost is left in the same way', async () => {
  await reports(2)
  await sign()
  const signed = await headOf()
  const other = join(folder, 'other')
  await report('Behind it')
  expect((await sign(other))[0]?.why).toMatch(/signed by somebody whose key/u)
  await proposeFork(team.ada, open(other), reason)
  // With the right folder nothing is refused, and nothing to be left.
  expect(await refused(confirmFork(auditor, open(), number))).toMatch(/nothing to be left now/u)
  await confirmFork(auditor, open(other), number)
  expect(await sign(other)).toEqual([])
  const found = await find(other)
  expect(found).toMatchObject({ difference: null, left: [{ signed, kept: signed }] })
  expect(lineOf(found)).toMatch(/all that was signed before is in this history/u)
})

/** What is found after a superuser's statement, which is undone again. */
const after = <Found>(change: SQL, look: (tx: Transaction) => Promise<Found>) =>
  afterTampering(database, (tx) => tx.execute(change), look)

it('verification names a fork that was forged, row or entry or note', async () => {
  await lose(3)
  await leave()
  await sign()
  const forged: [SQL, RegExp][] = [
    [sql`update history_fork set state = 'withdrawn'`, /history_fork .* 1: the column state is not/u],
    [sql`update history_fork set note = 'x'`, /history_fork .* 1: the column note is not/u],
    [sql`update history_fork set decided_by = 'x'`, /history_fork .* 1: the column decidedBy is not/u],
    [sql`delete from history_fork`, /history_fork .* 1: the row is missing/u],
    [sql`update entry set actor = 'x' where kind = 'fork.confirm'`, /its hash does not fit its fields/u],
    [
      sql`update entry set actor = (select proposed_by from history_fork) where kind = 'fork.confirm'`,
      /its hash does not fit its fields|the same person proposed and confirmed/u,
    ],
    [sql`update checkpoint set origin = 1 where origin = 2`, /it was signed under .*\/2/u],
    [sql`update checkpoint set origin = 3 where origin = 2`, /it was signed under .*\/2/u],
  ]
  for (const [change, says] of forged) {
    const found = await after(change, async (tx) => (await verifyHistory(tx, nouns, open()))[0]!)
    expect(lineOf(found)).toMatch(says)
  }
})

it('the signer believes entries and no rows, and asks whether two people did it', async () => {
  await lose(6)
  await proposeFork(team.ada, open(), reason)
  const whyIn = async (tx: Transaction) => (await signHistories({ db: tx, folder: open() }))[0]?.why
  const row = sql`update history_fork set state = 'confirmed', decided_by = 'x', decided_at = proposed_at`
  expect(await after(row, whyIn)).toMatch(/were signed before/u)
  await confirmFork(auditor, open(), number)
  const alone = sql`update entry set actor = (select proposed_by from history_fork) where kind = 'fork.confirm'`
  expect(await after(alone, whyIn)).toMatch(/were signed before/u)
  expect(await why()).toBeUndefined()
})

it('a fork that leaves another note than the one that was signed last changes nothing, and is named', async () => {
  await lose(6)
  const other = join(folder, 'other')
  await leave(other)
  expect(await why()).toMatch(/were signed before/u)
  expect(lineOf(await find())).toMatch(
    /the fork of .*: the note that the fork leaves is not the one that was signed last/u,
  )
})

it.each([
  ['confirmed by whoever proposed it', sql`decided_by = proposed_by`],
  ['confirmed by somebody of whom the history knows nothing', sql`decided_by = 'somebody'`],
])('the database takes no fork that is %s, whatever the server believes', async (_name, forged) => {
  await lose(3)
  await proposeFork(team.ada, open(), reason)
  const before = await database.app.db.select().from(historyFork)
  const tried = database.app.db.transaction(async (tx) => {
    const [head] = await tx.select().from(entry).orderBy(desc(entry.seq)).limit(1)
    const seq = head!.seq + 1
    const ada = team.ada.actor.personId
    await tx.insert(entry).values({ ...head!, seq, kind: 'fork.confirm', actor: ada, previous: head!.hash })
    const forge = sql`update history_fork set state = 'confirmed', decided_at = proposed_at, seq = ${seq}, ${forged}`
    await tx.execute(forge)
  })
  expect(
    await tried.then(
      () => null,
      (error: { cause?: { code?: string } }) => error.cause?.code,
    ),
  ).toBe('23514')
  expect(await database.app.db.select().from(historyFork)).toEqual(before)
})
