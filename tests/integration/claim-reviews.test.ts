import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importedReview } from '#db/schema/reports.ts'
import type { Context } from '#server/context.ts'
import { timeline } from '#server/history/queries.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { nouns } from '#server/nouns.ts'
import { ratingKey } from '#server/reports/claim-review/identity.ts'
import { readClaimReviews } from '#server/reports/claim-review/read.ts'
import { beginImport, importReviews, lookAtReviews } from '#server/reports/commands/claim-reviews.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { ann, bob, eve, everyone, mallory } from '#tests/support/cast.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { actor, serveRooms, type RoomsServer } from '#tests/support/rooms.ts'
import { oddReviews } from '#tests/vectors/claim-review/corpus.ts'

const ada = actor('ada', ['admin'])

let database: FreshDatabase
let server: RoomsServer
const as = (person: (typeof everyone)[number]): Context => server.contextOf(person)

beforeAll(async () => {
  database = await freshDatabase()
  server = await serveRooms(database.app.db, [...everyone, ada])
})
afterAll(async () => {
  await server.close()
  const findings = await verifyHistory(database.owner.db, nouns)
  expect(findings).toHaveLength(1)
  expect(findings.flatMap(({ difference }) => difference ?? [])).toEqual([])
  await database.drop()
})

const first = `{
  "@context": "https://schema.org", "@type": "ClaimReview",\r
  "url": "/checks/bridge", "claimReviewed": "The bridge &amp; the tunnel cost 4 million",
  "datePublished": "2025-06-01", "inLanguage": "en",
  "author": {"name": "Bridge Check"},
  "itemReviewed": {"@type": "Claim", "author": {"name": "The minister"}, "datePublished": "2025-05-30",
    "appearance": ["https://news.example.org/bridge"]},
  "reviewRating": {"alternateName": "Pants on fire", "ratingValue": "1", "bestRating": "5", "worstRating": "1",
    "ratingExplanation": "It cost 9 million."}
}`
const second = `{"@type":"ClaimReview","url":"https://check.example.org/checks/tram","claimReviewed":"The tram runs at night",
  "author":"Bridge Check","inLanguage":"en","reviewRating":{"alternateName":"Na ja"}}`
const empty = `{"@type":"ClaimReview","url":"https://check.example.org/none","claimReviewed":" "}`
const base = 'https://check.example.org/feed'
const file = `[${first},${second},${empty},${second}]`

interface Ratings {
  readonly [words: string]: string
}

/** Imports a file as its page does: the chosen reviews, all by default, a few at a time. */
async function bringIn(ctx: Context, source: string, ratings: Ratings = {}, chosen?: readonly number[]) {
  const { reviews } = readClaimReviews(source, base)
  const fields = { source: JSON.stringify(source), base }
  const all = reviews.map((_, index) => index)
  const { id, places } = await beginImport(ctx, '', { ...fields, chosen: JSON.stringify(chosen ?? all) })
  const given = reviews.flatMap((review) => {
    const rating = ratings[review.rating.words]
    return rating === undefined ? [] : [[ratingKey(review), rating]]
  })
  const outcomes = []
  for (let start = 0; start < places.length; start += 5) {
    const some = places
      .slice(start, start + 5)
      .map(({ review, paragraph }) => ({ raw: reviews[review]?.raw, paragraph }))
    const input = { reportId: id, base, reviews: JSON.stringify(some), ratings: JSON.stringify(given) }
    outcomes.push(...(await importReviews(ctx, '', input)).outcomes)
  }
  return { reportId: id, places, outcomes }
}

const look = async (ctx: Context, source: string) =>
  (await lookAtReviews(ctx, '', { source: JSON.stringify(source), base })).known.map(({ state }) => state)

const rows = () => database.app.db.select().from(importedReview).orderBy(importedReview.seq)

