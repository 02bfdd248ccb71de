import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { claimText } from '#db/schema/claims.ts'
import { withdrawClaim } from '#server/claims/commands.ts'
import { textEditsOf } from '#server/history/store.ts'
import { closeCode } from '#server/realtime/protocol.ts'
import { ann, bob, eve, everyone, mallory, origin } from '#tests/support/cast.ts'
import { laterEditOf, nestedBy, typedBy } from '#tests/support/edits.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import {
  aWhile,
  openBare,
  openPage,
  serveRooms,
  startClaim,
  until,
  type Page,
  type RoomsServer,
} from '#tests/support/rooms.ts'

let database: FreshDatabase
let server: RoomsServer
let claimId: string
let reportId: string
let pages: Page[] = []
let held: Promise<void> | null = null
let failing = 0

async function open(person: typeof ann): Promise<Page> {
  const page = await openPage(server, person, claimId)
  pages.push(page)
  return page
}

async function clientFor(person: typeof ann): Promise<number> {
  const allocated = await server.rooms.allocateClient(server.contextOf(person), claimId)
  if (!('clientId' in allocated)) throw new Error('No client id.')
  return allocated.clientId
}

const serve = () =>
  serveRooms(database.app.db, everyone, {
    beforeCommit: async () => {
      await held
      if (failing > 0) {
        failing -= 1
        throw Object.assign(new Error('The commit fails in this test.'), { code: '23514' })
      }
    },
  })

async function replayed(): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for (const { payload } of await textEditsOf(database.app.db, claimId)) Y.applyUpdate(doc, payload)
  return doc
}

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  server = await serve()
  ;({ claimId, reportId } = await startClaim(server.contextOf(ann)))
})
afterEach(async () => {
  held = null
  for (const page of pages) page.end()
  pages = []
  await server.close()
})

describe('several people in one claim', () => {
  it('converge with each other, the history and the derived texts', async () => {
    const open3 = [await open(ann), await open(bob), await open(bob)]
    for (let round = 0; round < 30; round += 1) {
      for (const [index, { doc }] of open3.entries()) {
        const text = doc.getText(index === 2 ? 'notes' : 'statement')
        if (round % 5 === 4 && text.length > 3) text.delete(round % text.length, 1)
        else text.insert((round * 7) % (text.length + 1), 'abc'[index] ?? 'x')
      }
      if (round % 10 === 0) await aWhile(20)
    }
    const first = open3[0]!
    await until(
      () => open3.every((page) => page.text() === first.text() && page.text('notes') === first.text('notes')),
      'all agree',
    )
    await aWhile(100)
    const history = await replayed()
    expect(history.getText('statement').toString()).toBe(first.text())
    expect(Y.encodeStateVector(history)).toEqual(Y.encodeStateVector(first.doc))
    const [row] = await database.app.db.select().from(claimText).where(eq(claimText.claimId, claimId))
    expect(row).toMatchObject({ statement: first.text(), notes: first.text('notes') })
    expect(row?.seq).toBe((await textEditsOf(database.app.db, claimId)).at(-1)?.seq)
  })

  it('are named in the history by their connection', async () => {
    const [annPage, bobPage] = [await open(ann), await open(bob)]
    annPage.doc.getText('analysis').insert(0, 'A')
    await until(() => bobPage.text('analysis') === 'A', 'bob sees it')
    bobPage.doc.getText('analysis').delete(0, 1)
    await until(() => annPage.text('analysis') === '', 'ann sees it')
    const actors = (await textEditsOf(database.app.db, claimId)).map((entry) => entry.actor)
    expect(actors).toEqual(['person-ann', 'person-ann', 'person-bob'])
  })

  it('hear how many of their frames are durable, deletions included', async () => {
    const page = await open(ann)
    await until(() => page.acknowledged === 1, 'the answer to step one is acknowledged')
    page.doc.getText('statement').insert(0, 'x')
    await until(() => page.acknowledged === 2, 'the insertion is durable')
    page.doc.getText('statement').delete(0, 1)
    await until(() => page.acknowledged === 3, 'the deletion is durable')
  })
})

describe('durable before visible', () => {
  it('shows nobody, and acknowledges to nobody, what is not committed', async () => {
    const [annPage, bobPage] = [await open(ann), await open(bob)]
    await until(() => annPage.acknowledged === 1, 'ann is in')
    let release = () => {}
    held = new Promise((resolve) => (release = resolve))
    annPage.doc.getText('statement').insert(0, 'Secret ')
    await aWhile()
    const joiner = await open(bob)
    expect(bobPage.text()).toBe('Taxes rose.')
    expect(joiner.text()).toBe('Taxes rose.')
    expect(annPage.acknowledged).toBe(1)
    release()
    await until(() => bobPage.text() === 'Secret Taxes rose.' && joiner.text() === bobPage.text(), 'they see it')
    await until(() => annPage.acknowledged === 2, 'ann is told')
  })

  it('rebuilds the room when a commit fails, and loses nothing', async () => {
    const [annPage, bobPage] = [await open(ann), await open(bob)]
    failing = 1
    annPage.doc.getText('statement').insert(0, 'Again ')
    await until(() => annPage.closes.includes(closeCode.tryAgain), 'ann is sent away')
    await until(() => bobPage.text() === 'Again Taxes rose.', 'ann came back and sent it again')
    expect((await replayed()).getText('statement').toString()).toBe('Again Taxes rose.')
  })

  it('lets one failing edit hurt nobody else', async () => {
    const other = await startClaim(server.contextOf(bob))
    const otherPage = await openPage(server, bob, other.claimId)
    const [annPage, bobPage] = [await open(ann), await open(bob)]
    pages.push(otherPage)
    await until(() => [otherPage, annPage, bobPage].every((page) => page.acknowledged === 1), 'all are in')
    await database.owner.sql`alter table claim_text add constraint no_poison check (notes not like '%poison%')`
    let release = () => {}
    held = new Promise((resolve) => (release = resolve))
    bobPage.doc.getText('analysis').insert(0, 'held')
    await aWhile(50)
    annPage.doc.getText('notes').insert(0, 'poison')
    otherPage.doc.getText('notes').insert(0, 'fine')
    bobPage.doc.getText('analysis').insert(4, ' too')
    await aWhile(50)
    release()
    await until(() => otherPage.acknowledged === 2, 'the other claim is saved')
    await until(() => annPage.closes.includes(closeCode.tryAgain), 'ann is sent away')
    await until(() => bobPage.acknowledged === 3, 'bob is saved in the same claim')
    expect([otherPage.closes, bobPage.closes]).toEqual([[], []])
    expect((await replayed()).getText('analysis').toString()).toBe('held too')
    await database.owner.sql`alter table claim_text drop constraint no_poison`
    await until(() => bobPage.text('notes') === 'poison', 'ann could save in the end')
  })

  it('serves the same texts after a restart', async () => {
    const page = await open(ann)
    page.doc.getText('analysis').insert(0, 'Kept.')
    await until(() => page.acknowledged === 2, 'it is durable')
    page.end()
    await server.close()
    server = await serve()
    expect((await open(bob)).text('analysis')).toBe('Kept.')
  })
})

