import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { eq, sql } from 'drizzle-orm'
import * as Y from 'yjs'
import { mention } from '#db/schema/review.ts'
import { attachEvidence, withdrawEvidence } from '#server/evidence/commands.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import type { Context } from '#server/context.ts'
import { timeline } from '#server/history/queries.ts'
import { lockHead } from '#server/history/store.ts'
import { endsOf } from '#server/realtime/anchor.ts'
import { withdrawClaim } from '#server/claims/commands.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import {
  editComment,
  reopenThread,
  reply,
  resolveThread,
  startThread,
  withdrawComment,
} from '#server/review/commands/threads.ts'
import { threadsView } from '#server/review/queries/threads.ts'
import { endMembership } from '#tests/support/members.ts'
import { newsroom } from '#tests/support/newsroom.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { openBare, openPage, serveRooms, startClaim, until, type Page, type RoomsServer } from '#tests/support/rooms.ts'
import { randomOf } from '#tests/support/typists.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

let database: FreshDatabase
let server: RoomsServer
let mara: Context
let oleh: Context
let ada: Context
let claimId: string
let reportId: string
let pages: Page[] = []

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  server = await serveRooms(database.app.db, [], { rolesAmong })
  ;({ mara, oleh, ada } = await newsroom(server))
  ;({ claimId, reportId } = await startClaim(mara))
})
afterEach(async () => {
  for (const page of pages) page.end()
  pages = []
  await server.close()
})

const start = (ctx: Context, words: string) => startThread(ctx, claimId, { on: 'claim', words })
const threadNow = async (ctx = mara) => (await threadsView(ctx, claimId)).threads[0]!
const open = async (ctx: Context) => {
  const page = await openPage(server, ctx.actor, claimId)
  pages.push(page)
  return page
}

it('people talk about a claim: reply, reword, take back, resolve and reopen, each under their own name', async () => {
  const { id } = await start(mara, 'Is this so?')
  await reply(oleh, id, { words: 'No.' })
  const [first, second] = (await threadNow()).comments
  await editComment(mara, id, { commentId: first!.id, words: 'Is this really so?', seen: String(first!.seq) })
  await editComment(mara, id, {
    commentId: first!.id,
    words: 'Really?',
    seen: String((await threadNow()).comments[0]!.seq),
  })
  expect(await threadNow()).toMatchObject({
    isOpen: true,
    comments: [
      { by: { name: 'Mara' }, words: 'Really?', earlier: [{ words: 'Is this really so?' }, { words: 'Is this so?' }] },
      { by: { name: 'Oleh' }, words: 'No.', editedAt: null, earlier: [] },
    ],
  })
  await withdrawComment(oleh, id, { commentId: second!.id })
  await resolveThread(oleh, id, {})
  const resolved = await threadNow()
  expect(resolved).toMatchObject({
    isOpen: false,
    resolved: { by: 'Oleh' },
    comments: [{}, { words: '', withdrawn: true }],
  })
  expect((await workspaceView(mara, reportId)).claims[0]?.openThreads).toBe(0)
  await reopenThread(mara, id, {})
  expect((await workspaceView(mara, reportId)).claims[0]?.openThreads).toBe(1)
  const { items } = await timeline(mara, { claimId })
  expect(items.slice(0, 6).map(({ person, sentence }) => `${person} ${sentence}`)).toEqual([
    'Mara reopened a thread',
    'Oleh resolved a thread',
    'Oleh withdrew their comment',
    'Mara changed their comment',
    'Mara changed their comment',
    'Oleh replied in a thread',
  ])
  expect(items[2]?.parts).toEqual([{ label: 'Comment', words: [{ text: 'No.', change: 'removed' }] }])
  expect(items[2]?.claim?.id).toBe(claimId)
})

