/*
 * An authority of timestamps, or what pretends to be one, is asked for what was signed: what it answers is kept when it is
 * right, and whatever it does, signing and publishing go on as they do without.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { desc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transaction } from '#db/client.ts'
import { checkpoint, checkpointTimestamp } from '#db/schema/history.ts'
import { lineOf } from '#server/history-verify.ts'
import { signHistories } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { keepTimestamping, timestampHistories } from '#server/history/timestamper.gateway.ts'
import { timestampedUpTo } from '#server/history/verify-timestamps.gateway.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import { createReport } from '#server/reports/commands.ts'
import { startAuthority, type Conduct, type TestAuthority } from '#tests/support/authority.ts'
import { newsroom, type Newsroom } from '#tests/support/newsroom.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { serveRooms, until, type RoomsServer } from '#tests/support/rooms.ts'
import { afterTampering } from '#tests/support/superuser.ts'

let database: FreshDatabase
let server: RoomsServer
let team: Newsroom
let authority: TestAuthority
let folder: string
let minutes = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  database = await freshDatabase()
  server = await serveRooms(database.app.db, [])
  team = await newsroom(server)
  authority = await startAuthority()
}, 60_000)
afterAll(async () => {
  await authority.close()
  await server.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const signing = () => openSigningFolder(folder, 'desk.example')
const teamId = () => team.mara.actor.teamId

/** Something more is recorded and signed; a quarter of an hour goes by. */
async function goOn(): Promise<string> {
  const text = { language: 'en', publisher: '', sourceUrl: '', text: 'Words.' }
  await createReport(team.mara, { title: 'A report', ...text })
  expect(await signHistories({ db: database.app.db, folder: signing() })).toEqual([])
  minutes += 15
  return newest()
}

async function newest(): Promise<string> {
  const of = eq(checkpoint.teamId, teamId())
  const [row] = await database.app.db.select().from(checkpoint).where(of).orderBy(desc(checkpoint.seq)).limit(1)
  return row!.note
}

const kept = () => database.app.db.select().from(checkpointTimestamp).orderBy(desc(checkpointTimestamp.seq))
const options = (patience = 10_000) => ({
  db: database.app.db,
  authority: { url: authority.url, patience },
  now: () => new Date(Date.now() + minutes * 60_000),
})
const ask = (patience?: number) => timestampHistories(options(patience), new AbortController().signal)

describe('what was signed', () => {
  beforeEach(() => authority.behave('right'))

  it('is verified without a word of timestamps while there is none', async () => {
    const note = await goOn()
    const [found] = await verifyHistory(database.app.db, nouns, signing())
    expect(lineOf(found!)).toContain(`, signed up to entry ${note.split('\n')[1]}, everything agrees.`)
  })

  it('is timestamped by the authority, and OpenSSL finds it right, and wrong of any other note', async () => {
    const note = await goOn()
    expect(await ask()).toBeNull()
    const [{ response, at, seq } = { response: Buffer.alloc(0), at: '', seq: 0 }] = await kept()
    expect(Number(note.split('\n')[1])).toBe(seq)
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
    expect(authority.judge(note, response)).toMatchObject({ code: 0, out: expect.stringContaining('Verification: OK') })
    const other = authority.judge(note.replace(`\n${seq}\n`, `\n${seq + 1}\n`), response)
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('message imprint mismatch') })
  })

  it('is timestamped once, and the next one of a team not within ten minutes', async () => {
    const before = authority.asked()
    await goOn()
    await Promise.all([ask(), ask(), ask()])
    expect(authority.asked()).toBe(before + 1)
    minutes = 1
    const text = { language: 'en', publisher: '', sourceUrl: '', text: 'Words.' }
    await createReport(team.mara, { title: 'Soon after', ...text })
    await signHistories({ db: database.app.db, folder: signing() })
    expect(await ask()).toBeNull()
    expect(authority.asked()).toBe(before + 1)
    minutes = 11
    expect(await ask()).toBeNull()
    expect(authority.asked()).toBe(before + 2)
    expect((await kept())[0]?.seq).toBe(Number((await newest()).split('\n')[1]))
  })

  it('keeps its timestamp for good', async () => {
    const { db } = database.app
    for (const change of [
      sql`update checkpoint_timestamp set at = ''`,
      sql`delete from checkpoint_timestamp`,
      sql`truncate checkpoint_timestamp`,
    ])
      await expect(db.execute(change)).rejects.toThrow()
    await expect(database.owner.db.execute(sql`delete from checkpoint_timestamp`)).rejects.toMatchObject({
      cause: { code: '23001' },
    })
    const row = sql`insert into checkpoint_timestamp values ('nobody', 1, 1, '', '', '')`
    await expect(db.execute(row)).rejects.toMatchObject({ cause: { constraint_name: 'checkpoint_timestamp_of' } })
  })
})