it('reviews become claims of one report: what they say is taken over, and a verdict only where a person said what it means', async () => {
  const { reportId, outcomes } = await bringIn(as(ann), file, { 'Pants on fire': 'false' })
  expect(outcomes.map(({ state }) => state)).toEqual(['made', 'made'])
  const view = await workspaceView(as(bob), reportId)
  expect(view.report).toMatchObject({
    publisher: 'Bridge Check',
    sourceUrl: base,
    language: 'en',
    text: 'The bridge & the tunnel cost 4 million\n\nThe tram runs at night',
  })
  expect(view.report.title).toMatch(/^Claim reviews of Bridge Check, imported \d{1,2} \w{3,4} \d{4}$/u)
  const [bridge, tram] = view.claims
  expect(bridge).toMatchObject({
    statement: 'The bridge & the tunnel cost 4 million',
    claimant: 'The minister',
    saidOn: '2025-05-30',
    language: 'en',
    firstUrl: 'https://news.example.org/bridge',
    stage: 'open',
    verdict: { rating: 'false', reason: 'Imported: Pants on fire (1, worst 1, best 5)\n\nIt cost 9 million.' },
  })
  expect(bridge?.passages.map(({ quote }) => quote)).toEqual(['The bridge & the tunnel cost 4 million'])
  expect(bridge?.evidence).toMatchObject([{ stance: 'context', quote: 'Pants on fire' }])
  expect(view.sources.toSorted((a, b) => (a.url < b.url ? -1 : 1))).toMatchObject([
    {
      url: 'https://check.example.org/checks/bridge',
      kind: 'secondary',
      publisher: 'Bridge Check',
      publishedOn: '2025-06-01',
    },
    { url: 'https://check.example.org/checks/tram', kind: 'secondary' },
  ])
  expect(tram).toMatchObject({ verdict: null, claimant: '' })
})

it('each is kept byte for byte, with how it differs and who brought it in', async () => {
  const kept = await rows()
  expect(kept.map(({ raw }) => raw)).toEqual([first, second])
  expect(kept[0]).toMatchObject({ base, importedBy: ann.personId })
  expect(kept[0]?.deviations).toEqual(
    expect.arrayContaining([
      'relative-address url',
      'entities claimReviewed',
      'text-for-number reviewRating.bestRating',
    ]),
  )
  await expect(
    database.owner.db.execute(sql`update imported_review set raw = 'x' where key = ${kept[0]?.key ?? ''}`),
  ).rejects.toMatchObject({ cause: { message: expect.stringContaining('are kept as they are') } })
})

it('a second import adds nothing; what changed since is told and left as it was', async () => {
  const before = await rows()
  expect(await look(as(bob), file)).toEqual(['imported', 'imported', 'new', 'imported'])
  await expect(bringIn(as(bob), file)).rejects.toThrow('None of these reviews is left to import.')
  // Written otherwise it is the same, rated otherwise it has changed.
  const changed = second.replace('Na ja', 'Nein')
  expect(await look(as(bob), `[${second.replaceAll('\n', ' ')},${changed}]`)).toEqual(['imported', 'changed'])
  const again = {
    reportId: before[0]?.reportId,
    base,
    reviews: JSON.stringify([{ raw: changed, paragraph: 1 }]),
    ratings: '[]',
  }
  expect(await importReviews(as(bob), '', again)).toEqual({
    outcomes: [{ state: 'changed', claimId: before[1]?.claimId }],
  })
  expect(await rows()).toEqual(before)
  expect(await look(as(mallory), file)).toEqual(['new', 'new', 'new', 'new'])
})

