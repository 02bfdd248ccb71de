import { afterAll, beforeAll, expect, it } from 'vitest'
import * as claims from '#server/claims/commands.ts'
import { moveClaim } from '#server/claims/commands/order.ts'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { mergeClaim, splitClaim } from '#server/claims/commands/split-merge.ts'
import type { Context } from '#server/context.ts'
import { Problem } from '#server/errors.ts'
import { attachEvidence, withdrawEvidence } from '#server/evidence/commands.ts'
import { assembled, withNews } from '#server/reports/assemble.ts'
import { createReport } from '#server/reports/commands.ts'
import { workspaceData, workspaceNews, workspaceView } from '#server/reports/queries/workspace.ts'
import type { ClaimView, WorkspaceData } from '#server/reports/workspace.ts'
import { reopenClaim, returnClaim, submitClaim } from '#server/review/commands/review.ts'
import { setTeamRules } from '#server/review/commands/rules.ts'
import { acceptChange, requestChange } from '#server/review/commands/requested-changes.ts'
import { resolveThread, startThread } from '#server/review/commands/threads.ts'
import { approveNow } from '#tests/support/desk.ts'
import { giveRolesTo } from '#tests/support/members.ts'
import { newsroom, type Newsroom } from '#tests/support/newsroom.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { actor, openPage, serveRooms, until, type RoomsServer } from '#tests/support/rooms.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const text = 'Russia said it received 270 troops and 120 civilians. Kyiv says so too, and that 390 came.'

let database: FreshDatabase
let server: RoomsServer
let team: Newsroom
let edith: Context
let reportId: string

beforeAll(async () => {
  database = await freshDatabase()
  server = await serveRooms(database.app.db, [actor('nobody')])
  team = await newsroom(server)
  edith = await team.join('Edith', 'editor')
  // So little that claims are approved here.
  await setTeamRules(team.ada, { 'sources.minimum': '1', 'quorum.minimum': '1', seen: '0' })
  reportId = await begin(team.mara)
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

const begin = async (ctx: Context) =>
  (await createReport(ctx, { title: 'Exchange', publisher: '', sourceUrl: '', language: 'en', text })).id

let state = seed
/** The next of a sequence of whole numbers below `limit` that the seed decides. */
function next(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}
const oneOf = <T>(some: readonly T[]): T | undefined => some[next(some.length)]

const span = () => {
  const start = next(text.length - 12)
  return { edition: '1', start: String(start), end: String(start + 5 + next(6)) }
}

type Deed = (ctx: Context, claim: ClaimView, other: ClaimView) => Promise<unknown>

const bearing = { stance: 'supports', quote: '', locator: '', note: '' }

/** What people do to claims, with whatever they find there. */
const deeds: readonly Deed[] = [
  (ctx) => claims.makeClaim(ctx, reportId, span()),
  (ctx, { id, detailsSeq }) => claims.describeClaim(ctx, id, { place: `Place ${next(9)}`, seen: detailsSeq }),
  (ctx, { id, classesSeq }) =>
    claims.classifyClaim(ctx, id, { priority: oneOf(['low', 'high']), tags: `tag ${next(5)}`, seen: classesSeq }),
  (ctx, { id, dueSeq }) => claims.setDueDate(ctx, id, { dueOn: oneOf(['2020-01-01', '2999-01-01']), seen: dueSeq }),
  (ctx, { id }) => claims.setFigure(ctx, id, { bound: 'exactly', low: String(next(4)), high: '', unit: '', asOf: '' }),
  (ctx, { id, figures: [figure] }) => claims.withdrawFigure(ctx, id, { figureId: figure?.id }),
  (ctx, { id }, other) => claims.addRelation(ctx, id, { kind: oneOf(['same-as', 'contradicts']), parts: other.id }),
  (ctx, { id }) => attachEvidence(ctx, id, { title: `${'BCad'[next(4)]}`, sourceKind: 'primary', ...bearing }),
  (ctx, { id }, { evidence: [known] }) => attachEvidence(ctx, id, { sourceId: known?.source.id, ...bearing }),
  (ctx, { id, evidence: [one] }) => withdrawEvidence(ctx, id, { evidenceId: one?.id }),
  (ctx, { id, verdictSeq }) => setVerdict(ctx, id, { rating: 'true', reason: 'So it is.', seen: verdictSeq }),
  (ctx, { id }) => claims.changeStage(ctx, id, { to: oneOf(['open', 'checking']) }),
  (ctx, { id }) => submitClaim(ctx, id, {}),
  (_ctx, { id }) => approveNow(edith, id),
  (_ctx, { id }) => returnClaim(edith, id, { comment: 'Ask again.' }),
  (ctx, { id }) => reopenClaim(ctx, id, { reason: 'Once more.' }),
  (ctx, { id }) => claims.assignClaim(ctx, id, { personId: team.oleh.actor.personId }),
  (ctx, { id }) => claims.withdrawClaim(ctx, id, { reason: 'Twice.' }),
  (ctx, { id }) => claims.restoreClaim(ctx, id, {}),
  (ctx, { id }, other) => moveClaim(ctx, id, { after: oneOf(['', other.id]) }),
  (ctx, { id, seq }, other) => mergeClaim(ctx, id, { into: other.id, seen: seq }),
  (ctx, { id, seq, passages: [passage] }) =>
    splitClaim(ctx, id, { parts: [`both ${passage?.id}`], statement: 'The other half', seen: seq }),
  (ctx, { id }) => startThread(ctx, id, { on: 'claim', words: 'Really?' }),
  (ctx, { id }) => requestChange(ctx, reportId, { ...span(), claimId: id, replacement: 'x', reason: 'So it is.' }),
]

async function doSomething(view: () => Promise<WorkspaceData>): Promise<void> {
  const ctx = oneOf([team.mara, team.oleh]) ?? team.mara
  const { claims: known } = assembled(await view())
  const [claim, other] = [oneOf(known), oneOf(known)]
  const deed = oneOf(deeds)
  if (!claim || !other || !deed) throw new Error('There is nothing to do.')
  // What the rules refuse changes nothing, and that is news too.
  await deed(ctx, claim, other).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error
  })
}