describe('an authority that is not to be trusted', () => {
  it.each<[Conduct, RegExp]>([
    ['garbage', /it is no timestamp, or was damaged/u],
    ['otherHash', /it is over something else/u],
    ['otherNonce', /it answers another question/u],
    ['forged', /its signature does not fit/u],
    ['refused', /the authority refuses it, with status 2/u],
    ['unwell', /its status is 503/u],
    ['elsewhere', /its status is 307/u],
    ['huge', /it has more than 65536 bytes/u],
    ['silent', /it did not come in time/u],
  ])('%s: nothing is kept, it is said why, and signing goes on', async (conduct, why) => {
    const before = await kept()
    await goOn()
    authority.behave(conduct)
    expect(await ask(conduct === 'silent' ? 300 : undefined)).toMatch(why)
    expect(await kept()).toEqual(before)
    await goOn()
  })

  it('gone: it is told which one, and why', async () => {
    await goOn()
    const gone = await startAuthority()
    await gone.close()
    const told: string[] = []
    const rounds = keepTimestamping({ ...options(), authority: { url: gone.url, patience: 10_000 } }, (why) =>
      told.push(why),
    )
    await until(() => told.length > 0, 'it is told that nobody answers')
    await rounds.stop()
    expect(told).toEqual([`The answer of ${new URL(gone.url).host} is not kept: there is none: ECONNREFUSED.`])
  })

  it('silent: whoever ends the server does not wait for it, and publications are signed meanwhile', async () => {
    authority.behave('silent')
    const before = authority.asked()
    await goOn()
    const told: string[] = []
    const rounds = keepTimestamping(options(60_000), (why) => told.push(why))
    await until(() => authority.asked() > before, 'it is asked')
    await goOn()
    await rounds.stop()
    expect(told).toEqual([])
  })
})

describe('verification', () => {
  const find = async (tamper: (tx: Transaction) => Promise<unknown>) =>
    afterTampering(database, tamper, async (tx) => (await verifyHistory(tx, nouns, signing()))[0]?.difference)

  const line = async () => lineOf((await verifyHistory(database.app.db, nouns, signing()))[0]!)

  it('says up to which entry the history is timestamped, and when that was, of the origin of now', async () => {
    authority.behave('right')
    await goOn()
    expect(await ask()).toBeNull()
    const [{ seq, at } = { seq: 0, at: '' }] = await kept()
    const said = `, timestamped up to entry ${seq} (${at.slice(0, 10)} ${at.slice(11, 16)} UTC), everything agrees.`
    expect(await line()).toContain(`, signed up to entry ${seq}${said}`)
    await goOn()
    expect(await line()).toMatch(/signed up to entry \d+, timestamped/u)
    expect(await line()).toContain(said)
    const left = { number: 1, origin: '', size: seq, root: new Uint8Array() }
    const fork = { seq, at, proposedBy: '', confirmedBy: '', note: '', left, wrong: null }
    const ofNow = database.app.db.transaction((tx) => timestampedUpTo(tx, teamId(), { forks: [fork] }))
    expect(await ofNow).toBeNull()
    const ofOthers = database.app.db.transaction((tx) => timestampedUpTo(tx, randomUUID(), { forks: [] }))
    expect(await ofOthers).toBeNull()
  })

  it('names a timestamp that is not what the authority said of its note', async () => {
    authority.behave('right')
    const note = await goOn()
    expect(await ask()).toBeNull()
    expect(await find(async () => {})).toBeNull()
    const [{ seq, response } = { seq: 0, response: Buffer.alloc(0) }] = await kept()
    const where = sql`where seq = ${seq}`
    const older = sql`(select response from checkpoint_timestamp order by seq limit 1)`
    const forged = Buffer.from(response)
    forged[forged.length - 1]! ^= 1
    for (const [change, what] of [
      [sql`response = ${older}, checksum = sha256(${older})`, 'it is over something else'],
      [sql`response = ${forged}, checksum = sha256(${forged})`, 'its signature does not fit'],
      [sql`response = 'x'::bytea`, 'it is no timestamp, or was damaged: it ends too soon'],
      [sql`at = '2020-01-01T00:00:00.000Z'`, expect.stringMatching(/it says 20.*, and not 2020/u)],
      [sql`checksum = ''::bytea`, 'its bytes are not those that the authority sent'],
      [sql`seq = seq + 1000`, 'there is no checkpoint that it could be of'],
    ] as const)
      expect(await find((tx) => tx.execute(sql`update checkpoint_timestamp set ${change} ${where}`))).toMatchObject({
        subject: expect.stringContaining('checkpoint_timestamp '),
        what,
      })
    expect(authority.judge(note, forged).code).toBe(1)
  })
})