it('a comment is its writer’s alone: nobody else rewords it or takes it back, an admin neither', async () => {
  const { id } = await start(mara, 'Mine.')
  const [comment] = (await threadNow()).comments
  const edit = { commentId: comment!.id, words: 'Forged.', seen: String(comment!.seq) }
  await expect(editComment(oleh, id, edit)).rejects.toMatchObject({ id: 'forbidden' })
  await expect(withdrawComment(oleh, id, edit)).rejects.toMatchObject({ id: 'forbidden' })
  const both = { ...ada, actor: { ...ada.actor, roles: ['admin', 'checker'] as const } }
  await expect(editComment(both, id, edit)).rejects.toMatchObject({ id: 'forbidden' })
  await expect(reply(ada, id, { words: 'As an admin.' })).rejects.toMatchObject({ id: 'forbidden' })
  await expect(editComment(mara, id, { ...edit, seen: '1' })).rejects.toMatchObject({ id: 'changed-since' })
  expect((await threadNow()).comments).toMatchObject([{ words: 'Mine.' }])
})

it('of an edit and a resolution at once, what stands second is told so and changes nothing', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await start(mara, 'Open.')
    const [{ comments }] = (await threadsView(mara, claimId)).threads.filter((each) => each.id === id) as [
      Awaited<ReturnType<typeof threadNow>>,
    ]
    const edit = { commentId: comments[0]!.id, words: 'Edited.', seen: String(comments[0]!.seq) }
    const [edited, resolved] = await Promise.allSettled([editComment(mara, id, edit), resolveThread(oleh, id, {})])
    expect(resolved.status).toBe('fulfilled')
    const thread = (await threadsView(mara, claimId)).threads.find((each) => each.id === id)
    expect(thread?.comments[0]?.words).toBe(edited.status === 'fulfilled' ? 'Edited.' : 'Open.')
    if (edited.status === 'rejected') expect(String(edited.reason)).toContain('This thread was resolved.')
  }
})

it('whoever is named is kept by id; nobody who has left is, and who is named no longer hears of it no longer', async () => {
  const { id } = await start(mara, 'Ask @Oleh and @Nobody')
  const [comment] = (await threadNow()).comments
  expect(comment?.mentioned).toEqual([{ personId: oleh.actor.personId, name: 'Oleh' }])
  await editComment(mara, id, { commentId: comment!.id, words: 'Ask @Ada', seen: String(comment!.seq) })
  expect((await threadNow()).comments[0]?.mentioned).toEqual([{ personId: ada.actor.personId, name: 'Ada' }])
  await endMembership(ada, oleh.actor.personId)
  const naming = { words: '@Oleh?', mentions: oleh.actor.personId }
  await expect(reply(mara, id, naming)).rejects.toThrow('Oleh is no longer in the team')
  await reply(mara, id, { words: '@Oleh is gone', mentions: 'somebody-else' })
  expect((await threadNow()).comments[1]?.mentioned).toEqual([])
  expect((await threadsView(mara, claimId)).people.map(({ name }) => name)).toEqual(['Ada', 'Mara'])
})

it('a comment that names somebody who left since is still its writer’s to edit, and tells nobody anew', async () => {
  const { id } = await start(mara, 'Ask @Oleh')
  const [comment] = (await threadNow()).comments
  await endMembership(ada, oleh.actor.personId)
  const mentions = oleh.actor.personId
  const edit = { commentId: comment!.id, mentions, seen: String(comment!.seq) }
  const before = await mara.db.select().from(mention).where(eq(mention.commentId, comment!.id))
  await editComment(mara, id, { ...edit, words: 'Ask @Oleh again' })
  expect((await threadNow()).comments[0]).toMatchObject({
    words: 'Ask @Oleh again',
    mentioned: [{ personId: mentions, name: 'Oleh' }],
  })
  expect(await mara.db.select().from(mention).where(eq(mention.commentId, comment!.id))).toEqual(before)
  await reply(mara, id, { words: 'Somebody?' })
  const [, second] = (await threadNow()).comments
  const naming = { commentId: second!.id, mentions, words: '@Oleh?', seen: String(second!.seq) }
  await expect(editComment(mara, id, naming)).rejects.toThrow('Oleh is no longer in the team')
})

