/*
 * Words that readers are not to see, or not yet, are in no answer that they can get, and in no log: each claim holds a
 * word of its own in every place that there is, and every address is asked for it.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { sql } from 'drizzle-orm'
import { Aviary, publicAddresses, type Canary } from './support/canaries.ts'
import { builtManifest } from './support/manifest.ts'
import { everybody, linked, type Somebody } from './support/roles.ts'
import { openTheatre, type Theatre } from './support/theatre.ts'

let theatre: Theatre
let aviary: Aviary
let readPatterns: string[]
test.beforeAll(async () => {
  theatre = await openTheatre()
  aviary = new Aviary(theatre)
  const { addresses } = await builtManifest()
  readPatterns = addresses.filter(({ isRead }) => isRead).map(({ pattern }) => pattern)
})
test.afterAll(() => theatre?.close())

const isPublic = (pattern: string): boolean => pattern.startsWith('/p/')
const aDay = 24 * 60 * 60 * 1_000

/** One claim for each reason why something is not to be seen; and one that is seen, until it is taken back. */
async function release(): Promise<{ hidden: Canary[]; seen: Canary }> {
  const submitted = await aviary.checked('it is not approved')
  await aviary.bring(submitted, 'in-review')
  const approved = await aviary.checked('it is not published')
  await aviary.bring(approved, 'approved')
  const listed = await aviary.checked('its report is approved and not published')
  await aviary.bring(listed, 'approved')
  await aviary.approveReport(listed)
  const together = await aviary.checked('its report is under embargo')
  await aviary.bring(together, 'approved')
  await aviary.approveReport(together, new Date(Date.now() + aDay))
  const embargoed = await aviary.checked('it is under embargo')
  await aviary.embargo(embargoed, new Date(Date.now() + aDay))
  const corrected = await publishedClaim('it is a correction that nobody approved')
  const edited = await aviary.correct(corrected, corrected.why)
  const second = await publishedClaim('it is a correction under embargo')
  const later = await aviary.correct(second, second.why)
  await aviary.embargo(later, new Date(Date.now() + aDay))
  const seen = await publishedClaim('it was taken back')
  const unseen = [await aviary.checked('it is being checked'), submitted, approved, listed, together, embargoed]
  return { hidden: [...unseen, edited, later], seen }
}

async function publishedClaim(why: string): Promise<Canary> {
  const canary = await aviary.checked(why)
  await aviary.bring(canary, 'published')
  return canary
}

interface Answer {
  readonly status: number
  readonly etag: string
  /** Headers and body. */
  readonly whole: string
}

async function ask(who: Somebody, path: string, how: { method?: string; headers?: Record<string, string> } = {}) {
  const answer = await theatre.people[who].request.fetch(linked(path, theatre.people[who]), { maxRedirects: 0, ...how })
  const headers = JSON.stringify(answer.headers())
  const whole = `${headers}\n${await answer.text()}`
  return { status: answer.status(), etag: answer.headers()['etag'] ?? '', whole } satisfies Answer
}

/** Asks for a public address in every way; whoever is signed in, in those that their browsers have. */
async function askEveryWay(who: Somebody, path: string): Promise<[string, Answer][]> {
  const identity = { 'accept-encoding': 'identity' }
  const plain = await ask(who, path, { headers: identity })
  const ways: [string, Promise<Answer>][] = [
    ['packed', ask(who, path, { headers: { 'accept-encoding': 'gzip' } })],
    ['data', ask(who, `${path}.data`)],
  ]
  if (who === 'nobody') {
    ways.push(
      ['HEAD', ask(who, path, { method: 'HEAD' })],
      ['known', ask(who, path, { headers: { ...identity, 'if-none-match': plain.etag } })],
      ['any', ask(who, path, { headers: { 'if-none-match': '*' } })],
      ['slash', ask(who, `${path}/`)],
      ['query', ask(who, `${path}?index&_data=root`)],
    )
  }
  const answers = ways.map(async ([way, answer]): Promise<[string, Answer]> => [way, await answer])
  return [['plain', plain], ...(await Promise.all(answers))]
}

/** Why the words that it holds are not to be seen. */
const found = ({ whole }: Answer, hidden: readonly Canary[]): string[] =>
  hidden.flatMap(({ why, word, internal }) => [
    ...(whole.includes(word) ? [why] : []),
    ...(whole.includes(internal) ? [`it is the team’s own, and ${why}`] : []),
  ])

interface Walk {
  /** What was found where it is not to be. */
  readonly leaks: string[]
  /** The addresses that had an answer. */
  readonly answered: Set<string>
}