it(`what a page is told bit by bit is what it would load whole (PLUMBLINE_SEED=${seed})`, async () => {
  for (const _ of [1, 2, 3]) await claims.makeClaim(team.mara, reportId, span())
  const { oleh } = team
  let page = await workspaceData(oleh, reportId)
  let told = 0
  for (let round = 0; round < 150; round++) {
    for (let count = next(3); count >= 0; count--) await doSomething(() => workspaceData(oleh, reportId))
    const news = await workspaceNews(oleh, reportId, page)
    if (!news) throw new Error('All was to be loaded.')
    told += news.claims.length
    page = withNews(page, news)
    expect(assembled(page)).toEqual(await workspaceView(oleh, reportId))
  }
  expect(told).toBeLessThan(150 * 4)
}, 120_000)

it('old news changes nothing; a thread, a source and another report are told as far as they show', async () => {
  const { mara } = team
  const before = await workspaceData(mara, reportId)
  const [claim] = before.claims.filter(({ withdrawn }) => !withdrawn)
  if (!claim) throw new Error('No claim is left.')
  const { id: threadId } = await startThread(mara, claim.id, { on: 'claim', words: 'Really?' })
  const first = await workspaceNews(mara, reportId, before)
  expect(first?.claims.map(({ id, openThreads }) => [id, openThreads])).toEqual([[claim.id, claim.openThreads + 1]])
  await resolveThread(mara, threadId, {})
  const second = await workspaceNews(mara, reportId, before)
  if (!first || !second) throw new Error('All was to be loaded.')
  const now = withNews(before, second)
  expect(withNews(now, first)).toBe(now)

  const elsewhere = await begin(mara)
  const { id } = await claims.makeClaim(mara, elsewhere, { edition: '1', start: '0', end: '6' })
  await attachEvidence(mara, id, { title: 'A source for all', sourceKind: 'primary', ...bearing })
  const third = await workspaceNews(mara, reportId, now)
  expect(third).toMatchObject({ claims: [], changes: null, sources: [{ title: 'A source for all' }] })
})

it('what shows everywhere is loaded whole: who is in the team, and a history that ends before what the page knows', async () => {
  const { ada, mara, oleh } = team
  const known = await workspaceData(mara, reportId)
  const { seq, mark } = known
  expect(await workspaceNews(mara, reportId, known)).toMatchObject({ claims: [], changes: null, seq, mark })
  expect(await workspaceNews(mara, reportId, { seq: seq + 1, mark })).toBeNull()
  // Another entry stands there since a backup was restored.
  expect(await workspaceNews(mara, reportId, { seq, mark: 'f'.repeat(64) })).toBeNull()
  const { id } = await requestChange(mara, reportId, { ...span(), replacement: 'y', reason: 'So it is.' })
  const asked = await workspaceNews(mara, reportId, known)
  expect(
    asked?.changes?.find((each) => each.id === id)?.next.find(({ kind }) => kind === 'change.accept'),
  ).toBeDefined()
  const change = asked?.changes?.find((each) => each.id === id)
  await acceptChange(mara, id, { seen: change?.seq })
  await giveRolesTo(ada, oleh.actor.personId, ['auditor'])
  expect(await workspaceNews(mara, reportId, known)).toBeNull()
})

it('what is typed in a claim is told with the claim', async () => {
  const { mara, oleh } = team
  const { id } = await claims.makeClaim(mara, reportId, span())
  const before = await workspaceData(oleh, reportId)
  const page = await openPage(server, mara.actor, id)
  await until(() => page.provider.synced, 'the page is synced')
  page.doc.getText('notes').insert(0, 'Ask the ministry.')
  const told = async () => (await workspaceNews(oleh, reportId, before))?.claims.map(({ notes }) => [id, notes])
  await expect.poll(told).toEqual([[id, 'Ask the ministry.']])
  page.end()
})
