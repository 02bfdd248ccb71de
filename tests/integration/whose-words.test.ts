import { writeVarUint } from 'lib0/encoding'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { changeStage, makeClaim } from '#server/claims/commands.ts'
import { submitReport } from '#server/review/commands/report-review.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import { timeline } from '#server/history/queries.ts'
import { ann, bob, eve, everyone, origin } from '#tests/support/cast.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { openBare, openPage, serveRooms, startClaim, until, type Page, type RoomsServer } from '#tests/support/rooms.ts'

let database: FreshDatabase
let server: RoomsServer
let claimId: string
let pages: Page[] = []

async function open(person: typeof ann): Promise<Page> {
  const page = await openPage(server, person, claimId)
  pages.push(page)
  return page
}

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  server = await serveRooms(database.app.db, everyone)
  ;({ claimId } = await startClaim(server.contextOf(ann)))
})
afterEach(async () => {
  for (const page of pages) page.end()
  pages = []
  await server.close()
})

it('the history names whose words were removed and put back, in the text where it happened', async () => {
  const ctx = server.contextOf(ann)
  await foundTeam({ ...ctx, newId: () => ann.teamId }, { name: 'Desk' })
  for (const { personId, teamId, roles } of [ann, bob, eve]) {
    const person = { name: `${personId} by name`, email: `${personId}@example.org`, password: 'twelve letters', roles }
    await addMember({ ...ctx, newId: () => personId }, { teamId, ...person })
  }
  const [annPage, bobPage] = [await open(ann), await open(bob)]
  annPage.doc.getText('notes').insert(0, 'words of ann')
  await until(() => bobPage.text('notes') === 'words of ann', 'bob sees them')
  const undo = new Y.UndoManager(bobPage.doc.getText('notes'), { captureTimeout: 0 })
  // One frame that touches two texts.
  bobPage.doc.transact(() => {
    bobPage.doc.getText('notes').delete(0, 5)
    bobPage.doc.getText('analysis').insert(0, 'bob alone')
  })
  await until(() => annPage.text('notes') === ' of ann' && annPage.text('analysis') !== '', 'ann sees it')
  undo.undo()
  await until(() => annPage.text('notes') === 'words of ann', 'it is put back')
  const { items } = await timeline(server.contextOf(eve), { claimId })
  const told = items.filter(({ personId }) => personId === bob.personId).map(({ sentence }) => sentence)
  expect(told.toSorted()).toEqual([
    'changed the notes, removing words of person-ann by name, putting back words of person-ann by name',
    'wrote the analysis',
  ])
  undo.destroy()
})

it('what was typed before a deed on the claim or its report is told below it, and what came after above it', async () => {
  const ctx = server.contextOf(ann)
  const page = await open(ann)
  const type = async (words: string) => {
    page.doc.getText('analysis').insert(page.text('analysis').length, words)
    await until(() => page.acknowledged === page.sent, 'the words are saved')
  }
  const { reportId } = await timeline(ctx, { claimId })
  await type('Before.')
  await changeStage(ctx, claimId, { to: 'checking' })
  await type(' Between.')
  await makeClaim(ctx, reportId ?? '', { edition: '1', start: '0', end: '4' })
  await type(' Still.')
  await submitReport(ctx, reportId ?? '', {})
  await type(' After.')
  const { items } = await timeline(ctx, { claimId })
  const written = items.filter(({ kind, sentence }) => kind === 'claim.write' && /analysis/u.test(sentence))
  expect(
    written.map(({ parts }) => parts.flatMap(({ words }) => words.filter(({ change: of }) => of === 'added'))),
  ).toMatchObject([[{ text: ' After.' }], [{ text: ' Between. Still.' }], [{ text: 'Before.' }]])
  const moved = items.find(({ kind }) => kind === 'claim.stage')?.seq ?? 0
  expect(written.map(({ seq }) => seq > moved)).toEqual([true, true, false])
})