it('of a thread and a withdrawal at once, no thread starts on what is gone by then', async () => {
  const source = { url: '', title: 'A list', sourceKind: 'primary', stance: 'context' }
  const { id: evidenceId } = await attachEvidence(mara, claimId, { sourceId: '', ...source })
  const waiting = async (count: number) => {
    const isSo = async () => {
      const [row] = await mara.db.execute<{ count: number }>(sql`select count(*)::int from pg_locks
        where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`)
      return row?.count === count
    }
    for (const end = Date.now() + 10_000; !(await isSo());) expect(Date.now()).toBeLessThan(end)
  }
  const race = async (goes: () => Promise<unknown>, begins: () => Promise<unknown>) => {
    const both: Promise<unknown>[] = []
    await mara.db.transaction(async (tx) => {
      await lockHead(tx, mara.actor.teamId, new Date())
      both.push(goes())
      await waiting(1)
      both.push(begins())
      await waiting(2)
    })
    return Promise.allSettled(both)
  }
  const onEvidence = { on: 'evidence', evidenceId, words: 'Which list?' }
  const [, late] = await race(
    () => withdrawEvidence(mara, claimId, { evidenceId }),
    () => startThread(oleh, claimId, onEvidence),
  )
  expect(late).toMatchObject({ status: 'rejected', reason: { id: 'not-found' } })
  const [, later] = await race(
    () => withdrawClaim(mara, claimId, { reason: 'Twice.' }),
    () => start(oleh, 'Late.'),
  )
  expect(later).toMatchObject({ status: 'rejected', reason: { id: 'invalid' } })
  expect((await threadsView(mara, claimId)).threads).toEqual([])
})

it('refuses what cannot be said or is about nothing', async () => {
  await expect(start(mara, '  ')).rejects.toThrow('Write a comment first.')
  await expect(start(mara, 'x'.repeat(5_001))).rejects.toThrow('Keep a comment under 5,000 characters.')
  await expect(start(mara, 'half \uD83D sign')).rejects.toThrow('signs that cannot be kept')
  await expect(startThread(mara, claimId, { words: 'On what?' })).rejects.toMatchObject({ id: 'invalid' })
  await expect(startThread(mara, 'nowhere', { on: 'claim', words: 'X' })).rejects.toMatchObject({ id: 'not-found' })
  const onEvidence = { on: 'evidence', evidenceId: 'none', words: 'X' }
  await expect(startThread(mara, claimId, onEvidence)).rejects.toMatchObject({ id: 'not-found' })
  const source = { url: '', title: 'A list', sourceKind: 'primary', stance: 'context' }
  const { id } = await attachEvidence(mara, claimId, { sourceId: '', ...source })
  await startThread(oleh, claimId, { on: 'evidence', evidenceId: id, words: 'Which list?' })
  expect((await threadNow()).about).toEqual({ on: 'evidence', evidenceId: id, gone: null })
  await withdrawClaim(mara, claimId, { reason: 'Twice.' })
  await expect(start(mara, 'Late.')).rejects.toThrow('This claim was withdrawn.')
})

it('a thread stays with its words: it follows them, shows what they became, and says when they are gone', async () => {
  const page = await open(mara)
  const statement = page.doc.getText('statement')
  const words = { on: 'words', textName: 'statement', quote: 'Taxes', ...endsOf(statement, 0, 5) }
  await startThread(oleh, claimId, { ...words, words: 'Which ones?' })
  const about = async () => (await threadNow()).about
  expect(await about()).toMatchObject({ on: 'words', quote: 'Taxes', now: 'Taxes' })
  const edit = async (change: (text: Y.Text) => void) => {
    const { acknowledged } = page
    change(statement)
    await until(() => page.acknowledged > acknowledged, 'it is durable')
  }
  await edit((text) => text.insert(0, 'All '))
  await edit((text) => text.insert(6, 'ra'))
  expect(await about()).toMatchObject({ quote: 'Taxes', now: 'Taraxes' })
  await edit((text) => text.delete(4, 7))
  expect(await about()).toMatchObject({ quote: 'Taxes', now: null })
})

