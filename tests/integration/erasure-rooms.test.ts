/*
 * Words are erased while people write: nobody is left with them, nobody brings them back, and nothing else is lost.
 */
import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#db/client.ts'
import { claimText } from '#db/schema/claims.ts'
import { makeClaim } from '#server/claims/commands.ts'
import { lineOf, verifyDatabase } from '#server/history-verify.ts'
import { takeWords } from '#server/history/store/erasure.ts'
import { proposeErasure } from '#server/history/commands/erasure.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import { closeCode } from '#server/realtime/protocol.ts'
import { commitTexts, insertSnapshot, loadClaim } from '#server/realtime/store.ts'
import { desk, premises, typeIn, type Desk } from '#tests/support/desk.ts'
import { everythingIn } from '#tests/support/everything.ts'
import { openBare, openPage, serveRooms, startClaim, until, type Page } from '#tests/support/rooms.ts'
import { confirmSeen } from '#tests/support/seen-erasure.ts'

const own = premises()
let team: Desk
let reportId: string
let otherId: string

beforeAll(async () => {
  team = await desk(own.server)
  ;({ reportId, claimId: otherId } = await startClaim(team.mara))
})

describe('while people write', () => {
  it('a room knows of what its own team erased, and of nothing else', async () => {
    const other = await desk(own.server)
    const { claimId } = await startClaim(other.mara)
    const words = 'Nobody knows of this'
    await typeIn(own.server, other.mara, claimId, (text) => text.insert(0, words))
    await proposeErasure(other.ada, { words, reason: 'A court ordered it.' })
    await confirmSeen(other.edith, 1)
    expect((await baseOf(claimId)).erasedUpTo).toBeGreaterThan(0)
    expect((await baseOf(otherId)).erasedUpTo).toBe(0)
  })

  it('open rooms start anew, what was written elsewhere goes on, and no old document comes back', async () => {
    const { mara, oleh, ada, edith } = team
    const { teamId } = mara.actor
    const secret = `Geheim ${randomBytes(4).toString('hex').toUpperCase()}`
    await typeIn(own.server, mara, otherId, (words) => words.insert(0, `${secret} `))
    const { id: third } = await makeClaim(mara, reportId, { edition: '1', start: '0', end: '5' })
    const [page, reader] = [
      await openPage(own.server, oleh.actor, otherId),
      await openPage(own.server, (await team.join('Ava', 'auditor')).actor, otherId),
    ]
    const elsewhere = await openPage(own.server, oleh.actor, third)
    await until(() => page.text().includes(secret), 'the words are seen')
    const { base, erasedUpTo } = await baseOf(otherId)
    await proposeErasure(ada, { words: secret, reason: 'A court ordered it.' })
    await confirmSeen(edith, 1)
    await until(() => page.closes.includes(closeCode.erased), 'the writer is told')
    await until(() => reader.closes.includes(closeCode.erased), 'the reader is told')
    elsewhere.doc.getText('statement').insert(0, 'More: ')
    await until(() => elsewhere.provider.synced && elsewhere.acknowledged === elsewhere.sent, 'it is saved')
    const fresh = await openPage(own.server, oleh.actor, otherId)
    expect(fresh.text()).toMatch(/^█+ /u)
    // A page that was away comes back under its old client id.
    page.closes.splice(0)
    page.provider.connect()
    await until(() => page.closes.includes(closeCode.erased), 'the old document is refused')
    // A room that had not heard of it.
    const texts = { statement: secret, analysis: '', notes: '' }
    const place = { claimId: otherId, teamId, base, erasedUpTo, personId: mara.actor.personId }
    const stale = { ...place, sessionId: 's', update: new Uint8Array([0, 0]), texts }
    await expect(commitTexts(mara, [stale])).rejects.toMatchObject({ name: 'RoomBehind' })
    const state = page.doc.getText('statement').toString()
    expect(state).toContain(secret)
    const old = { claimId: otherId, seq: base, teamId, state: new Uint8Array(Buffer.from(state)) }
    await insertSnapshot(own.database.app.db, old, erasedUpTo)
    for (const each of [page, reader, elsewhere, fresh]) each.end()
    expect(await everythingIn(own.database)).not.toContain(secret)
    expect((await verifyDatabase(own.database.owner)).map(lineOf).join()).toContain('everything agrees. The words of')
  })
})

