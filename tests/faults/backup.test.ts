import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { readArchive } from '#db/backup/read-archive.ts'
import { connect, type Connection } from '#db/client.ts'
import { embeddedHome, startEmbedded, type Embedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { account, invitationLink, session } from '#db/schema/identity.ts'
import { roomClient } from '#db/schema/realtime.ts'
import { backUp, type Backup } from '#server/backup.ts'
import { verifyDatabase } from '#server/history-verify.ts'
import { textEditsOf } from '#server/history/store.ts'
import { foundTeam } from '#server/identity/commands.ts'
import { closeCode } from '#server/realtime/protocol.ts'
import { insertClient } from '#server/realtime/store.ts'
import { restore } from '#server/restore.ts'
import { actor, aWhile, serveRooms, startClaim, until } from '#tests/support/rooms.ts'
import { startRooms, type RoomsProcess } from '#tests/support/rooms-process.ts'
import { randomOf } from '#tests/support/typists.ts'
import { Writer } from './writer.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const random = randomOf(seed)
const home = join(process.env['PLUMBLINE_TEST_DATA'] ?? embeddedHome(), `backup-${randomBytes(4).toString('hex')}`)
const [here, there, archives] = [`${home}-here`, `${home}-there`, `${home}-archives`]
const people = ['ann', 'bob', 'cid'].map((name) => actor(name))

let embedded: Embedded
let owner: Connection
let server: RoomsProcess
let claimIds: string[] = []
let writers: Writer[] = []
let isTyping = true
let typing: Promise<unknown> = Promise.resolve()
let backup: Backup
/** What the server had acknowledged to each writer when the backup began. */
let promised: readonly number[] = []

beforeAll(async () => {
  mkdirSync(archives)
  embedded = await startEmbedded({ root: here })
  owner = connect(embedded.address, { max: 3 })
  await migrate(owner, { appRole: 'plumbline_app' })
  const making = await serveRooms(owner.db, people)
  for (const person of people.slice(0, 2)) claimIds.push((await startClaim(making.contextOf(person))).claimId)
  await foundTeam({ ...making.contextOf(actor('ann')), newId: () => 'team-1' }, { name: 'Desk' })
  await making.close()
  const time = new Date()
  await owner.db.insert(account).values({ id: 'person-ann', email: 'ann@example.org', passwordHash: 'hash' })
  const life = { expiresAt: new Date(time.getTime() + 1e9), createdAt: time, lastSeenAt: time }
  await owner.db.insert(session).values({ id: 'open', userId: 'person-ann', ...life })
  await owner.db.insert(invitationLink).values({ id: 'sent', email: 'dot@example.org', tokenHash: 'hash' })
  server = await startRooms({ address: embedded.appAddress, people, pause: 6 })
  for (let index = 0; index < 6; index += 1) writers.push(await enter(owner, server, index))
  typing = typeOn()
  await until(() => writers.every(({ durable }) => durable > 5), 'everybody is acknowledged something')
})

afterAll(async () => {
  for (const writer of writers) writer.end()
  await server?.stop()
  await owner?.close()
  await embedded?.stop()
  for (const folder of [here, there, archives]) rmSync(folder, { recursive: true, force: true })
})

async function enter(database: Connection, rooms: RoomsProcess, index: number): Promise<Writer> {
  const person = people[index % people.length] ?? actor('ann')
  const claimId = claimIds[index % claimIds.length] ?? ''
  const { personId, sessionId } = person
  const clientId = await insertClient(database.db, { claimId, personId, sessionId })
  const writer = new Writer(rooms.url, person, claimId, clientId)
  await writer.join()
  return writer
}

async function typeOn(): Promise<void> {
  while (isTyping) {
    for (const writer of writers) writer.edit(random)
    await aWhile(10 + random(30))
  }
}

async function replayOf(database: Connection, claimId: string): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for (const { payload } of await textEditsOf(database.db, claimId)) Y.applyUpdate(doc, payload)
  expect(doc.store.pendingStructs).toBeNull()
  expect(doc.store.pendingDs).toBeNull()
  return doc
}

const onlyDraft = () => readdirSync(archives).filter((name) => name.endsWith('.part'))

test('a backup that is killed leaves nothing that can be taken for one, and the database as it was', async () => {
  const program = spawn(process.execPath, ['--import', 'tsx', 'server/backup.ts', join(archives, 'killed.tar')], {
    env: { ...process.env, DATABASE_URL: '', DATABASE_OWNER_URL: '', PLUMBLINE_DATA_DIR: here },
    stdio: 'ignore',
  })
  const ended = once(program, 'exit')
  const isUnderWay = () => onlyDraft().some((name) => statSync(join(archives, name)).size > 1_000_000)
  await until(() => isUnderWay() || program.exitCode !== null, 'some of it is written', 20_000)
  program.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
  const [draft = ''] = readdirSync(archives)
  expect(onlyDraft()).toEqual([draft])
  await expect(restore({ file: join(archives, draft), root: there })).rejects.toThrow('is not whole')
  rmSync(join(archives, draft))
  const slots = async () => (await owner.sql`select 1 from pg_replication_slots`).length
  await expect.poll(slots).toBe(0)
  const before = writers.map(({ durable }) => durable)
  await until(() => writers.every(({ durable }, index) => durable > (before[index] ?? 0) + 3), 'typing goes on')
}, 40_000)