it('text that came deleted by the million is nothing that the history stumbles over', async () => {
  const allocated = await server.rooms.allocateClient(server.contextOf(ann), claimId)
  const client = 'clientId' in allocated ? allocated.clientId : 0
  const bare = await openBare(server, `/rooms/claim/${claimId}?client=${client}`, { cookie: ann.personId, origin })
  const acknowledged = () => bare.frames.filter((frame) => frame[0] === 100).length
  for (let index = 0; index < 150; index += 1) bare.sendUpdate(deletedAlready(client, index * 900_000, 900_000))
  await until(() => acknowledged() > 0 && lastAcknowledged(bare.frames) === 150, 'all of it is saved', 20_000)
  bare.end()
  const begun = performance.now()
  const heap = process.memoryUsage().heapUsed
  await timeline(server.contextOf(eve), { claimId })
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(200_000_000)
  expect(performance.now() - begun).toBeLessThan(5_000)
})

function lastAcknowledged(frames: readonly Uint8Array[]): number {
  const last = frames.findLast((frame) => frame[0] === 100)
  return last ? ((last[1] ?? 0) % 128) + (last[2] ?? 0) * 128 : 0
}

/** So many letters under one id that were written and deleted before anyone heard of them. */
function deletedAlready(client: number, clock: number, length: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  const item = new Y.Item(
    Y.createID(client, clock),
    null,
    clock === 0 ? null : Y.createID(client, clock - 1),
    null,
    null,
    clock === 0 ? doc.getText('notes') : (null as never),
    null,
    new Y.ContentDeleted(length),
  )
  const encoder = new Y.UpdateEncoderV1()
  for (const count of [1, 1, client, clock]) writeVarUint(encoder.restEncoder, count)
  item.write(encoder, 0)
  for (const count of [1, client, 1, clock, length]) writeVarUint(encoder.restEncoder, count)
  return encoder.toUint8Array()
}

it('a text over its limit is taken and keeps its claim from review, however it came to be so long', async () => {
  const page = await open(ann)
  page.doc.getText('statement').insert(0, 'x'.repeat(1_990))
  await until(() => page.acknowledged === 2, 'it is saved')
  await changeStage(server.contextOf(ann), claimId, { to: 'checking' })
  await expect(submitClaim(server.contextOf(ann), claimId, {})).rejects.toThrow(
    'The statement has 2,001 characters; shorten it to 2,000 before review.',
  )
  page.doc.getText('statement').delete(0, 1)
  await until(() => page.acknowledged === 3, 'it is shorter')
  await submitClaim(server.contextOf(ann), claimId, {})
})

it('client ids beyond 32 bits, which a restore gives out, are people who write and are seen', async () => {
  const last = 2 ** 32
  await database.owner.sql`select setval(pg_get_serial_sequence('room_client', 'client_id'), ${last}::bigint)`
  const [annPage, bobPage] = [await open(ann), await open(bob)]
  expect(annPage.doc.clientID).toBeGreaterThan(last)
  annPage.provider.awareness.setLocalState({ field: 'notes' })
  bobPage.provider.awareness.setLocalState({ field: 'analysis' })
  annPage.doc.getText('notes').insert(0, 'words of ann')
  const others = ({ doc, provider }: Page) =>
    [...provider.awareness.getStates()].flatMap(([id, { field }]) => (id === doc.clientID ? [] : [field as unknown]))
  await until(() => others(bobPage).includes('notes'), 'bob sees ann')
  await until(() => others(annPage).includes('analysis'), 'ann sees bob')
  await until(() => bobPage.text('notes') === 'words of ann', 'bob sees her words')
  bobPage.doc.getText('notes').delete(0, 6)
  await until(() => annPage.text('notes') === 'of ann', 'ann sees it')
  const { items } = await timeline(server.contextOf(eve), { claimId })
  const told = items.filter(({ personId }) => personId === bob.personId).map(({ sentence }) => sentence)
  expect(told).toEqual([expect.stringContaining('removing words of person-ann')])
})
