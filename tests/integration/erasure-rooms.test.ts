/*
 * Words are erased while people write: nobody is left with them, nobody brings them back, and nothing else is lost.
 */
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeClaim } from '#server/claims/commands.ts'
import { lineOf, verifyDatabase } from '#server/history-verify.ts'
import { proposeErasure } from '#server/history/commands/erasure.ts'
import { closeCode } from '#server/realtime/protocol.ts'
import { commitTexts, insertSnapshot, loadClaim } from '#server/realtime/store.ts'
import { desk, premises, typeIn, type Desk } from '#tests/support/desk.ts'
import { everythingIn } from '#tests/support/everything.ts'
import { openPage, startClaim, until } from '#tests/support/rooms.ts'
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

async function baseOf(id: string) {
  const { seq: base, erasedUpTo } = await loadClaim(own.database.app.db, id, 'start')
  return { base, erasedUpTo }
}