it('ties to no words that stand otherwise in the saved text, nor to those of another claim or text', async () => {
  const page = await open(mara)
  const text = page.doc.getText('statement')
  const words = { on: 'words', textName: 'statement', quote: 'Taxes', ...endsOf(text, 0, 5), words: 'X' }
  const tie = (more: object) => startThread(mara, claimId, { ...words, ...more })
  await expect(tie({ quote: 'Texas' })).rejects.toMatchObject({ id: 'changed-since' })
  await expect(tie({ textName: 'notes' })).rejects.toMatchObject({ id: 'changed-since' })
  await expect(tie({ start: words.end, end: words.start })).rejects.toMatchObject({ id: 'changed-since' })
  const other = await startClaim(mara)
  await expect(startThread(mara, other.claimId, words)).rejects.toMatchObject({ id: 'changed-since' })
  const unsaved = new Y.Doc()
  unsaved.getText('statement').insert(0, 'Taxes')
  await expect(tie(endsOf(unsaved.getText('statement'), 0, 5))).rejects.toMatchObject({ id: 'changed-since' })
  expect((await threadsView(mara, claimId)).threads).toEqual([])
})

it(`of 1,000 mutated ends of words none breaks the server, and none ties to other words (PLUMBLINE_SEED=${seed})`, async () => {
  const page = await open(mara)
  const ends = endsOf(page.doc.getText('statement'), 0, 5)
  const random = randomOf(seed)
  const mutated = (base64: string) => {
    const bytes = Buffer.from(base64, 'base64')
    for (let flips = random(3); flips >= 0; flips -= 1) bytes[random(bytes.length)] = random(256)
    const more = Buffer.from([random(256), random(256)]).subarray(0, random(3))
    return Buffer.concat([bytes.subarray(0, random(bytes.length + 1)), more]).toString('base64')
  }
  const words = { on: 'words', textName: 'statement', quote: 'Taxes', words: 'X' }
  const outcomes = new Set<string>()
  for (let turn = 0; turn < 100; turn += 1) {
    const tries = Array.from({ length: 10 }, () =>
      startThread(mara, claimId, { ...words, start: mutated(ends.start), end: mutated(ends.end) }),
    )
    for (const outcome of await Promise.allSettled(tries)) {
      outcomes.add(outcome.status === 'fulfilled' ? 'taken' : String((outcome.reason as { id?: string }).id))
    }
  }
  // What is no sign of an end, what fits nothing, and what a change has left as it was.
  expect([...outcomes].filter((each) => !['invalid', 'changed-since', 'taken'].includes(each))).toEqual([])
  await startThread(mara, claimId, { ...words, ...ends })
  const { threads } = await threadsView(mara, claimId)
  expect(new Set(threads.map(({ about }) => JSON.stringify(about))).size).toBe(1)
  expect(page.closes).toEqual([])
})

it('open pages of the report hear of every deed in a thread, pages of other reports of none', async () => {
  const other = await startClaim(mara)
  const listen = (report: string) =>
    openBare(server, `/rooms/report/${report}?after=999999`, {
      cookie: oleh.actor.personId,
      origin: 'http://plumbline.test',
    })
  const [here, elsewhere] = [await listen(reportId), await listen(other.reportId)]
  const { id } = await start(mara, 'Heard?')
  await resolveThread(mara, id, {})
  await until(() => here.events().length === 2, 'both are told')
  expect(here.events().map(({ kind, subject }) => [kind, subject])).toEqual([
    ['thread.start', { type: 'thread', id }],
    ['thread.resolve', { type: 'thread', id }],
  ])
  expect(elsewhere.events()).toEqual([])
  here.end()
  elsewhere.end()
})
