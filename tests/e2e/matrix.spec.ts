/*
 * Who may do what, where and when: every address and every intent of the build, for every kind of person, at every stage
 * of a claim, and in every room.
 *
 * What is expected lies in tables, one line each:
 *   an intent           in `support/deeds/<noun>.ts`: a line in its `…Rights` and one right input in its `…Deeds`, which
 *                       looks only at the report that it is given
 *   a noun with intents in `support/deeds/nouns.ts`
 *   any other address   in `support/deeds/pages.ts`: a line, and a form if it has an action
 *   a room              in `support/deeds/rooms.ts`
 * An address or intent without a line fails, and so does a line without one. A right input is done by everybody to whom
 * the table says 200, each on a new report like the demo's, in the order of the list; to everybody else it must change
 * nothing. Stages: the claim is brought there, and the intent is tried by somebody who may.
 */
import { expect, test } from '@playwright/test'
import { sql } from 'drizzle-orm'
import { attempt as attempts } from '#db/schema/identity.ts'
import { hostileUpgrades, rightUpgrade } from '#tests/support/hostile-upgrades.ts'
import { sendRaw } from '#tests/support/raw-http.ts'
import { builtManifest } from './support/manifest.ts'
import { nounsOfDeeds, type Place } from './support/deeds/nouns.ts'
import { claimOn, doing, type Deed } from './support/deeds/deed.ts'
import { forms, pages } from './support/deeds/pages.ts'
import { publishedWords } from './support/deeds/publication.ts'
import { digestOfFacts } from './support/facts.ts'
import { columnNames, mayLeave, namesIn, secrets } from './support/leaving.ts'
import { roomRights } from './support/deeds/rooms.ts'
import { readTable } from './support/rights-table.ts'
import { everybody, linked, ownOf, type Somebody } from './support/roles.ts'
import { bringTo, claimStages, isOnClaim } from './support/stages.ts'
import { openTheatre, type Theatre } from './support/theatre.ts'
import { clientOf, edit, isAcknowledgement, ownClose, presence, question, send } from './support/sockets.ts'

let theatre: Theatre
test.beforeAll(async () => {
  theatre = await openTheatre()
})
test.afterAll(() => theatre?.close())

const rights = new Map(nounsOfDeeds.flatMap(({ rights: table }) => [...readTable(table)]))
const addresses = readTable(pages)
const expected = (intent: string, column: string): string => rights.get(intent)?.[column] ?? ''

async function statusOf(who: Somebody, deed: Deed): Promise<string> {
  return String((await doing(theatre.people[who], theatre.server.baseURL, deed)).status())
}

/** Deeds in an order in which they can all be done; what one noun needs is looked up just before. */
async function* deedsOf(place: Place): AsyncGenerator<Deed> {
  for (const noun of nounsOfDeeds) yield* await noun.deeds(place)
}

test('every address and every intent of the build has its line, and every line its address', async () => {
  const { addresses: built, future } = await builtManifest()
  const intents = built.flatMap((address) => address.intents)
  expect([...rights.keys()].toSorted()).toEqual(intents.toSorted())
  const lines = built.flatMap(({ pattern, isRead, isPosted, intents: known }) => [
    ...(isRead ? [`GET ${pattern}`] : []),
    ...(isPosted && known.length === 0 ? [`POST ${pattern}`] : []),
  ])
  expect([...addresses.keys()].toSorted()).toEqual(lines.toSorted())
  expect(future['v3_lazyRouteDiscovery']).toBe(false)
})

test('whoever may not do a deed is told so and changes nothing', async () => {
  const deeds: Deed[] = []
  for await (const deed of deedsOf(await theatre.place())) deeds.push(deed)
  expect(deeds.map(({ intent }) => intent).toSorted()).toEqual([...rights.keys()].toSorted())
  const before = await digestOfFacts(theatre.server)
  for (const deed of deeds) {
    for (const who of everybody.filter((each) => expected(deed.intent, each) !== '200')) {
      expect.soft(await statusOf(who, deed), `${deed.intent} by ${who}`).toBe(expected(deed.intent, who))
    }
  }
  expect(await digestOfFacts(theatre.server)).toBe(before)
})

test('whoever may do a deed does it', async () => {
  // A report like the demo's for everybody, each with all that was done on it.
  for (const who of everybody) {
    if (![...rights.values()].some((row) => row[who] === '200')) continue
    for await (const deed of deedsOf(await theatre.place())) {
      if (expected(deed.intent, who) !== '200') continue
      expect.soft(await statusOf(who, deed), `${deed.intent} by ${who}`).toBe('200')
    }
  }
})

