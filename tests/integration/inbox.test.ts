import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { assignClaim, changeStage, withdrawAssignment } from '#server/claims/commands.ts'
import type { ClaimCommand, ClaimEvent, ClaimState } from '#server/claims/claim.ts'
import type { Stage } from '#server/claims/stage.ts'
import { claims } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import { change, record } from '#server/history/commands.ts'
import { markAllRead, markRead } from '#server/notifications/commands.ts'
import { inboxView, unreadCount } from '#server/notifications/queries.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import {
  acceptChange,
  declineChange,
  finishChange,
  reopenChange,
  requestChange,
  withdrawChange,
} from '#server/review/commands/requested-changes.ts'
import { returnReport, submitReport } from '#server/review/commands/report-review.ts'
import { reopenClaim, returnClaim, submitClaim } from '#server/review/commands/review.ts'
import { editComment, reply, startThread, withdrawComment } from '#server/review/commands/threads.ts'
import { threadsView } from '#server/review/queries/threads.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { serveRooms, startClaim, type RoomsServer } from '#tests/support/rooms.ts'
import { newsroom, type Newsroom } from '#tests/support/newsroom.ts'

let database: FreshDatabase
let server: RoomsServer
let desk: Newsroom
let claimId: string
let reportId: string

beforeAll(async () => {
  database = await freshDatabase()
  server = await serveRooms(database.app.db, [])
})
afterAll(async () => {
  await server.close()
  await database.drop()
})
beforeEach(async () => {
  desk = await newsroom(server)
  ;({ claimId, reportId } = await startClaim(desk.mara))
})

const told = async (ctx: Context) => (await inboxView(ctx)).notices.map(({ kind, by, words }) => [kind, by, words])
const start = (ctx: Context, words: string) => startThread(ctx, claimId, { on: 'claim', words })

/** Sends the claim back, once somebody has submitted it. */
async function sendBack(editor: Context, submitter = desk.mara): Promise<void> {
  await submitClaim(submitter, claimId, {})
  await returnClaim(editor, claimId, { comment: 'Ask the ministry.' })
}

/** A step between stages as it stands in older histories, where it also led to review and back. */
async function stepAsBefore(ctx: Context, to: Stage): Promise<void> {
  const decide = (_state: ClaimState, command: ClaimCommand) => command as ClaimEvent
  const before = { ...claims, aggregate: { ...claims.aggregate, decide } }
  await record(ctx, change(before, claimId, { kind: 'claim.stage', to }))
}

const seqs = async (ctx: Context) => (await inboxView(ctx)).notices.map(({ seq }) => seq)

it('tells of mentions and of replies where one takes part, once each and never of oneself', async () => {
  const { mara, oleh, ada } = desk
  const { id } = await start(mara, '@Oleh and @Mara look')
  await reply(oleh, id, { words: 'I did, @Mara' })
  await reply(oleh, id, { words: 'Twice.' })
  await reply(mara, id, { words: 'Thanks' })
  expect(await told(mara)).toEqual([
    ['reply', 'Oleh', 'Twice.'],
    ['mention', 'Oleh', 'I did, @Mara'],
  ])
  expect(await told(oleh)).toEqual([
    ['reply', 'Mara', 'Thanks'],
    ['mention', 'Mara', '@Oleh and @Mara look'],
  ])
  expect(await told(ada)).toEqual([])
})

it('tells of a name that an edit adds, and no longer of one that it takes out or of a comment that was withdrawn', async () => {
  const { mara, oleh, ada } = desk
  const { id } = await start(mara, '@Oleh?')
  const [comment] = (await threadsView(mara, claimId)).threads[0]!.comments
  await editComment(mara, id, { commentId: comment!.id, words: '@Ada?', seen: String(comment!.seq) })
  expect(await told(oleh)).toEqual([])
  expect(await told(ada)).toEqual([['mention', 'Mara', '@Ada?']])
  await withdrawComment(mara, id, { commentId: comment!.id })
  expect(await told(ada)).toEqual([])
})

