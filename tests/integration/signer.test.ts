import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transaction } from '#db/client.ts'
import { checkpoint, entry, teamHead } from '#db/schema/history.ts'
import { readCheckpoint } from '#server/history/checkpoint.ts'
import { openNote } from '#server/history/note.ts'
import { rootsOf } from '#server/history/queries/tree.ts'
import { keepSigning, signHistories } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { consistencyRanges, inclusionRanges, isContinued, isIncluded, leafHash } from '#server/history/tree.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import { createReport } from '#server/reports/commands.ts'
import { newsroom, type Newsroom } from '#tests/support/newsroom.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { serveRooms, type RoomsServer } from '#tests/support/rooms.ts'
import { afterTampering, headAt } from '#tests/support/superuser.ts'

let database: FreshDatabase
let server: RoomsServer
let team: Newsroom
let folder: string
const open = (path = folder) => openSigningFolder(path, 'desk.example')
const teamId = () => team.mara.actor.teamId

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  database = await freshDatabase()
  server = await serveRooms(database.app.db, [])
  team = await newsroom(server)
})
afterAll(async () => {
  await server.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const sign = (path = folder) => signHistories({ db: database.app.db, folder: open(path) })
const report = (title: string) =>
  createReport(team.mara, { title, language: 'en', publisher: '', sourceUrl: '', text: 'Words.' })
const notes = () =>
  database.app.db.select().from(checkpoint).where(eq(checkpoint.teamId, teamId())).orderBy(asc(checkpoint.seq))
const headOf = async () => (await database.app.db.select().from(teamHead).where(eq(teamHead.teamId, teamId())))[0]!
const read = async (note: string) => readCheckpoint((await openNote(note, open().key)) ?? '')

describe('what is signed of a history', () => {
  it('is how far it goes, by a key outside the database, and again only when it went on', async () => {
    expect(await sign()).toEqual([])
    const [first] = await notes()
    const head = await headOf()
    expect(await read(first!.note)).toMatchObject({ origin: `desk.example/history/${teamId()}`, size: head.seq })
    expect(await sign()).toEqual([])
    expect(await notes()).toHaveLength(1)
    await report('Another')
    const signed: string[] = []
    const onSigned = (id: string) => signed.push(id)
    expect(await signHistories({ db: database.app.db, folder: open(), onSigned })).toEqual([])
    expect(signed).toEqual([teamId()])
    expect((await notes()).map(({ seq }) => seq)).toEqual([head.seq, head.seq + 1])
    expect(open().last(teamId())).toBe((await notes())[1]!.note)
  })

  it('goes on from all that was signed before, and every entry is in it', async () => {
    for (let count = 0; count < 40; count += 1) await report(`Report ${count}`)
    await sign()
    const all = await Promise.all((await notes()).map(({ note }) => read(note)))
    const newest = all.at(-1)!
    for (const older of all) {
      const proof = await rootsOf(database.app.db, teamId(), consistencyRanges(older!.size, newest.size))
      expect(isContinued(older!, newest, proof)).toBe(true)
    }
    const entries = await database.app.db.select().from(entry).where(eq(entry.teamId, teamId())).orderBy(asc(entry.seq))
    expect(entries.length).toBeGreaterThan(40)
    for (const { seq, hash } of entries) {
      const proof = await rootsOf(database.app.db, teamId(), inclusionRanges(seq - 1, { from: 0, to: newest.size }))
      expect(isIncluded(leafHash(new Uint8Array(hash)), seq - 1, newest, proof)).toBe(true)
    }
  })

  it('is signed once by two that would sign at the same time', async () => {
    await report('For both')
    await Promise.all([sign(), sign(), sign()])
    expect(await sign()).toEqual([])
    const seqs = (await notes()).map(({ seq }) => seq)
    expect(new Set(seqs).size).toBe(seqs.length)
    expect(seqs.at(-1)).toBe((await headOf()).seq)
  })

  it('is signed at once and told to stop in the end', async () => {
    await report('By itself')
    const signing = await keepSigning({ db: database.app.db, folder: open() }, () => {})
    expect((await notes()).at(-1)?.seq).toBe((await headOf()).seq)
    await signing.stop()
  })
})

describe('nothing is signed', () => {
  const signIn = (tx: Transaction, path = folder) => signHistories({ db: tx, folder: open(path) })

  it.each<[string, (tx: Transaction) => Promise<unknown>, RegExp]>([
    [
      'of a history that is shorter',
      (tx) => tx.execute(sql`update team_head set seq = seq - 1`),
      /and \d+ were signed before/u,
    ],
    [
      'of one whose tree is another',
      (tx) => tx.execute(sql`update team_head set peaks = sha256('x'::bytea), seq = 64`),
      /not those that were signed before/u,
    ],
    [
      'of one whose kept roots are others',
      (tx) =>
        tx.execute(
          sql`update history_node set hash = sha256(hash); update team_head set seq = 64, peaks = sha256('x'::bytea)`,
        ),
      /not those that were signed before/u,
    ],
  ])('%s', async (_name, tamper, why) => {
    await sign()
    expect((await headOf()).seq).toBeLessThan(64)
    const before = open().last(teamId())
    const unsigned = await afterTampering(database, tamper, (tx) => signIn(tx))
    expect(unsigned).toMatchObject([{ teamId: teamId() }])
    expect(unsigned[0]?.why).toMatch(why)
    expect(open().last(teamId())).toBe(before)
  })

  it('by another key, or without the note that was signed last', async () => {
    await report('For somebody else')
    const other = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
    try {
      expect((await sign(other))[0]?.why).toMatch(/signed by somebody whose key/u)
      const file = join(folder, `${teamId()}.checkpoint`)
      const note = readFileSync(file)
      rmSync(file)
      expect((await sign())[0]?.why).toMatch(/signed by somebody whose key/u)
      writeFileSync(file, note)
      expect(await sign()).toEqual([])
    } finally {
      rmSync(other, { recursive: true, force: true })
    }
  })
})

describe('verification', () => {
  const find = (tamper: (tx: Transaction) => Promise<unknown>) =>
    afterTampering(database, tamper, async (tx) =>
      (await verifyHistory(tx, nouns, open())).find((each) => each.teamId === teamId()),
    )

  it('holds what was signed against the entries, and says how far it goes', async () => {
    await sign()
    expect(await find(async () => {})).toMatchObject({ signedUpTo: (await headOf()).seq, difference: null })
  })

  it('names the note of a history that was cut off behind what was signed', async () => {
    const { peaks, at } = await headAt(database.app.db, teamId(), 5)
    const found = await find(async (tx) => {
      await tx.execute(sql`delete from checkpoint where seq > 5`)
      await tx.execute(sql`delete from entry where seq > 5`)
      await tx.execute(sql`update team_head set seq = 5, at = ${at}, peaks = ${peaks}`)
    })
    expect(found?.difference).toMatchObject({
      subject: 'the note signed last',
      what: expect.stringMatching(/but there are 5/u),
    })
  })

  it('names a note that another key signed', async () => {
    const other = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
    try {
      const [first] = await notes()
      const text = (await openNote(first!.note, open().key)) ?? ''
      const forged = openSigningFolder(other, 'desk.example').signed(text)
      const found = await find((tx) =>
        tx.execute(sql`update checkpoint set note = ${forged} where seq = ${first!.seq}`),
      )
      expect(found?.difference).toMatchObject({
        seq: first!.seq,
        what: expect.stringMatching(/not signed by the key/u),
      })
    } finally {
      rmSync(other, { recursive: true, force: true })
    }
  })
})