it('a document from before does not come in, whose room is loaded behind the erasure', async () => {
  const { mara, oleh, ada, edith } = team
  const { db, next } = held(own.database.app.db)
  const server = await serveRooms(db, [oleh.actor], { rolesAmong })
  const { claimId } = await startClaim(mara)
  const secret = `Geheim ${randomBytes(4).toString('hex').toUpperCase()}`
  await typeIn(own.server, mara, claimId, (words) => words.insert(0, `${secret} `))
  const page = await openPage(own.server, oleh.actor, claimId)
  page.end()
  // It comes back to another process, where its room waits for a connection to the database while the words are erased.
  const load = next()
  const path = `/rooms/claim/${claimId}?client=${page.doc.clientID}`
  const coming = openBare(server, path, { cookie: oleh.actor.personId, origin: 'http://plumbline.test' })
  await load.begun
  await proposeErasure(ada, { words: secret, reason: 'A court ordered it.' })
  await confirmSeen(edith, 2)
  await server.rooms.judgeAnew(`team ${mara.actor.teamId}`)
  load.goOn()
  const back = await coming
  let code = 0
  void back.closed.then((closed) => (code = closed))
  await until(() => code > 0 || back.frames.length > 0, 'it is answered')
  expect(code).toBe(closeCode.erased)
  await server.close()
})

it('an erasure that takes long holds up its own team, and no other', async () => {
  const other = await desk(own.server)
  const besides = await openPage(own.server, other.oleh.actor, (await startClaim(other.mara)).claimId)
  const pages: { readonly name: string; readonly claimId: string; readonly page: Page }[] = []
  for (const name of ['One', 'Two', 'Three']) {
    const { claimId } = await startClaim(team.mara)
    pages.push({ name, claimId, page: await openPage(own.server, team.oleh.actor, claimId) })
  }
  const isSaved = ({ provider, acknowledged, sent }: Page) => provider.synced && acknowledged === sent
  const type = ({ doc }: Page, words: string) => doc.getText('statement').insert(0, words)
  await own.database.app.db.transaction(async (tx) => {
    await takeWords(tx, team.mara.actor.teamId)
    for (const { page, name } of pages) type(page, `${name}. `)
    type(besides, 'x')
    await until(
      () => (isSaved(besides) || type(besides, 'x'), pages.every(({ page }) => page.closes.length > 0)),
      'they are told',
    )
    await until(() => isSaved(besides), 'the others have saved')
    expect(besides.closes).toEqual([])
  })
  for (const { page, name, claimId } of pages) {
    await until(() => isSaved(page), 'it goes on')
    const [saved] = await own.database.app.db.select().from(claimText).where(eq(claimText.claimId, claimId))
    expect(saved?.statement).toBe(`${name}. Taxes rose.`)
  }
  for (const page of [besides, ...pages.map((each) => each.page)]) page.end()
}, 60_000)

/** The same database, of which the next transaction can be held back. */
function held(db: Database) {
  let begin: (() => Promise<void>) | null = null
  const transaction: Database['transaction'] = async (...asked) => {
    const wait = begin
    begin = null
    await wait?.()
    return db.transaction(...asked)
  }
  const next = () => {
    let goOn = () => {}
    const waits = new Promise<void>((resolve) => (goOn = resolve))
    const begun = new Promise<void>((resolve) => (begin = () => (resolve(), waits)))
    return { begun, goOn: () => goOn() }
  }
  return { db: Object.assign(Object.create(db) as Database, { transaction }), next }
}

async function baseOf(id: string) {
  const { seq: base, erasedUpTo } = await loadClaim(own.database.app.db, id, 'start')
  return { base, erasedUpTo }
}