/** Asks for everything public, as everybody. */
async function walkPublic(canaries: readonly Canary[], hidden: readonly Canary[]): Promise<Walk> {
  const walk: Walk = { leaks: [], answered: new Set() }
  const walkAs = async (who: Somebody): Promise<void> => {
    for (const path of publicAddresses(canaries, readPatterns.filter(isPublic))) {
      for (const [way, answer] of await askEveryWay(who, path)) {
        walk.leaks.push(...found(answer, hidden).map((why) => `${path} by ${who}, ${way}: ${why}`))
        if (answer.status === 200) walk.answered.add(path)
      }
    }
  }
  await Promise.all(everybody.map(walkAs))
  return walk
}

const filled = (pattern: string, { reportId, claimId }: Canary): string =>
  pattern.replace(':id', pattern.startsWith('/claims/') ? claimId : reportId).replace(':token', 'x'.repeat(43))

/** Asks for everything else of these claims. */
async function walkInside(who: Somebody, canaries: readonly Canary[]): Promise<Map<string, Answer>> {
  const patterns = [...readPatterns.filter((pattern) => !isPublic(pattern)), '/__manifest', '/healthz', '/nowhere']
  const paths = canaries.flatMap((canary) =>
    patterns.flatMap((pattern) => {
      const path = filled(pattern, canary)
      const open = pattern.startsWith('/reports/:id') ? `?claim=${canary.claimId}` : ''
      return [`${path}${open}`, path === '/' ? '/_root.data' : `${path}.data${open}`]
    }),
  )
  const answers = new Map<string, Answer>()
  for (const path of new Set(paths)) answers.set(path, await ask(who, path))
  return answers
}

/** All that the server and its database wrote down. */
async function logs(): Promise<Answer> {
  const [row] = await theatre.db.execute<{ folder: string }>(sql`select current_setting('data_directory') as folder`)
  const written = readFileSync(join(dirname(row?.folder ?? ''), 'postgres.log'), 'utf8')
  return { status: 0, etag: '', whole: `${theatre.server.output()}\n${written}` }
}

test('what is not published, not yet, or not any more is in no answer and no log', async () => {
  const { hidden, seen } = await release()
  const canaries = [...hidden, seen]
  const ownOfSeen = { ...seen, word: seen.internal }
  const { leaks, answered } = await walkPublic(canaries, [...hidden, ownOfSeen])
  expect(leaks).toEqual([])
  expect([...answered]).toContain(`/p/demo-newsroom/${seen.report}/${seen.claim}.json`)

  // The team itself finds every word: they are where this test looks for them.
  const workspace = [...(await walkInside('checker', canaries)).values()]
  for (const { why, word, internal } of canaries) {
    for (const each of [word, internal]) {
      expect
        .soft(
          workspace.some(({ whole }) => whole.includes(each)),
          why,
        )
        .toBe(true)
    }
  }
  for (const who of ['nobody', 'gone', 'stranger'] as const) {
    for (const [path, answer] of await walkInside(who, canaries)) {
      expect.soft(found(answer, canaries), `${path} by ${who}`).toEqual([])
    }
  }

  // Its pages are kept, and known by their marks, when it is taken back.
  await aviary.unpublish(seen)
  expect((await walkPublic(canaries, canaries)).leaks).toEqual([])
  expect(found(await logs(), canaries)).toEqual([])
})

test('what is under embargo is read everywhere from the moment on in which it ends, and not before', async () => {
  const canary = await aviary.checked('it is under embargo')
  const end = Date.now() + 6_000
  await aviary.embargo(canary, new Date(end))
  const { report, claim, word } = canary
  const places = ['', '/feed.xml', '/feed.json', '/claims.json', `/${report}`, `/${report}/${claim}`]
  const paths = [...places, `/${report}/${claim}.json`].map((rest) => `/p/demo-newsroom${rest}`)
  const before = new Map<string, string>()
  const after = new Set<string>()
  // The pages are kept, and asked for again and again, all the while.
  while (after.size < paths.length) {
    for (const path of paths) {
      const headers = { 'if-none-match': before.get(path) ?? '' }
      const begun = Date.now()
      const { etag, whole } = await ask('nobody', path, { headers })
      if (Date.now() < end) {
        expect(whole, path).not.toContain(word)
        before.set(path, etag)
      } else if (begun >= end) {
        expect(whole, path).toContain(word)
        after.add(path)
      }
    }
  }
  expect([...before.keys()]).toEqual(paths)
})
