import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { AppLoadContext } from '@remix-run/node'
import express from 'express'
import { expect, it } from 'vitest'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { keptReplies } from '#server/kept-replies.ts'
import { correctClaim, retractClaim } from '#server/publication/commands.ts'
import { KeptPages } from '#server/publication/kept-pages.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { origin, publicAddresses, publicAnswer } from '#tests/support/public-answers.ts'
import { shortcomings } from '#tests/support/claim-review-check.ts'
import { approveNow, contentNow, desk, premises, publishNow, submittedClaim, type Desk } from '#tests/support/desk.ts'

const own = premises()
let team: Desk
let slug: string
let context: AppLoadContext
/** What readers' clocks say. */
let clock: Date

/** A new team with one published claim. */
async function publishedClaim(more: Record<string, string> = {}): Promise<string> {
  team = await desk(own.server)
  ;({ slug } = team)
  const system = { ...team.mara, now: () => clock }
  context = { system, accounts: { origin }, keptPages: new KeptPages() } as unknown as AppLoadContext
  const { claimId } = await submittedClaim(team)
  await approveNow(team.edith, claimId)
  await publishNow(team.emil, claimId, more)
  clock = new Date()
  return claimId
}

const get = (path: string, headers?: Record<string, string>) => publicAnswer(context, path, headers)
const textAt = async (path: string): Promise<string> => (await get(path)).text()
const addresses = () => publicAddresses(slug, ['taxes-rose'])

it('pages are known again by their mark, packed or not, and asked for again each time', async () => {
  await publishedClaim()
  for (const path of addresses()) {
    const whole = await get(path)
    expect(whole.status, path).toBe(200)
    const isData = /\.(?:json|xml)$/u.test(path)
    expect(whole.headers.get('cache-control'), path).toBe('public, no-cache')
    expect(whole.headers.get('vary')).toBe('accept-encoding')
    expect(new Date(whole.headers.get('last-modified') ?? '').getTime()).toBeLessThanOrEqual(clock.getTime())
    expect(whole.headers.get('set-cookie')).toBeNull()
    expect(whole.headers.get('access-control-allow-origin'), path).toBe(isData ? '*' : null)
    const packed = await get(path, { 'accept-encoding': 'br, gzip;q=0.5' })
    const text = await whole.text()
    expect(text).toContain('Taxes rose')
    expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe(text)
    const [etag, packedEtag] = [whole, packed].map(({ headers }) => headers.get('etag') ?? '')
    expect(etag).toMatch(/^"[\w-]{27}"$/u)
    expect(packedEtag).not.toBe(etag)
    const again = await get(path, { 'if-none-match': `"other", W/${etag}` })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect(again.headers.get('etag')).toBe(etag)
    expect((await get(path, { 'if-none-match': packedEtag ?? '' })).status).toBe(200)
    expect((await get(path, { 'if-none-match': packedEtag ?? '', 'accept-encoding': 'gzip' })).status).toBe(304)
  }
})

