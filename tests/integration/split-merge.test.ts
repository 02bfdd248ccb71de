import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { claimsOf } from '#server/claims/store.ts'
import {
  addPassage,
  classifyClaim,
  makeClaim,
  restoreClaim,
  setFigure,
  withdrawClaim,
} from '#server/claims/commands.ts'
import { mergeClaim, splitClaim } from '#server/claims/commands/split-merge.ts'
import type { Context } from '#server/context.ts'
import { attachEvidence, withdrawEvidence } from '#server/evidence/commands.ts'
import { timeline } from '#server/history/queries.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import { closeCode } from '#server/realtime/protocol.ts'
import { createReport } from '#server/reports/commands.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { threadsView } from '#server/review/queries/threads.ts'
import { newsroom } from '#tests/support/newsroom.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { openPage, serveRooms, until, type RoomsServer } from '#tests/support/rooms.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const text = 'Russia said it received 270 troops and 120 civilians. Kyiv says so too.'

let database: FreshDatabase
let server: RoomsServer
let ctx: Context
let oleh: Context
let eve: Context
/** Of another team. */
let theirs: Context
let reportId: string

beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  server = await serveRooms(database.app.db, [], { rolesAmong })
  const { join, ...desk } = await newsroom(server)
  ;[ctx, oleh, eve] = [desk.mara, desk.oleh, await join('Eve', 'auditor')]
  theirs = (await newsroom(server)).mara
  const report = { title: 'Exchange', publisher: '', sourceUrl: '', language: 'en', text }
  reportId = (await createReport(ctx, report)).id
})
afterEach(() => server.close())

const span = (words: string) => {
  const start = text.indexOf(words)
  return { edition: '1', start: String(start), end: String(start + words.length) }
}
const make = async (words: string) => (await makeClaim(ctx, reportId, span(words))).id
const view = () => workspaceView(ctx, reportId)

async function claimOf(id: string): Promise<ClaimView> {
  const found = (await view()).claims.find((claim) => claim.id === id)
  if (!found) throw new Error('There is no such claim.')
  return found
}

/** A claim on both numbers, with a figure and a source for each. */
async function both(): Promise<ClaimView> {
  const id = await make('270 troops')
  await addPassage(ctx, id, span('120 civilians'))
  for (const low of ['270', '120']) {
    await setFigure(ctx, id, { figureId: '', bound: 'exactly', low, high: '', unit: 'people', asOf: '', seen: '0' })
    const bearing = { stance: 'supports', quote: `${low} came`, locator: '', note: '' }
    await attachEvidence(oleh, id, { title: `Source of ${low}`, sourceKind: 'primary', ...bearing })
  }
  await classifyClaim(ctx, id, { priority: 'high', tags: 'exchange', seen: '0' })
  return claimOf(id)
}

const quotes = ({ passages }: ClaimView) => passages.map(({ quote }) => quote)
const lows = ({ figures }: ClaimView) => figures.map(({ low }) => low)
const titles = ({ evidence }: ClaimView) => evidence.map(({ source }) => source.title)

it('a claim is split: each part is where it was sent, both histories tell it, the words are the splitter’s', async () => {
  const first = await both()
  const [troops, civilians] = first.passages
  const [, figure] = first.figures
  const [shared, source] = first.evidence
  const parts = [`go ${civilians?.id}`, `go ${figure?.id}`, `both ${shared?.id}`, `go ${source?.id}`, '']
  const fields = { parts, statement: 'Russia received 120 civilians', seen: String(first.seq) }
  const { id } = await splitClaim(ctx, first.id, fields)
  const [here, there] = [await claimOf(first.id), await claimOf(id)]
  expect([quotes(here), lows(here), titles(here)]).toEqual([[troops?.quote], ['270'], ['Source of 270']])
  expect([quotes(there), lows(there)]).toEqual([['120 civilians'], ['120']])
  expect(there).toMatchObject({ statement: 'Russia received 120 civilians', splitFrom: first.id, tags: ['exchange'] })
  expect(there.number).toBe(here.number + 1)
  expect(there.evidence).toMatchObject([
    { source: { title: 'Source of 270' }, addedBy: 'Oleh', copiedFrom: first.id },
    { source: { title: 'Source of 120' }, addedBy: 'Oleh', copiedFrom: first.id },
  ])
  const { items } = await timeline(ctx, { reportId })
  const sentences = items.map(({ person, sentence }) => `${person} ${sentence}`)
  expect(sentences).toContain(
    `Mara split claim ${there.number} off this claim, moving 3 parts there and copying 1 part`,
  )
  expect(sentences).toContain(`Mara made this claim by splitting claim ${here.number}`)
  const told = items.find(({ sentence }) => sentence.startsWith('split claim'))
  expect(told?.parts.flatMap(({ words }) => words)).toContainEqual({ text: '120 civilians', change: 'removed' })
})