it('tells the maker of a claim that an editor sent it back from review, and why', async () => {
  const { mara, oleh } = desk
  const edith = await desk.join('Edith', 'editor')
  await changeStage(mara, claimId, { to: 'checking' })
  await submitClaim(mara, claimId, {})
  await reopenClaim(oleh, claimId, { reason: 'I want to look at it once more.' })
  for (const to of ['open', 'checking']) await changeStage(oleh, claimId, { to })
  expect(await told(mara)).toEqual([])
  await sendBack(edith)
  expect(await told(mara)).toEqual([['return', 'Edith', 'Ask the ministry.']])
  expect(await told(edith)).toEqual([])
})

it('tells whoever submitted a claim that it was sent back, too, when somebody else is to check it', async () => {
  const { mara, oleh, ada } = desk
  const edith = await desk.join('Edith', 'editor')
  await assignClaim(mara, claimId, { personId: mara.actor.personId })
  await changeStage(oleh, claimId, { to: 'checking' })
  await sendBack(edith, oleh)
  for (const ctx of [mara, oleh]) expect(await told(ctx)).toEqual([['return', 'Edith', 'Ask the ministry.']])
  expect(await told(ada)).toEqual([])
})

it('tells of a report that was sent back whoever brought it in, and whoever had submitted it then', async () => {
  const { mara, oleh } = desk
  const editor = await desk.join('Edith', 'editor')
  await submitReport(oleh, reportId, {})
  await returnReport(editor, reportId, { comment: 'One is missing.' })
  await submitReport(mara, reportId, {})
  expect(await told(mara)).toEqual([['report-return', 'Edith', 'One is missing.']])
  expect(await told(oleh)).toEqual([['report-return', 'Edith', 'One is missing.']])
  expect(await told(desk.ada)).toEqual([])
  const [notice] = (await inboxView(oleh)).notices
  expect(notice).toMatchObject({ reportId, claimId: null, changeId: null, statement: '' })
  await returnReport(editor, reportId, { comment: 'Still.' })
  expect(await told(oleh)).toHaveLength(1)
  expect(await unreadCount(mara)).toBe(2)
})

it('still tells of a return from before there were comments on it', async () => {
  const { mara, oleh } = desk
  for (const to of ['checking', 'in-review', 'checking', 'in-review'] as const) await stepAsBefore(mara, to)
  expect(await told(mara)).toEqual([])
  for (const to of ['checking', 'open', 'checking'] as const) await stepAsBefore(oleh, to)
  expect(await told(mara)).toEqual([['return', 'Oleh', '']])
  expect(await told(oleh)).toEqual([])
})

it('tells of an assignment while it stands, and of returns those who were to check the claim then', async () => {
  const { mara, oleh, ada } = desk
  await assignClaim(mara, claimId, { personId: mara.actor.personId })
  expect(await told(mara)).toEqual([])
  await assignClaim(mara, claimId, { personId: oleh.actor.personId })
  expect(await told(oleh)).toEqual([['assignment', 'Mara', '']])
  await changeStage(mara, claimId, { to: 'checking' })
  await sendBack(await desk.join('Edith', 'editor'))
  expect(await told(oleh)).toEqual([
    ['return', 'Edith', 'Ask the ministry.'],
    ['assignment', 'Mara', ''],
  ])
  await withdrawAssignment(oleh, claimId, { personId: oleh.actor.personId })
  expect(await told(oleh)).toEqual([['return', 'Edith', 'Ask the ministry.']])
  expect(await told(ada)).toEqual([])
})

it('a return stays with those whom it reached, whoever is assigned later', async () => {
  const { mara, oleh, ada } = desk
  const edith = await desk.join('Edith', 'editor')
  const person = ({ actor: { personId } }: Context) => ({ personId })
  const returnsTo = async (ctx: Context) => (await told(ctx)).filter(([kind]) => kind === 'return').length
  await changeStage(mara, claimId, { to: 'checking' })
  await assignClaim(mara, claimId, person(oleh))
  await sendBack(edith)
  await withdrawAssignment(mara, claimId, person(oleh))
  await assignClaim(mara, claimId, person(oleh))
  await withdrawAssignment(mara, claimId, person(oleh))
  await sendBack(edith)
  expect([await returnsTo(oleh), await returnsTo(ada)]).toEqual([1, 0])
  await assignClaim(mara, claimId, person(oleh))
  expect(await returnsTo(oleh)).toBe(1)
})