it('of several who import the same at once, one makes the claim', async () => {
  const source = second.replace('tram runs', 'ferry runs')
  const begun = await beginImport(as(ann), '', { source: JSON.stringify(source), base, chosen: '[0]' })
  const input = { reportId: begun.id, base, reviews: JSON.stringify([{ raw: source, paragraph: 0 }]), ratings: '[]' }
  const answers = await Promise.all([ann, bob, ann, bob, ann].map((person) => importReviews(as(person), '', input)))
  const states = answers.flatMap(({ outcomes }) => outcomes.map(({ state }) => state))
  expect(states.filter((state) => state === 'made')).toHaveLength(1)
  expect((await workspaceView(as(ann), begun.id)).claims).toHaveLength(1)
})

it('the server believes no sentence and no review that it does not find by itself', async () => {
  const [known] = await rows()
  const send = (raw: string, paragraph = 0, more: object = {}) =>
    importReviews(as(ann), '', {
      reportId: known?.reportId,
      base,
      reviews: JSON.stringify([{ raw, paragraph }]),
      ratings: '[]',
      ...more,
    })
  const other = second.replace('tram runs', 'bus runs')
  for (const raw of [other, `${other} `, `[${other}]`, '{', 'null', '{"@type":"Article"}', '\ud800'])
    expect((await send(raw)).outcomes).toMatchObject([{ state: 'refused' }])
  await expect(send(other, 0, { ratings: '[["x","pants"]]' })).rejects.toMatchObject({ id: 'invalid' })
  await expect(send(other, 0, { reviews: '[' })).rejects.toMatchObject({ id: 'invalid' })
  await expect(send(other, 0, { reportId: 'none' })).rejects.toMatchObject({ id: 'not-found' })
})

it('auditors, admins and another team import nothing here', async () => {
  const source = JSON.stringify(second)
  const [known] = await rows()
  for (const person of [eve, ada]) {
    await expect(lookAtReviews(as(person), '', { source, base })).rejects.toMatchObject({ id: 'forbidden' })
    await expect(beginImport(as(person), '', { source, base, chosen: '[0]' })).rejects.toMatchObject({
      id: 'forbidden',
    })
    const input = {
      reportId: known?.reportId,
      base,
      reviews: JSON.stringify([{ raw: second, paragraph: 1 }]),
      ratings: '[]',
    }
    await expect(importReviews(as(person), '', input)).rejects.toMatchObject({ id: 'forbidden' })
  }
  const input = {
    reportId: known?.reportId,
    base,
    reviews: JSON.stringify([{ raw: second, paragraph: 1 }]),
    ratings: '[]',
  }
  await expect(importReviews(as(mallory), '', input)).rejects.toMatchObject({ id: 'not-found' })
})

it('the whole corpus comes in, and the history tells it', async () => {
  const texts = oddReviews.map(({ text }, index) => text.replace('The dam', `Dam ${index}`))
  const source = texts.join('\n')
  const { reportId, outcomes } = await bringIn(as(bob), source)
  const importable = readClaimReviews(source, base).reviews.filter(({ claimReviewed }) => claimReviewed !== '')
  expect(outcomes.length).toBeGreaterThan(35)
  expect(outcomes.every(({ state }) => state === 'made')).toBe(true)
  const view = await workspaceView(as(ann), reportId)
  expect(view.claims).toHaveLength(outcomes.length)
  expect(view.claims.every(({ verdict }) => verdict === null)).toBe(true)
  expect(view.claims.map(({ statement }) => statement)).toEqual(
    [...new Set(importable)].map(({ claimReviewed }) => claimReviewed),
  )
  const kept = (await rows()).filter((row) => row.reportId === reportId)
  expect(kept.map(({ raw }) => raw)).toEqual(importable.map(({ raw }) => raw))
  const { items } = await timeline(as(eve), { reportId, kind: 'review.import' })
  expect(items[0]?.sentence).toBe('kept the ClaimReview as it was')
  expect(items[0]?.claim?.statement).toBe(importable.at(-1)?.claimReviewed)
  const made = await timeline(as(eve), { reportId, kind: 'claim.import' })
  expect(made.items[0]?.parts.map(({ label }) => label)).toContain('Claimant')
}, 60_000)