test('each deed on a claim answers by the claim’s stage', async () => {
  for (const stage of claimStages) {
    const place = await theatre.place()
    for await (const deed of deedsOf(place)) {
      if (!isOnClaim(deed)) continue
      await bringTo(theatre.people, place.server, deed.path.split('/')[2] ?? '', stage)
      const wanted = expected(deed.intent, stage)
      expect.soft(await statusOf('all', deed), `${deed.intent}, ${stage}`).toBe(wanted)
    }
  }
})

/** An address with what stands for its parts. */
const filled = (pattern: string, { report, claim }: Parts): string =>
  pattern
    .replace(':id', pattern.startsWith('/claims/') ? claim : report)
    .replace(':token', 'x'.repeat(43))
    // Nothing is published there.
    .replaceAll(/:team|:slug|:claim|\*/gu, 'nowhere')

interface Parts {
  readonly report: string
  readonly claim: string
}

async function parts(): Promise<Parts> {
  const { reportId } = await theatre.place()
  const [claim] = await theatre.db.execute<{ id: string }>(
    sql`select id from claim where report_id = ${reportId} and not withdrawn limit 1`,
  )
  return { report: reportId, claim: claim?.id ?? '' }
}

test('every page answers everybody as its line says, and so does its data', async () => {
  const where = await parts()
  const { addresses: built } = await builtManifest()
  for (const { pattern, isRead } of built) {
    const path = filled(pattern, where)
    const data = path === '/' ? '/_root.data' : `${path}.data`
    for (const who of everybody) {
      const { request } = theatre.people[who]
      const get = async (address: string) => String((await request.get(address, { maxRedirects: 0 })).status())
      // Where nothing is read there is no page; its data are then only what every page has.
      const wanted = isRead ? addresses.get(`GET ${pattern}`)?.[who] : '400'
      const wantedData = isRead ? wanted?.replace('302', '202') : '200'
      expect.soft(await get(linked(path, theatre.people[who])), `GET ${path} by ${who}`).toBe(wanted)
      expect.soft(await get(data), `GET ${data} by ${who}`).toBe(wantedData)
    }
  }
})

test('every action without an intent answers everybody as its line says; where there is none, nothing is taken', async () => {
  const where = await parts()
  const { addresses: built } = await builtManifest()
  const { baseURL } = theatre.server
  for (const { pattern, isPosted, intents } of built) {
    if (intents.length > 0) continue
    for (const who of everybody) {
      // How often something may be tried is no matter here.
      await theatre.db.delete(attempts)
      const options = { headers: { origin: baseURL }, form: forms[pattern] ?? {}, maxRedirects: 0 }
      const answer = await theatre.people[who].request.post(filled(pattern, where), options)
      const wanted = isPosted ? addresses.get(`POST ${pattern}`)?.[who] : '405'
      expect.soft(String(answer.status()), `POST ${pattern} by ${who}`).toBe(wanted)
    }
  }
})

const clientFor = (who: Somebody, claim: string): Promise<number> =>
  clientOf(theatre.people[who], theatre.server.baseURL, claim)

/** How a socket of somebody ends on which one frame is sent; a writer comes with this client id. */
async function endOf(who: Somebody, [room, act]: string[], at: string, client: number): Promise<string> {
  const frame = act === 'write' ? edit(client, 'Words. ') : act === 'read' ? question() : presence()
  const query = act === 'write' && room === 'claim' ? `?client=${client}` : ''
  const isHeard = act === 'write' ? isAcknowledgement : undefined
  const code = await send(
    `${theatre.server.baseURL}/rooms/${room}/${at}${query}`,
    theatre.people[who].cookie,
    frame,
    isHeard,
  )
  return code === ownClose ? 'ok' : String(code)
}