it('a thread on evidence that is gone says what it was about, and to which claim a split moved it', async () => {
  const first = await both()
  for (const { id } of first.evidence) await startThread(ctx, first.id, { on: 'evidence', evidenceId: id, words: '?' })
  const [stays, goes] = first.evidence
  const about = async () => {
    const { threads } = await threadsView(ctx, first.id)
    return [stays, goes].map(
      (one) => threads.find((each) => 'evidenceId' in each.about && each.about.evidenceId === one?.id)?.about,
    )
  }
  expect(await about()).toMatchObject([{ gone: null }, { gone: null }])
  const parts = [`go ${first.passages[1]?.id}`, `go ${goes?.id}`]
  const { id } = await splitClaim(ctx, first.id, { parts, statement: 'Civilians', seen: String(first.seq) })
  const moved = { gone: { source: 'Source of 120', quote: '120 came', movedTo: id } }
  expect(await about()).toMatchObject([{ gone: null }, moved])
  await withdrawEvidence(ctx, first.id, { evidenceId: stays?.id })
  const withdrawn = { gone: { source: 'Source of 270', quote: '270 came', movedTo: null } }
  expect(await about()).toMatchObject([withdrawn, moved])
  const { seq } = await claimOf(first.id)
  await mergeClaim(ctx, first.id, { into: id, seen: String(seq) })
  expect(await about()).toMatchObject([withdrawn, moved])
})

it('a claim is merged: the other takes what it lacks, the first is withdrawn and readable, and can be restored', async () => {
  const a = await both()
  const into = await make('270 troops and')
  await addPassage(ctx, into, span('120 civilians'))
  await mergeClaim(ctx, a.id, { into, seen: String(a.seq) })
  const [from, b] = [await claimOf(a.id), await claimOf(into)]
  expect(from).toMatchObject({ withdrawn: true, mergedInto: into, statement: '270 troops' })
  expect(quotes(b).toSorted()).toEqual(['120 civilians', '270 troops', '270 troops and'])
  expect([lows(b), titles(b), b.tags]).toEqual([['270', '120'], ['Source of 270', 'Source of 120'], ['exchange']])
  expect(b.statement).toBe('270 troops and')
  await restoreClaim(ctx, a.id, {})
  const restored = await claimOf(a.id)
  expect(restored).toMatchObject({ withdrawn: false, mergedInto: null })
  expect(lows(await claimOf(into))).toEqual(['270', '120'])
  await mergeClaim(ctx, a.id, { into, seen: String(restored.seq) })
  expect(await claimOf(into)).toMatchObject({
    passages: { length: 3 },
    figures: { length: 2 },
    evidence: { length: 2 },
  })
})

it('whoever writes in a claim that is merged is told as when it is withdrawn', async () => {
  const a = await both()
  const into = await make('Kyiv says so too')
  const page = await openPage(server, oleh.actor, a.id)
  await mergeClaim(ctx, a.id, { into, seen: String(a.seq) })
  await until(() => page.closes.includes(closeCode.closedForWriting), 'its writers are told')
  page.end()
})

