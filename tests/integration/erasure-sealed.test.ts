/*
 * Words are erased from sealed edits too, and from every page and file that anybody can load; a legal hold keeps them.
 */
import { randomBytes } from 'node:crypto'
import { eq, sql, type SQL } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { segment } from '#db/schema/history.ts'
import { makeClaim } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { attachEvidence } from '#server/evidence/commands.ts'
import { lineOf } from '#server/history-verify.ts'
import { change as changeOf, record, together } from '#server/history/commands.ts'
import { confirmErasure, lookAtErasure, proposeErasure, withdrawErasure } from '#server/history/commands/erasure.ts'
import type { Entry } from '#server/history/entry.ts'
import { teams } from '#server/identity/store.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { erasedHere } from '#server/history/queries/erased.ts'
import { holding } from '#server/history/queries/erasure.ts'
import { segmentOf, entriesIn } from '#server/history/store/segments.ts'
import { textEditsOf } from '#server/history/store.ts'
import { TextPast, textsOf } from '#server/history/text-past.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import { KeptPages } from '#server/publication/kept-pages.ts'
import { closeCode } from '#server/realtime/protocol.ts'
import { createReport } from '#server/reports/commands.ts'
import { liftHold, placeHold } from '#server/reports/commands/holds.ts'
import { requestChange } from '#server/review/commands/requested-changes.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { exportsOf, shownToReaders, shownWithin, type Looked } from '#tests/support/all-pages.ts'
import { approveNow, checkAndSubmit, desk, premises, publishNow, typeIn, type Desk } from '#tests/support/desk.ts'
import { everythingIn } from '#tests/support/everything.ts'
import { openPage, until, type Page } from '#tests/support/rooms.ts'
import { sealAll } from '#tests/support/sealed.ts'
import { confirmSeen } from '#tests/support/seen-erasure.ts'
import { signing, signingFolder } from '#tests/support/signing.ts'
import { afterTampering } from '#tests/support/superuser.ts'

const own = premises()
const canary = `Kanarie ${randomBytes(6).toString('hex').toUpperCase()}`
const blocks = '█'.repeat(canary.length)

let team: Desk
let looked: Looked
let auditor: Context

const teamId = () => team.mara.actor.teamId
const owner = () => own.database.owner.db
const sign = () => signing(own.database.app.db)(teamId())
const segments = () => owner().select().from(segment).where(eq(segment.teamId, teamId())).orderBy(segment.last)
const propose = (words: string) => proposeErasure(team.ada, { words, reason: `A court ordered that ${words} go.` })
const line = async (db: Parameters<typeof verifyHistory>[0] = owner()) =>
  lineOf((await verifyHistory(db, nouns, signingFolder())).find((each) => each.teamId === teamId())!)

/** What each text of the claim was after every edit, and whose words it had. */
async function pasts() {
  const past = new TextPast()
  const edits = await textEditsOf(owner(), looked.claimId)
  for (const edit of edits) past.apply(edit, 0)
  return edits.map(({ seq, actor }) => ({ seq, actor, runs: past.runsAt(seq), texts: textsOf(past.runsAt(seq)) }))
}

beforeAll(async () => {
  team = await desk(own.server)
  const { mara, oleh, edith } = team
  auditor = await team.join('Aya', 'auditor')
  const text = `Taxes rose, said ${canary}. So it goes.`
  const report = { title: 'Budget', publisher: canary, sourceUrl: '', language: 'en', text }
  const { id: reportId } = await createReport(mara, report)
  const { id: claimId } = await makeClaim(mara, reportId, { edition: '1', start: '0', end: String(text.indexOf('.')) })
  const page = await openPage(own.server, oleh.actor, claimId)
  for (const [at, letter] of `${canary} `.split('').entries()) {
    page.doc.getText('notes').insert(at, letter)
    await until(() => page.acknowledged === page.sent, 'the letter is saved')
  }
  page.end()
  await typeIn(own.server, mara, claimId, (words) => words.insert(words.length, `. Not ${canary}.`))
  await typeIn(own.server, oleh, claimId, (words) => words.delete(words.length - 8, 8))
  const evidence = { url: 'https://a.example/x', title: `Of ${canary}`, publisher: '', author: canary, publishedOn: '' }
  const bearing = { sourceKind: 'primary', stance: 'supports', quote: `“${canary}”`, note: canary }
  await attachEvidence(mara, claimId, { ...evidence, ...bearing })
  await checkAndSubmit(team, claimId, `Because ${canary} said so.`)
  await approveNow(edith, claimId)
  await publishNow(edith, claimId)
  await startThread(oleh, claimId, { on: 'claim', words: `Who is ${canary}?` })
  const requested = {
    claimId,
    edition: '1',
    start: '0',
    end: '5',
    replacement: `${canary} rose`,
    reason: 'Enough for us.',
  }
  await requestChange(oleh, reportId, requested)
  await sign()
  expect(await sealAll(own.database, { least: 5 })).toBeGreaterThan(15)
  const slugs = await owner().execute<{ slug: string }>(sql`select slug from publication where claim_id = ${claimId}`)
  const kept = { pasts: new KeptPasts(), pages: new KeptPages() }
  looked = { reportId, claimId, slug: team.slug, slugs: slugs.map(({ slug }) => slug), ...kept }
}, 60_000)

