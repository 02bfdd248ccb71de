/*
 * A sealed rating is in no answer to anybody but its giver, and in none that a socket hears; once the second one is given
 * both are in them. The reason holds a word that is nowhere else, and no other claim has such a rating.
 */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { giveRating, setVerdict } from '#server/claims/commands/verdict.ts'
import { sealedTelling } from '#server/claims/rating-telling.ts'
import { splitClaim } from '#server/claims/commands/split-merge.ts'
import { claimsCsv } from '#server/claims/csv-out.ts'
import { importTarget, knownClaims } from '#server/claims/queries/csv.ts'
import type { Context } from '#server/context.ts'
import { asProblem } from '#server/errors.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { timeline } from '#server/history/queries.ts'
import { replayOf } from '#server/history/queries/replay.ts'
import { teamView } from '#server/identity/queries.ts'
import { inboxView } from '#server/notifications/queries.ts'
import { previewOf } from '#server/publication/queries/preview.ts'
import { publicClaims, publicReports, publicSide } from '#server/publication/queries/public.ts'
import { reportList } from '#server/reports/queries.ts'
import { workspaceData, workspaceNews, workspaceView } from '#server/reports/queries/workspace.ts'
import { returnClaim } from '#server/review/commands/review.ts'
import { changesSheet } from '#server/review/queries/requested-changes.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { settingsView } from '#server/review/queries/settings.ts'
import { threadsView } from '#server/review/queries/threads.ts'
import { askForSecond } from '#tests/support/blind.ts'
import { approveNow, contentNow, desk, premises, publishNow, submittedClaim, type Desk } from '#tests/support/desk.ts'
import { openBare, until, type Bare } from '#tests/support/rooms.ts'

const own = premises()
const keptPasts = new KeptPasts()
let team: Desk
let others: readonly Context[]
let sockets: readonly Bare[]
let reportId: string
let claimId: string

/** Where a page stood from which on it asks for news. */
let before: { readonly seq: number; readonly mark: string }

const word = `canary${randomBytes(8).toString('hex')}`
const rating = { name: 'Half true', value: 'half-true' } as const
const traces = [word, rating.name, rating.value]

beforeAll(async () => {
  team = await desk(own.server)
  const { ada, oleh, edith } = team
  ;({ reportId, claimId } = await submittedClaim(team))
  await approveNow(edith, claimId)
  await publishNow(edith, claimId)
  await askForSecond(ada, true)
  others = [oleh, edith, ada, await team.join('Aya', 'auditor')]
  before = await workspaceData(edith, reportId)
  const origin = 'http://plumbline.test'
  const open = (path: string, { actor }: Context) => openBare(own.server, path, { cookie: actor.personId, origin })
  sockets = await Promise.all(
    others.flatMap((ctx) => [open(`/rooms/report/${reportId}`, ctx), open(`/rooms/claim/${claimId}`, ctx)]),
  )
})
afterAll(() => {
  for (const socket of sockets) socket.end()
})

/** Everything that somebody can ask for, by what it is; a refusal counts as its sentence. */
async function answers(ctx: Context): Promise<Map<string, string>> {
  const { db, now, actor } = ctx
  const side = await publicSide(db, team.slug, now())
  if (!side) throw new Error('The team has no page.')
  const { seq } = await workspaceData(ctx, reportId)
  const asked: Record<string, Promise<unknown>> = {
    workspace: workspaceData(ctx, reportId),
    'assembled workspace': workspaceView(ctx, reportId),
    news: workspaceNews(ctx, reportId, before),
    csv: workspaceView(ctx, reportId).then(claimsCsv),
    'history of the report': timeline(ctx, { reportId }),
    'history of the claim': timeline(ctx, { claimId }),
    'history of the team': timeline(ctx, { ofTeam: true }),
    'history of ratings': timeline(ctx, { reportId, kind: 'rating.give' }),
    'history of the giver': timeline(ctx, { claimId, person: team.mara.actor.personId }),
    review: reviewView(ctx, reportId, claimId),
    preview: previewOf(ctx, claimId),
    content: contentNow(ctx, claimId),
    inbox: inboxView(ctx),
    threads: threadsView(ctx, claimId),
    changes: changesSheet(ctx, reportId, []),
    table: importTarget(ctx, reportId),
    'known claims': knownClaims(db, actor.teamId, reportId),
    replay: everyMoment(ctx),
    reports: reportList(ctx),
    team: teamView(ctx),
    settings: settingsView(ctx),
    'public reports': publicReports(db, side, now()),
    'public claims': publicClaims(db, side, now(), {}),
    ...refusedDeeds(ctx, seq),
  }
  const all = Object.entries(asked).map(async ([what, answer]): Promise<[string, string]> => {
    const told = await answer.catch((error: unknown) => ({ fields: asProblem(error)?.fields, said: String(error) }))
    return [what, JSON.stringify(told)]
  })
  return new Map(await Promise.all(all))
}

/** The claim as it stood after each of its entries, compared with how it stood at first. */
async function everyMoment(ctx: Context): Promise<unknown[]> {
  const at = (seq: number | null) => replayOf(ctx, keptPasts, claimId, { at: seq, from: 1 })
  return Promise.all((await at(null)).steps.map(at))
}