it('a claim’s page, data and feeds tell the same ClaimReview', async () => {
  await publishedClaim()
  const url = `${origin}/p/${slug}/budget/taxes-rose`
  const review = JSON.parse(await textAt(`/p/${slug}/budget/taxes-rose.json`)) as object
  expect(shortcomings(review, url)).toEqual([])
  const found = [...(await textAt(`/p/${slug}/budget/taxes-rose`)).matchAll(/ld\+json">(.*?)<\/script>/gu)]
  expect(found.map(([, data = '']) => JSON.parse(data) as object)).toEqual([review])
  const feed = JSON.parse(await textAt(`/p/${slug}/claims.json`)) as { dataFeedElement: { item: object[] }[] }
  expect(feed.dataFeedElement.map(({ item }) => item)).toEqual([[expect.objectContaining(review)]])
})

it('what is under embargo is nowhere, like what never was, until it ends', async () => {
  const end = new Date(Date.now() + 600_000)
  await publishedClaim({ visibleFrom: end.toISOString() })
  const paths = addresses()
  const hidden = await get(`/p/${slug}/budget/taxes-rose`)
  expect(hidden.status).toBe(404)
  expect(hidden.headers.get('cache-control')).toBe('no-store')
  const missing = await get(`/p/${slug}/budget/never-was`)
  expect(await hidden.text()).toBe(await missing.text())
  expect([...hidden.headers]).toEqual([...missing.headers])
  expect(await textAt('/p/nobody/budget')).toBe(await textAt(`/p/${slug}/budget`))
  expect(await textAt('/p/a/b/c/d')).toBe(await textAt(`/p/${slug}/budget`))
  for (const path of paths) expect(await textAt(path), path).not.toMatch(/Taxes rose|Budget|Both say so/u)
  const kept = async () => (await get(`/p/${slug}/feed.xml`)).headers.get('cache-control')
  clock = new Date(end.getTime() - 1)
  for (const path of paths) expect(await textAt(path), path).not.toContain('Taxes rose')
  expect(await kept()).toBe('public, no-cache')
  clock = end
  for (const path of paths) expect(await textAt(path), path).toContain('Taxes rose')
  expect(await kept()).toBe('public, no-cache')
})

it('a correction shows on the pages, in the feeds and in the data at once', async () => {
  const claimId = await publishedClaim()
  const paths = addresses().filter((path) => !/\/(?:budget|desk-\d+)$/u.test(path))
  for (const path of paths) expect(await textAt(path)).not.toContain('One says so.')
  const before = await get(`/p/${slug}`)
  const correction = { wrong: 'We said both.', now: 'One says so.', why: 'A letter came.', since: '2025-06-01' }
  await correctClaim(team.edith, claimId, correction)
  const { claim } = await contentNow(team.mara, claimId)
  await setVerdict(team.mara, claimId, { rating: 'half-true', reason: 'One says so.', seen: String(claim.verdictSeq) })
  await submitClaim(team.mara, claimId, {})
  await approveNow(team.emil, claimId)
  clock = new Date()
  for (const path of paths) expect(await textAt(path)).not.toContain('We said both.')
  await publishNow(team.emil, claimId)
  clock = new Date()
  for (const path of paths) expect(await textAt(path), path).toContain('We said both.')
  for (const path of [`/p/${slug}`, `/p/${slug}/budget`]) expect(await textAt(path), path).toContain('Corrected')
  const known = { 'if-none-match': before.headers.get('etag') ?? '' }
  expect((await get(`/p/${slug}`, known)).status).toBe(200)
})

it('a retracted claim is marked and has no ClaimReview; of an unpublished one its note is left', async () => {
  const claimId = await publishedClaim()
  await retractClaim(team.emil, claimId, { how: 'retracted', note: 'The letter was forged.' })
  clock = new Date()
  const page = await get(`/p/${slug}/budget/taxes-rose`)
  const text = await page.text()
  expect(page.status).toBe(200)
  expect(text).toContain('The letter was forged.')
  expect(text).toContain('Both say so')
  expect(text).not.toContain('ld+json')
  expect((await get(`/p/${slug}/budget/taxes-rose.json`)).status).toBe(404)

  const other = await publishedClaim()
  await textAt(`/p/${slug}/budget/taxes-rose`)
  await retractClaim(team.emil, other, { how: 'unpublished', note: 'A court said so.' })
  clock = new Date()
  const gone = await get(`/p/${slug}/budget/taxes-rose`, { 'if-none-match': '*' })
  expect(gone.status).toBe(410)
  expect(await gone.text()).toContain('A court said so.')
  for (const path of addresses()) expect(await textAt(path), path).not.toMatch(/Taxes rose|Both say so/u)
  expect((await get(`/p/${slug}/budget`)).status).toBe(404)
})

it('what is kept is answered before the pages are asked, until its version is another one', async () => {
  const claimId = await publishedClaim()
  const app = express()
  app.use(keptReplies({ db: own.database.app.db, now: () => clock }, context.keptPages))
  app.use((_request, response) => void response.status(501).send('went on'))
  const listening = app.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, init)
  try {
    const path = `/p/${slug}/budget/taxes-rose`
    expect((await ask(path)).status).toBe(501)
    const made = await get(path, { 'accept-encoding': 'gzip' })
    const kept = await ask(path, { headers: { 'accept-encoding': 'gzip' } })
    for (const [name, value] of made.headers) expect(kept.headers.get(name), name).toBe(value)
    expect(await kept.text()).toBe(gunzipSync(await made.arrayBuffer()).toString())
    const etag = kept.headers.get('etag') ?? ''
    expect((await ask(path, { headers: { 'accept-encoding': 'gzip', 'if-none-match': etag } })).status).toBe(304)
    expect((await ask(path, { method: 'HEAD' })).headers.get('etag')).toMatch(/^"/u)
    expect((await ask(path, { method: 'POST' })).status).toBe(501)
    expect((await ask('/p/nobody/budget')).status).toBe(501)
    await retractClaim(team.emil, claimId, { how: 'unpublished', note: 'A court said so.' })
    clock = new Date()
    expect((await ask(path)).status).toBe(501)
    await get(path)
    expect((await ask(path)).status).toBe(410)
  } finally {
    listening.close()
  }
})

it('says that it is busy, and keeps nothing, while the database is away', async () => {
  await publishedClaim()
  const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
  const system = { ...context.system, db: { execute: () => Promise.reject(away) } }
  context = { ...context, system } as unknown as AppLoadContext
  const answer = await get(`/p/${slug}`)
  expect(answer.status).toBe(503)
  expect(answer.headers.get('cache-control')).toBe('no-store')
})