test('every room lets in whom its line says, to read, to be seen and to write', async () => {
  const { report, claim } = await parts()
  const rooms = readTable(roomRights)
  const mayWrite = (who: Somebody) => rooms.get('claim write')?.[who] === 'ok'
  const clients = new Map<Somebody, number>()
  // Whoever may not write comes with the client id of somebody who may.
  for (const who of everybody) clients.set(who, await clientFor(mayWrite(who) ? who : 'checker', claim))
  const before = await digestOfFacts(theatre.server)
  const attempt = async (name: string, row: Readonly<Record<string, string>>, who: Somebody) => {
    const at = name.startsWith('claim') ? claim : report
    const end = await endOf(who, name.split(' '), at, clients.get(who) ?? 0)
    expect.soft(end, `${name} by ${who}`).toBe(row[who])
  }
  for (const who of everybody) {
    for (const [name, row] of rooms) if (name !== 'claim write' || !mayWrite(who)) await attempt(name, row, who)
  }
  expect(await digestOfFacts(theatre.server)).toBe(before)
  for (const who of everybody.filter(mayWrite)) await attempt('claim write', rooms.get('claim write') ?? {}, who)
  expect(await digestOfFacts(theatre.server)).not.toBe(before)
})

test('a claim’s room answers by the claim’s stage', async () => {
  const { claim } = await parts()
  for (const stage of claimStages) {
    for (const [name, row] of readTable(roomRights)) {
      if (!name.startsWith('claim')) continue
      await bringTo(theatre.people, theatre.server, claim, 'open')
      const client = await clientFor('all', claim)
      await bringTo(theatre.people, theatre.server, claim, stage)
      expect.soft(await endOf('all', name.split(' '), claim, client), `${name}, ${stage}`).toBe(row[stage])
    }
  }
})

test('no secret, no address of anybody and no column that is not on the list leaves with any page', async () => {
  const { report } = await parts()
  const [talked] = await theatre.db.execute<{ id: string }>(
    sql`select c.id from claim c join thread t on t.claim_id = c.id where c.report_id = ${report} limit 1`,
  )
  const where = { report, claim: talked?.id ?? '' }
  const { addresses: built } = await builtManifest()
  const hidden = await secrets(theatre.db)
  const accounts = (await theatre.db.execute<{ email: string }>(sql`select email from account`)).map((row) => row.email)
  const columns = await columnNames(theatre.db)
  expect(hidden.length).toBeGreaterThan(100)
  const leaving = new Set<string>()
  const published = await claimOn(theatre.server, where.report, publishedWords)
  for (const { pattern } of built.filter(({ isRead }) => isRead)) {
    const path = filled(pattern, where)
    // With a claim that readers have, and what was corrected in it.
    const opened = /^\/reports\/:id(?:\/review)?$/u.test(pattern) ? ['', `?claim=${published}`] : ['']
    for (const [who, open] of everybody.flatMap((each) => opened.map((one) => [each, one] as const))) {
      const { request } = theatre.people[who]
      const page = await (await request.get(linked(`${path}${open}`, theatre.people[who]), { maxRedirects: 0 })).text()
      const answer = await request.get(path === '/' ? '/_root.data' : `${path}.data${open}`, { maxRedirects: 0 })
      const data = await answer.text()
      const own = pattern === '/account' ? await ownOf(theatre.db, who) : []
      const found = (body: string, words: readonly string[]) =>
        words.filter((word) => body.includes(word) && !own.includes(word))
      for (const body of [page, data]) {
        expect(found(body, hidden)).toEqual([])
        if (!maySeeAddresses(who)) expect(found(body, accounts)).toEqual([])
        expect(body).not.toMatch(/node_modules|\.tsx?:\d+/u)
      }
      if (answer.headers()['content-type']?.startsWith('text/x-script'))
        for (const name of namesIn(data)) leaving.add(name)
    }
  }
  expect([...leaving].filter((name) => columns.has(name) && !mayLeave.includes(name)).toSorted()).toEqual([])
})

test('a socket is opened by an own page alone, in the one right way, and takes no frame over a megabyte', async () => {
  const { claim } = await parts()
  const { server, people } = theatre
  const right = rightUpgrade(Number(new URL(server.baseURL).port), `/rooms/claim/${claim}`, people.checker.cookie)
  const port = Number(new URL(server.baseURL).port)
  expect(await sendRaw(port, right)).toBe(101)
  for (const { name, status, change } of hostileUpgrades) {
    expect.soft(await sendRaw(port, change(right)), name).toBe(status)
  }
  const huge = new Uint8Array(1_048_576 + 65)
  expect(await send(`${server.baseURL}/rooms/claim/${claim}`, people.checker.cookie, huge)).toBe(1009)
})

/** An admin sees whom they invited. */
const maySeeAddresses = (who: Somebody): boolean => /admin|all|stranger/u.test(who)