/** What is refused, each for another reason. */
function refusedDeeds(ctx: Context, seq: number): Record<string, Promise<unknown>> {
  const stale = { rating: 'true', reason: 'x', seen: '999999' }
  const refused = (deed: Promise<unknown>) =>
    deed.then(() => {
      throw new Error('It was not refused.')
    })
  return {
    'a stale rating': refused(giveRating(ctx, claimId, stale)),
    'no rating at all': refused(giveRating(ctx, claimId, { rating: '', reason: '', seen: '0' })),
    'a verdict': refused(setVerdict(ctx, claimId, { ...stale, seen: String(seq) })),
    'a stale split': refused(splitClaim(ctx, claimId, { parts: [], statement: 'x', seen: '0' })),
    'a return': refused(returnClaim(ctx, claimId, { comment: 'x' })),
  }
}

/** In which answers to somebody there is a trace. */
async function tracesFor(ctx: Context): Promise<string[]> {
  const found = [...(await answers(ctx))].filter(([, answer]) => traces.some((trace) => answer.includes(trace)))
  return found.map(([what]) => what)
}

async function rate(ctx: Context, given: string, reason: string): Promise<void> {
  const { claims } = await workspaceView(ctx, reportId)
  const seen = String(claims.find(({ id }) => id === claimId)?.ratings.seq)
  await giveRating(ctx, claimId, { rating: given, reason, seen })
}

/** All that the sockets heard, as far as it can be read. */
const heard = (): string => sockets.flatMap(({ frames }) => frames.map((frame) => Buffer.from(frame))).join('\n')
const eventsOfRatings = () => sockets.flatMap((socket) => socket.events()).filter(({ kind }) => kind === 'rating.give')
const readers = () => sockets.length / 2

it('while it is sealed it is in no answer to anybody else, whatever their role, and its giver sees it', async () => {
  const { mara } = team
  await rate(mara, rating.value, `Before ${word}`)
  await rate(mara, rating.value, word)
  for (const ctx of others) expect(await tracesFor(ctx), ctx.actor.roles.join()).toEqual([])
  // Nor does looking for it tell that it is there.
  for (const ctx of others) expect((await timeline(ctx, { ofTeam: true, words: word })).items).toEqual([])
  expect(await tracesFor(mara)).toEqual([
    'workspace',
    'assembled workspace',
    'news',
    'history of the report',
    'history of the claim',
    'history of the team',
    'history of ratings',
    'history of the giver',
    'replay',
  ])
  await until(() => eventsOfRatings().length === 2 * readers(), 'the rooms of the report hear of both')
  for (const trace of traces) expect(heard()).not.toContain(trace)
  // What was looked for would have been found: it is in the history, and that is all that is said of it there.
  const { items } = await timeline(others[0]!, { claimId, kind: 'rating.give' })
  const { sentence } = sealedTelling
  expect(items.map((item) => [item.person, item.sentence, item.parts])).toEqual([
    ['Mara', sentence, []],
    ['Mara', sentence, []],
  ])
})

it('it stays sealed when the team does not ask for it any more', async () => {
  const { ada, oleh } = team
  await askForSecond(ada, false)
  expect(await tracesFor(oleh)).toEqual([])
  await askForSecond(ada, true)
  // Of other rules a page is told by all of its data.
  before = await workspaceData(oleh, reportId)
})

it('once the second one is given, everybody is told both', async () => {
  const { oleh, mara } = team
  await rate(oleh, 'unproven', 'Nobody knows.')
  for (const ctx of [mara, ...others]) {
    const found = await tracesFor(ctx)
    expect(found).toEqual(
      expect.arrayContaining(['workspace', 'news', 'history of the report', 'history of the claim', 'replay']),
    )
    const { items } = await timeline(ctx, { claimId, kind: 'rating.give' })
    expect(items.map(({ person, sentence }) => [person, sentence])).toEqual([
      ['Oleh', `gave the second rating: Unproven, where Mara had given ${rating.name}`],
      ['Mara', `gave the first rating: ${rating.name}`],
      // What she replaced before there was a second one stays hers.
      ['Mara', ctx === mara ? `gave the first rating: ${rating.name}` : sealedTelling.sentence],
    ])
    expect(JSON.stringify(items)).toContain(word)
  }
  expect((await tracesFor(oleh)).includes('inbox')).toBe(true)
  expect((await answers(mara)).get('inbox')).toContain('Nobody knows.')
})

it('the rating that begins a new round is sealed in its turn, and two equal ones are told as the verdict', async () => {
  const { oleh, edith } = team
  await rate(oleh, 'mostly-false', `Anew ${word}${word}`)
  for (const ctx of others.filter((each) => each !== oleh)) {
    const all = [...(await answers(ctx)).values()].join('\n')
    expect(all).not.toContain(`${word}${word}`)
    expect(all).not.toMatch(/mostly.false/iu)
  }
  await rate(edith, 'mostly-false', 'Mostly.')
  const told = await answers(edith)
  for (const what of ['workspace', 'csv', 'review', 'content', 'history of the claim', 'replay']) {
    expect(told.get(what), what).toContain(`${word}${word}`)
  }
  const [item] = (await timeline(edith, { claimId, kind: 'rating.give' })).items
  expect(item?.sentence).toBe('gave the same rating as Oleh: the verdict is Mostly false')
  const parts = item?.parts.map(({ label, words }) => [
    label,
    words
      .filter(({ change }) => change !== 'removed')
      .map(({ text }) => text)
      .join(''),
  ])
  expect(parts).toEqual(
    expect.arrayContaining([
      ['Reason', expect.stringContaining(`Anew ${word}${word}`)],
      ['Reason for the rating', 'Mostly.'],
    ]),
  )
})