it('what makes no sense is refused as a sentence and changes nothing', async () => {
  const a = await both()
  const seen = String(a.seq)
  const other = await make('Kyiv says so too')
  const report = { title: 'Another', publisher: '', sourceUrl: '', language: 'en', text }
  const elsewhere = await makeClaim(ctx, (await createReport(ctx, report)).id, span('270 troops'))
  const before = JSON.stringify(await view())
  const merge = (into: string, by: Context = ctx) => mergeClaim(by, a.id, { into, seen })
  await expect(merge(a.id)).rejects.toThrow('A claim cannot be merged into itself.')
  await expect(merge(elsewhere.id)).rejects.toThrow('Only claims of one report can be merged.')
  await expect(merge('nothing')).rejects.toThrow('This claim does not exist.')
  await expect(merge('')).rejects.toThrow('Choose the claim to merge into.')
  await expect(merge(other, theirs)).rejects.toThrow('This claim does not exist.')
  await expect(merge(other, eve)).rejects.toThrow('Your role')
  await expect(mergeClaim(ctx, a.id, { into: other, seen: '1' })).rejects.toThrow(/^Someone changed this claim/u)
  const split = (parts: unknown, by: Context = ctx) => splitClaim(by, a.id, { parts, statement: 'New', seen })
  const [one, two] = a.passages
  await expect(split([])).rejects.toThrow('Choose at least one passage for the new claim.')
  await expect(split(`go ${a.figures[0]?.id}`)).rejects.toThrow('Choose at least one passage')
  await expect(split([`go ${one?.id}`, `go ${two?.id}`])).rejects.toThrow('At least one passage stays')
  await expect(split([`go ${one?.id}`, 'go nothing'])).rejects.toThrow('Something that you chose')
  await expect(split('away')).rejects.toThrow('Say of each part where it goes.')
  await expect(split(`go ${one?.id}`, theirs)).rejects.toThrow('This claim does not exist.')
  await expect(split(`go ${one?.id}`, eve)).rejects.toThrow('Your role')
  expect(JSON.stringify(await view())).toBe(before)
  await withdrawClaim(ctx, other, { reason: 'Twice.' })
  await expect(merge(other)).rejects.toThrow('The claim to merge into is withdrawn.')
})

it(`split, merged, withdrawn and restored by many at once, no words are lost (PLUMBLINE_SEED=${seed})`, async () => {
  let state = seed
  const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below
  await both()
  await make('Kyiv says so too')
  await make('Russia said')
  const people = [ctx, oleh]
  const deed = (claims: readonly ClaimView[]) => {
    const [claim, other] = [claims[random(claims.length)]!, claims[random(claims.length)]!]
    const [by, seen] = [people[random(2)]!, String(claim.seq)]
    const chosen = [...claim.passages.slice(1), ...claim.figures, ...claim.evidence]
    const parts = chosen.map(({ id }) => ['', `go ${id}`, `both ${id}`][random(3)])
    switch (random(5)) {
      case 0:
        return withdrawClaim(by, claim.id, { reason: 'Twice.' })
      case 1:
        return restoreClaim(by, claim.id, {})
      case 2:
        return splitClaim(by, claim.id, { parts, statement: 'Split', seen })
      default:
        return mergeClaim(by, claim.id, { into: other.id, seen })
    }
  }
  const partsIn = (claims: readonly ClaimView[]) => ({
    passages: new Set(claims.flatMap(quotes)),
    figures: new Set(claims.flatMap(lows)),
    evidence: new Set(
      claims.flatMap(({ evidence }) => evidence.map((e) => `${e.source.title}: ${e.quote}, added by ${e.addedBy}`)),
    ),
  })
  const all = partsIn((await view()).claims)
  expect([all.passages.size, all.figures.size, all.evidence.size]).toEqual([4, 2, 2])
  const statements = new Map<string, string>()
  let done = 0
  // How many of those that are sent at once hold is chance; with too few of them nothing is shown, and more are sent.
  for (let round = 0; round < 12 || (done <= 10 && round < 60); round += 1) {
    const { claims } = await view()
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => deed(claims)))
    for (const answer of answers) {
      if (answer.status === 'fulfilled') done += 1
      else expect(answer.reason).toMatchObject({ name: 'Problem' })
    }
    const now = (await view()).claims
    // Nothing is only in a claim that was merged: whoever took it over has it, or was withdrawn with it.
    expect(partsIn(now.filter(({ mergedInto }) => mergedInto === null))).toEqual(all)
    // Texts go nowhere: each stays with the claim that it was written in, whatever becomes of that.
    const texts = new Map(now.map(({ id, statement }) => [id, statement]))
    for (const [id, statement] of statements) expect(texts.get(id)).toBe(statement)
    for (const [id, statement] of texts) statements.set(id, statement)
    for (const { withdrawn, mergedInto } of now) expect(mergedInto === null || withdrawn).toBe(true)
  }
  expect(done).toBeGreaterThan(10)
  const rows = await claimsOf(database.app.db, reportId)
  const next = new Map(rows.map(({ id, mergedInto }) => [id, mergedInto]))
  for (const { id } of rows) {
    let at: string | null | undefined = id
    for (let steps = 0; at && steps <= rows.length; steps += 1) at = next.get(at)
    expect(at, 'no claim is merged into itself by way of others').toBeNull()
  }
})