it('a return to the maker stays theirs when the claim is assigned afterwards, and one to others never becomes theirs', async () => {
  const { mara, oleh } = desk
  const oneself = { personId: oleh.actor.personId }
  const edith = await desk.join('Edith', 'editor')
  await changeStage(oleh, claimId, { to: 'checking' })
  await sendBack(edith)
  await assignClaim(mara, claimId, oneself)
  expect((await told(mara)).map(([kind]) => kind)).toEqual(['return'])
  await sendBack(edith, oleh)
  await withdrawAssignment(mara, claimId, oneself)
  expect((await told(mara)).map(([kind]) => kind)).toEqual(['return'])
})

it('tells of a requested change whoever brought in the report, and of its answers whoever requested it', async () => {
  const { mara, oleh, ada } = desk
  const ask = async (ctx: Context, from: string, to: string) =>
    (
      await requestChange(ctx, reportId, {
        edition: '1',
        start: from,
        end: to,
        replacement: 'Rents',
        reason: 'Not so.',
      })
    ).id
  const seenOf = async (id: string) => {
    const { changes } = await workspaceView(mara, reportId)
    return { seen: String(changes.find((each) => each.id === id)?.seq) }
  }
  await ask(mara, '0', '5')
  const [one, other] = [await ask(oleh, '0', '5'), await ask(oleh, '6', '10')]
  expect(await told(mara)).toEqual([
    ['request', 'Oleh', 'Not so.'],
    ['request', 'Oleh', 'Not so.'],
  ])
  expect((await inboxView(mara)).notices[1]).toMatchObject({
    changeId: one,
    claimId: null,
    reportId,
    statement: 'Taxes',
  })
  await acceptChange(mara, one, await seenOf(one))
  await finishChange(mara, one, await seenOf(one))
  await declineChange(mara, other, { ...(await seenOf(other)), reason: 'It is so.' })
  expect(await told(oleh)).toEqual([
    ['declined', 'Mara', 'It is so.'],
    ['done', 'Mara', ''],
    ['accepted', 'Mara', ''],
  ])
  await reopenChange(oleh, other, await seenOf(other))
  await withdrawChange(oleh, other, await seenOf(other))
  expect((await inboxView(mara)).notices.map(({ changeId }) => changeId)).toEqual([one])
  expect([await unreadCount(mara), await unreadCount(oleh), await unreadCount(ada)]).toEqual([1, 3, 0])
})

it('counts what is unread; one is read, then all, and what comes later is unread again', async () => {
  const { mara, oleh } = desk
  const { id } = await start(mara, 'Go on.')
  for (const words of ['1', '2', '3', '4']) await reply(oleh, id, { words })
  expect(await unreadCount(mara)).toBe(4)
  const [newest, , third, oldest] = await seqs(mara)
  await markRead(mara, { seq: String(third) })
  await markRead(mara, { seq: String(third) })
  expect((await inboxView(mara)).notices.map(({ isRead }) => isRead)).toEqual([false, false, true, false])
  expect(await unreadCount(mara)).toBe(3)
  await markAllRead(mara, { seq: String(newest) })
  await markAllRead(mara, { seq: String(oldest) })
  expect(await unreadCount(mara)).toBe(0)
  // Nothing that has not happened yet can be read.
  await markAllRead(mara, { seq: '9000000000' })
  await reply(oleh, id, { words: '5' })
  expect(await unreadCount(mara)).toBe(1)
  expect(await unreadCount(oleh)).toBe(0)
  await expect(markRead(mara, { seq: 'x' })).rejects.toMatchObject({ id: 'invalid' })
})

it('comes a page at a time, each notice on one of them', async () => {
  const { mara, oleh } = desk
  const { id } = await start(mara, 'Go on.')
  for (let count = 0; count < 65; count += 1) await reply(oleh, id, { words: `@Mara ${count}` })
  const found: string[] = []
  for (let before: number | undefined; ;) {
    const { notices, older } = await inboxView(mara, before)
    found.push(...notices.map(({ words }) => words))
    if (older === null) break
    before = older
  }
  expect(found).toEqual(Array.from({ length: 65 }, (_, index) => `@Mara ${64 - index}`))
})

it('shows another team nothing', async () => {
  const stranger = (await newsroom(server)).mara
  await start(desk.mara, '@Oleh')
  const elsewhere = { ...stranger, actor: { ...stranger.actor, personId: desk.oleh.actor.personId } }
  expect(await told(elsewhere)).toEqual([])
})