describe('a legal hold', () => {
  it('of a report keeps its words, wherever in it they stand, and says so', async () => {
    await placeHold(team.edith, looked.reportId, { reason: 'A court asks for it.' })
    const says = 'The report “Budget” is under a legal hold'
    await expect(propose(canary)).rejects.toMatchObject({ id: 'invalid', message: expect.stringContaining(says) })
    await expect(propose('So it goes')).rejects.toThrow(says)
    await expect(propose('Who is')).rejects.toThrow(says)
    await expect(propose('Enough for us')).rejects.toThrow(says)
    await expect(propose('It rose.')).rejects.toThrow(says)
    await liftHold(team.edith, looked.reportId, { number: 1, reason: 'It is over.' })
    await propose('Who is')
    const look = async () => (await lookAtErasure(team.edith, { number: 1 })).whyNot
    expect(await look()).toBeNull()
    await placeHold(team.edith, looked.reportId, { reason: 'Another court asks for it.' })
    const refused = { id: 'changed-since', message: expect.stringContaining(says) }
    expect(await look()).toContain(says)
    await expect(confirmErasure(team.edith, { number: 1 })).rejects.toMatchObject(refused)
    expect(await everythingIn(own.database)).toContain(`Who is ${canary}?`)
    await withdrawErasure(team.edith, { number: 1 })
  })

  it('of one report keeps no words of another', async () => {
    const report = { title: 'Weather', publisher: '', sourceUrl: '', language: 'en', text: 'It rained on Tuesday.' }
    await createReport(team.mara, report)
    await propose('on Tuesday')
    await withdrawErasure(team.edith, { number: 2 })
    await liftHold(team.edith, looked.reportId, { number: 2, reason: 'It is over.' })
  })
})