test(`people type while it is backed up (PLUMBLINE_SEED=${seed})`, async () => {
  promised = writers.map(({ durable }) => durable)
  backup = await backUp({ to: archives, root: here })
  expect(backup.teams).toMatchObject([{ teamId: 'team-1' }])
  expect(statSync(backup.file).mode & 0o777).toBe(0o600)
  expect(writers.every(({ durable }, index) => durable > (promised[index] ?? 0))).toBe(true)
  await expect(backUp({ to: backup.file, root: here })).rejects.toThrow('exists already')
  await expect(backUp({ to: join(archives, 'no', 'where.tar'), root: here })).rejects.toThrow('There is no folder')
  expect(onlyDraft()).toEqual([])
}, 40_000)

test('a backup of which any byte was changed, or the end is missing, is refused with the place named', async () => {
  const whole = readFileSync(backup.file)
  const file = join(archives, 'damaged.tar')
  const damage = () => {
    const bytes = Buffer.from(whole)
    const at = random(bytes.length - 30_000)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
    writeFileSync(file, bytes)
    return at
  }
  for (let round = 0; round < 6; round += 1) {
    const at = damage()
    await expect(
      readArchive(file, async () => {}),
      `byte ${at}`,
    ).rejects.toThrow(/is damaged in \S+/u)
  }
  damage()
  await expect(restore({ file, root: there })).rejects.toThrow(/is damaged in \S+/u)
  writeFileSync(file, whole.subarray(0, random(whole.length - 30_000)))
  await expect(readArchive(file, async () => {})).rejects.toThrow('is not whole')
  rmSync(file)
  expect(readdirSync(there).filter((name) => name === 'postgres' || name === 'restoring')).toEqual([])
}, 40_000)

test('it is restored to an empty place, and agrees with what was backed up', async () => {
  // What comes now is lost, with an id that the backup does not know.
  const late = await enter(owner, server, 6)
  writers.push(late)
  await until(() => late.durable > 3, 'words are saved after the backup')
  isTyping = false
  await typing
  await until(() => writers.every(({ isSaved }) => isSaved), 'all is saved')
  await server.kill()
  await owner.close()
  await embedded.stop()

  const report = await restore({ file: backup.file, root: there })
  expect(report.sentences.join('\n')).toContain('the whole history agrees')
  expect(report.sentences.join('\n')).toMatch(/an admin proposes a fork, and another admin or an auditor confirms it/u)
  expect(report.agrees).toBe(true)
  await expect(restore({ file: backup.file, root: there })).rejects.toThrow('There is a database')

  embedded = await startEmbedded({ root: there })
  owner = connect(embedded.address, { max: 3 })
  expect(await owner.sql`select actor from entry where kind = 'team.restore'`).toEqual([{ actor: 'system' }])
  const replays = new Map<string, Y.Doc>()
  for (const claimId of claimIds) replays.set(claimId, await replayOf(owner, claimId))
  for (const [index, writer] of writers.slice(0, promised.length).entries()) {
    expect(writer.missingIn(replays.get(writer.claimId) ?? new Y.Doc(), promised[index] ?? 0)).toEqual([])
  }
}, 60_000)

test('nobody is signed in, no link opens anything, and no client id comes again', async () => {
  expect(await owner.db.select().from(session)).toEqual([])
  expect(await owner.db.select().from(invitationLink)).toEqual([])
  expect(await owner.db.select().from(account)).toHaveLength(1)
  const highest = Math.max(...writers.map(({ doc }) => doc.clientID))
  const { personId, sessionId } = people[0] ?? actor('ann')
  const next = await insertClient(owner.db, { claimId: claimIds[0] ?? '', personId, sessionId })
  expect(next).toBeGreaterThan(highest + 1_000_000)
})

test('pages from before bring what is their person’s own, or are refused; everybody types on', async () => {
  server = await startRooms({ address: embedded.appAddress, people, pause: 6, port: server.port })
  const known = (await owner.db.select().from(roomClient)).map(({ clientId }) => clientId)
  const isSettled = ({ closes, isSaved }: Writer) => closes.length > 0 || isSaved
  await until(() => writers.every(isSettled), 'every page from before is in or out', 20_000)
  for (const { closes, doc } of writers) {
    const isKnown = known.includes(doc.clientID)
    if (!isKnown) expect(closes).toEqual([closeCode.unknownClient])
    else expect([[], [closeCode.refused]]).toContainEqual(closes)
  }
  for (const writer of writers) writer.end()
  writers = []
  for (let index = 0; index < 3; index += 1) writers.push(await enter(owner, server, index))
  isTyping = true
  typing = typeOn()
  await until(() => writers.every(({ durable }) => durable > 10), 'everybody is acknowledged again', 20_000)
  isTyping = false
  await typing
  await until(() => writers.every(({ isSaved }) => isSaved), 'all is saved')
  for (const writer of writers) {
    const replay = await replayOf(owner, writer.claimId)
    expect(replay.getText('notes').toString()).toBe(writer.doc.getText('notes').toString())
  }
  // Verification names any entry with text under a client id that is not its person's.
  expect((await verifyDatabase(owner)).filter(({ difference }) => difference)).toEqual([])
}, 60_000)