describe('hostile and unentitled sockets', () => {
  const writer = { cookie: ann.personId, origin }

  async function hostile(update: Uint8Array | ((client: number) => Uint8Array)): Promise<number> {
    const client = await clientFor(ann)
    const bare = await openBare(server, `/rooms/claim/${claimId}?client=${client}`, writer)
    bare.sendUpdate(typeof update === 'function' ? update(client) : update)
    return bare.closed
  }

  it.each([
    ['foreign text', (client: number) => typedBy(client + 5_000)],
    ['an unknown root', (client: number) => typedBy(client, 'verdict')],
    ['a gap', (client: number) => laterEditOf(client)],
    ['a nested type', (client: number) => nestedBy(client)],
    ['garbage', () => new Uint8Array([1, 1, 9, 9, 9, 255, 255])],
  ])('refuses %s and leaves the others alone', async (_name, update) => {
    const page = await open(bob)
    const before = await replayed()
    expect(await hostile(update)).toBe(closeCode.refused)
    expect(Y.encodeStateAsUpdate(await replayed())).toEqual(Y.encodeStateAsUpdate(before))
    expect([page.text(), page.text('notes'), page.closes]).toEqual(['Taxes rose.', '', []])
    page.doc.getText('statement').insert(0, 'ok ')
    await until(() => page.acknowledged === 2, 'bob still writes')
    expect((await replayed()).getText('statement').toString()).toBe('ok Taxes rose.')
  })

  it('closes a socket that sends two megabytes', async () => {
    const bare = await openBare(server, `/rooms/claim/${claimId}?client=${await clientFor(ann)}`, writer)
    const page = await open(bob)
    bare.sendBytes(new Uint8Array(2_000_000))
    expect(await bare.closed).toBe(1009)
    page.doc.getText('statement').insert(0, 'ok ')
    await until(() => page.acknowledged === 2, 'bob still writes')
    expect([(await replayed()).getText('statement').toString(), page.closes]).toEqual(['ok Taxes rose.', []])
  })

  it('lets readers read, never write', async () => {
    const page = await open(eve)
    expect(page.text()).toBe('Taxes rose.')
    page.doc.getText('statement').insert(0, 'x')
    await until(() => page.closes.includes(closeCode.forbidden), 'eve is sent away')
    expect((await replayed()).getText('statement').toString()).toBe('Taxes rose.')
  })

  it.each([
    ['another person’s client id', bob],
    ['a client id without the right to write', eve],
  ])('closes %s', async (_name, person) => {
    const client = await clientFor(ann)
    const bare = await openBare(server, `/rooms/claim/${claimId}?client=${client}`, { cookie: person.personId, origin })
    expect(await bare.closed).toBe(person === eve ? closeCode.forbidden : closeCode.unknownClient)
  })

  it('refuses the upgrade of another site', async () => {
    const headers = { cookie: ann.personId, origin: 'http://evil.test' }
    await expect(openBare(server, `/rooms/claim/${claimId}`, headers)).rejects.toThrow('403')
    await expect(openBare(server, `/rooms/report/${reportId}`, headers)).rejects.toThrow('403')
  })

  it.each([
    ['nobody who is signed in', { origin }, closeCode.signedOut],
    ['somebody of another team', { cookie: mallory.personId, origin }, closeCode.forbidden],
  ])('tells %s why, and nothing else', async (_name, headers, code) => {
    for (const path of [`/rooms/claim/${claimId}`, `/rooms/report/${reportId}`, '/rooms/claim/none']) {
      const bare = await openBare(server, path, headers)
      expect(await bare.closed).toBe(code)
      expect(bare.frames).toEqual([])
    }
  })

  it('closes the sockets of a session that ended', async () => {
    const page = await open(ann)
    server.rooms.closeSession(ann.sessionId)
    await until(() => page.closes.includes(closeCode.signedOut), 'ann is sent away')
  })

  it('closes a withdrawn claim for writing', async () => {
    const page = await open(ann)
    await withdrawClaim(server.contextOf(bob), claimId, { reason: 'Twice.' })
    await until(() => page.closes.includes(closeCode.closedForWriting), 'ann is sent away')
    expect(await server.rooms.allocateClient(server.contextOf(ann), claimId)).toEqual({ readOnly: true })
  })
})