describe('what is sealed', () => {
  let before: Awaited<ReturnType<typeof segments>>
  let was: Entry[]
  let then: Awaited<ReturnType<typeof pasts>>
  let open: Page

  beforeAll(async () => {
    ;[before, then] = [await segments(), await pasts()]
    was = (await Promise.all(before.map(entriesIn))).flat()
    open = await openPage(own.server, team.mara.actor, looked.claimId)
    for (const shown of await everythingShown()) expect(shown).toContain(canary)
    await propose(canary)
    await confirmSeen(team.edith, 3)
    await sign()
  })

  const everythingShown = async () => [
    await everythingIn(own.database),
    await shownWithin(team.mara, looked),
    await shownWithin(team.edith, looked),
    await shownToReaders(team.mara, looked),
    await exportsOf(auditor, looked),
  ]

  it('is erased, and so are they in every table, page, feed, file and export', async () => {
    expect(Buffer.concat(was.map(({ payload }) => payload)).toString()).toContain(canary)
    for (const shown of await everythingShown()) {
      expect(shown).not.toContain(canary)
      expect(shown).toContain(blocks)
    }
  })

  it('says of itself what it said before, and is verified as what was erased', async () => {
    const bare = (all: readonly Entry[]) => all.map(({ payload: _, salt: __, ...rest }) => rest)
    const after = await segments()
    expect(bare((await Promise.all(after.map(entriesIn))).flat())).toEqual(bare(was))
    const said = (all: typeof after) => all.map(({ bytes: _, checksum: __, ...rest }) => rest)
    expect(said(after)).toEqual(said(before))
    expect(after.map(({ bytes }) => bytes)).not.toEqual(before.map(({ bytes }) => bytes))
    expect(await line()).toMatch(/everything agrees.* The words of \d+ entries were erased under entry \d+\./u)
  })

  it('is told by the histories of its claim and its report, with what is sealed, and by no other', async () => {
    const [onClaim, ...others] = await erasedHere(team.mara, { claimId: looked.claimId })
    expect(others).toEqual([])
    expect(onClaim).toMatchObject({ confirmedBy: 'Edith' })
    // Typed letter by letter, each of them sealed.
    expect(onClaim?.entries).toBeGreaterThanOrEqual(canary.length)
    const [onReport] = await erasedHere(auditor, { reportId: looked.reportId })
    expect(onReport?.entries).toBeGreaterThan(onClaim?.entries ?? 0)
    const text = { publisher: '', sourceUrl: '', language: 'en', text: 'Prices fell.' }
    const { id: reportId } = await createReport(team.mara, { title: 'Another', ...text })
    expect(await erasedHere(team.mara, { reportId })).toEqual([])
  })

  it('that cannot be read any more takes no other history away', async () => {
    const { id: other } = await makeClaim(team.mara, looked.reportId, { edition: '1', start: '0', end: '5' })
    const unreadable = sql`update segment set bytes = 'none' where team_id = ${teamId()}`
    const of = (id: string) =>
      afterTampering(
        own.database,
        (tx) => tx.execute(unreadable),
        (tx) => erasedHere({ ...team.mara, db: tx }, { claimId: id }),
      )
    await expect(of(looked.claimId)).rejects.toThrow('cannot be read')
    expect(await of(other)).toEqual([])
  })

  it('is replayed as before, but for the blocks', async () => {
    const after = await pasts()
    expect(after.map(({ seq, actor }) => [seq, actor])).toEqual(then.map(({ seq, actor }) => [seq, actor]))
    expect(after.at(-1)?.texts).toEqual({
      analysis: '',
      notes: `${blocks} `,
      statement: `Taxes rose, said ${blocks}. Not ${blocks.slice(0, -7)}`,
    })
    for (const [index, { runs, texts }] of after.entries()) {
      const shape = (all: typeof runs) => all.notes.map(({ text, ...run }) => ({ ...run, length: text.length }))
      expect(shape(runs)).toEqual(shape(then[index]!.runs))
      expect(texts.notes).toMatch(/^█* ?$/u)
    }
  })

  it('was open in a room, which is told', async () => {
    await until(() => open.closes.includes(closeCode.erased), 'the writer is told')
    open.end()
  })

  it('is found when a superuser changes the substitute, or puts the words back', async () => {
    const [row] = (await segments()).slice(-1)
    const entries = await entriesIn(row!)
    const erased = entries.findIndex(({ payload }) => Buffer.from(payload).toString().includes('█'))
    const put = async (other: Partial<Entry>) => {
      const others = entries.map((each, index) => (index === erased ? { ...each, ...other } : each))
      const { bytes, checksum } = await segmentOf(teamId(), others)
      const what = sql`update segment set bytes = ${bytes}, checksum = ${checksum} where last = ${row!.last} and team_id = ${teamId()}`
      return afterTampering(own.database, (tx) => tx.execute(what), line)
    }
    const { seq, salt, payload } = was.find((each) => each.seq === entries[erased]!.seq)!
    expect(await put({ salt: new Uint8Array(16) })).toContain(`entry ${seq}, claim`)
    expect(await put({ salt: new Uint8Array(16) })).toContain('its payload or salt is not what was recorded')
    expect(await put({ salt, payload })).toContain('it holds again what entry')
  })

  const changes: [string, SQL][] = [
    ['its bytes', sql`update segment set bytes = bytes || '\\x00'`],
    ['both', sql`update segment set bytes = bytes || '\\x00', checksum = sha256(bytes || '\\x00')`],
    ['nothing', sql`update segment set bytes = bytes`],
    ['by the door', sql`select erase_sealed(team_id, last, bytes, checksum) from segment`],
    ['the documents', sql`select end_texts(team_id, '[]'::jsonb) from segment`],
  ]
  it.each(changes)('is not changed without an erasure: %s', async (_name, statement) => {
    const codeOf = (error: { cause?: { code?: string } }) => error.cause?.code
    for (const db of [own.database.app.db, owner()]) {
      expect(['42501', '23001']).toContain(await db.execute(statement).then(() => 'done', codeOf))
    }
  })

  it('is not changed by an erasure of something else', async () => {
    await propose('Enough for us')
    await lookAtErasure(team.edith, { number: 4 })
    const [row] = (await segments()).slice(-1)
    const forge = together(team.edith, async (within) => {
      const erased = [{ seq: row!.first - 1, hash: 'x' }]
      const by = team.edith.actor.personId
      await record(within, changeOf(teams, teamId(), { kind: 'erasure.confirm', number: 4, by, erased, whose: [] }))
      const { last, bytes, checksum } = row!
      await within.db.execute(sql`select erase_sealed(${teamId()}, ${last}, ${bytes}, ${checksum})`)
    })
    await expect(forge).rejects.toMatchObject({ cause: { code: '23001' } })
    await withdrawErasure(team.edith, { number: 4 })
  })

  it('is kept by a legal hold of its report, though nothing else of it has the words', async () => {
    await placeHold(team.edith, looked.reportId, { reason: 'A third court asks for it.' })
    const { id } = await makeClaim(team.mara, looked.reportId, { edition: '1', start: '0', end: '5' })
    await typeIn(own.server, team.oleh, id, (text) => text.insert(0, 'Sealed away. '))
    await typeIn(own.server, team.oleh, id, (text) => text.delete(0, 13))
    await sign()
    await typeIn(own.server, team.oleh, id, (text) => text.insert(0, 'And. '))
    await sign()
    await sealAll(own.database)
    const found = await holding(own.database.app.db, teamId(), 'Sealed away')
    expect(found.map(({ kind }) => kind)).toEqual(['claim.write'])
    await expect(propose('Sealed away')).rejects.toThrow('is under a legal hold')
  })
})
