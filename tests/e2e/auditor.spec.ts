import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { APIResponse, BrowserContext } from '@playwright/test'
import { sql } from 'drizzle-orm'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { awarenessFrame, stepOne, stepTwo, updateFrame } from '#server/realtime/frames.ts'
import { closeCode, messageType } from '#server/realtime/protocol.ts'
import { openClaim, signIn } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'

/** Rows that say who is signed in or typing, and are no facts. */
const passing = ['account', 'session', 'room_client', 'invitation_link', '__drizzle_migrations']

/** One hash over every row of every table of facts and derived texts. */
async function digestOfFacts(server: RunningServer): Promise<string> {
  return server.inDatabase(async (db) => {
    const tables = await db.execute<{ name: string }>(
      sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    )
    const names = tables.map(({ name }) => name).filter((name) => !passing.includes(name))
    expect(names.length).toBeGreaterThanOrEqual(13)
    const hash = createHash('sha256')
    for (const name of names) {
      const rows = await db.execute<{ row: string }>(
        sql`select t::text as row from ${sql.identifier(name)} t order by 1`,
      )
      hash.update(`${name}\n${rows.map(({ row }) => row).join('\n')}\n`)
    }
    return hash.digest('hex')
  })
}

/** The files of routes that change things, with their source. */
const actionFiles = readdirSync('app/routes', { recursive: true, encoding: 'utf8' })
  .map((name) => ({ name, source: /\.tsx?$/u.test(name) ? readFileSync(`app/routes/${name}`, 'utf8') : '' }))
  .filter(({ source }) => /export (const|(async )?function) action\b/u.test(source))

/** Every intent that a route of the product knows, as its file says. */
const knownIntents = (): string[] =>
  actionFiles.flatMap(({ source }) => [...source.matchAll(/'([a-z]+\.[a-z]+)'(?=:)/gu)].map((match) => match[1] ?? ''))

/** Routes with an action of their own: tried one by one below, or about the session only. */
const singleActions = [
  'claims/client.ts',
  'identity/join.tsx',
  'identity/sign-in-again.ts',
  'identity/sign-in.tsx',
  'identity/sign-out.ts',
  'reports/new.tsx',
]

interface Deed {
  readonly intent: string
  readonly path: string
  readonly fields: Record<string, string>
}

async function firstRow(server: RunningServer, query: ReturnType<typeof sql>): Promise<Record<string, string>> {
  const [row] = await server.inDatabase((db) => db.execute<Record<string, string>>(query))
  if (!row) throw new Error('The demo lacks what this test is about.')
  return row
}

/** One right input for every intent that an admin has, in an order in which they may do them all. */
async function everyAdminDeed(server: RunningServer, admin: BrowserContext): Promise<Deed[]> {
  const m = await firstRow(server, sql`select person_id, seq::text from member where 'editor' = any(roles) limit 1`)
  const member = (intent: string, seen: string, more: Record<string, string> = {}): Deed => ({
    intent,
    path: '/team/members',
    fields: { personId: m['person_id'] ?? '', seen, ...more },
  })
  const make = {
    intent: 'invitation.make',
    path: '/team/members',
    fields: { email: 'new@example.org', roles: 'checker' },
  }
  await doing(admin, server.baseURL, make)
  const made = await firstRow(server, sql`select id from invitation limit 1`)
  const last = await firstRow(server, sql`select max(seq)::text as seq from entry`)
  const changed = String(Number(last['seq']) + 1)
  const withdraw = { intent: 'invitation.withdraw', path: '/team/members', fields: { invitationId: made['id'] ?? '' } }
  return [
    member('member.change', m['seq'] ?? '', { roles: 'checker' }),
    member('member.remove', changed),
    make,
    withdraw,
  ]
}

/** One right input for every other intent, in an order in which a checker may do them all. */
async function everyDeed(server: RunningServer): Promise<Deed[]> {
  const c = await firstRow(
    server,
    sql`select c.*, e.id as "evidenceId", e.seq as "evidenceSeq", f.id as "figureId", f.seq as "figureSeq"
        from claim c join evidence e on e.claim_id = c.id and not e.withdrawn join figure f on f.claim_id = c.id
        where c.rating is not null and c.stage = 'in-review' limit 1`,
  )
  const p = await firstRow(
    server,
    sql`select claim_id, min(id) as id from passage group by claim_id having count(*) > 1 limit 1`,
  )
  const r = await firstRow(server, sql`select claim_id, id, array_to_string(parts, ',') as parts from relation limit 1`)
  const [id, report] = [c['id'], c['report_id']]
  const bearing = { stance: 'context', quote: 'words', locator: '', note: '' }
  const figure = { bound: 'exactly', low: '390', unit: 'people', asOf: '' }
  const source = {
    url: 'https://example.org/x',
    title: 'X',
    publisher: '',
    author: '',
    publishedOn: '',
    sourceKind: 'primary',
  }
  const deed = (intent: string, path: string, fields: Record<string, string | undefined> = {}): Deed => ({
    intent,
    path,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ''])),
  })
  return [
    deed('claim.make', `/reports/${report}/claims`, { edition: '1', start: '0', end: '7' }),
    deed('claim.describe', `/claims/${id}/details`, { claimant: 'X', saidOn: '', seen: c['details_seq'] }),
    deed('claim.move', `/claims/${id}/position`, { after: '' }),
    deed('claim.stage', `/claims/${id}/stage`, { to: 'checking' }),
    deed('passage.add', `/claims/${id}/passages`, { edition: '1', start: '3', end: '9' }),
    deed('passage.withdraw', `/claims/${p['claim_id']}/passages`, { passageId: p['id'] }),
    deed('figure.set', `/claims/${id}/figures`, { ...figure, figureId: c['figureId'], seen: c['figureSeq'] }),
    deed('figure.withdraw', `/claims/${id}/figures`, { figureId: c['figureId'] }),
    deed('relation.withdraw', `/claims/${r['claim_id']}/relations`, { relationId: r['id'] }),
    deed('relation.add', `/claims/${r['claim_id']}/relations`, { kind: 'sum', parts: r['parts'] }),
    deed('evidence.attach', `/claims/${id}/evidence`, { sourceId: '', ...source, ...bearing }),
    deed('evidence.edit', `/claims/${id}/evidence`, {
      evidenceId: c['evidenceId'],
      ...bearing,
      seen: c['evidenceSeq'],
    }),
    deed('evidence.withdraw', `/claims/${id}/evidence`, { evidenceId: c['evidenceId'], reason: 'X' }),
    deed('verdict.set', `/claims/${id}/verdict`, { rating: 'false', reason: 'X', seen: c['verdict_seq'] }),
    deed('claim.withdraw', `/claims/${id}/withdrawal`, { reason: 'X' }),
    deed('claim.restore', `/claims/${id}/withdrawal`),
  ]
}

function doing({ request }: BrowserContext, origin: string, { intent, path, fields }: Deed): Promise<APIResponse> {
  const body = new URLSearchParams({ intent })
  for (const [name, value] of Object.entries(fields)) {
    for (const each of name === 'parts' ? value.split(',') : [value]) body.append(name, each)
  }
  const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
  return request.post(path, { headers, data: body.toString(), maxRedirects: 0 })
}

test('an auditor is refused every deed that a checker or an admin may do, a checker every deed of an admin', async ({
  browser,
  server,
}) => {
  const origin = server.baseURL
  const audit = await signIn(browser, origin, 'auditor@example.org')
  const mara = await signIn(browser, origin, 'checker@example.org')
  const ada = await signIn(browser, origin, 'admin@example.org')
  const checkerDeeds = await everyDeed(server)
  const adminDeeds = await everyAdminDeed(server, ada.context)
  const deeds = [...adminDeeds, ...checkerDeeds]
  expect(deeds.map(({ intent }) => intent).toSorted()).toEqual(knownIntents().toSorted())
  const others = actionFiles.filter(({ source }) => !source.includes('= deeds('))
  expect(others.map(({ name }) => name).toSorted()).toEqual(singleActions)
  const before = await digestOfFacts(server)
  for (const deed of deeds) {
    expect((await doing(audit.context, origin, deed)).status(), deed.intent).toBe(403)
  }
  for (const deed of adminDeeds) {
    expect((await doing(mara.context, origin, deed)).status(), deed.intent).toBe(403)
  }
  const newReport = { title: 'X', language: 'en', sourceUrl: '', publisher: '', text: 'Words.' }
  const made = await audit.context.request.post('/reports/new', {
    headers: { origin },
    form: newReport,
    maxRedirects: 0,
  })
  expect(made.status()).toBe(403)
  expect(await digestOfFacts(server)).toBe(before)
  for (const [{ context }, allowed] of [
    [ada, adminDeeds],
    [mara, checkerDeeds],
  ] as const) {
    for (const deed of allowed) {
      const answer = await doing(context, origin, deed)
      expect(answer.status(), `${deed.intent}: ${await answer.text()}`).toBe(200)
    }
  }
  expect(await digestOfFacts(server)).not.toBe(before)
  for (const { context } of [audit, mara, ada]) await context.close()
})

test('an auditor’s frames change nothing, whatever their type', async ({ browser, server }) => {
  const audit = await signIn(browser, server.baseURL, 'auditor@example.org')
  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  const claimId = await openClaim(mara.page, /120 civilians/)
  const reportId = new URL(mara.page.url()).pathname.split('/').at(-1) ?? ''
  const headers = { origin: server.baseURL }
  const allocated = await mara.context.request.post(`/claims/${claimId}/client`, { headers })
  const { clientId } = (await allocated.json()) as { clientId: number }
  const refused = await audit.context.request.post(`/claims/${claimId}/client`, { headers })
  expect(await refused.json()).toEqual({ ok: true, readOnly: true })

  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getText('statement').insert(0, 'Forged ')
  const update = Y.encodeStateAsUpdate(doc)
  const frames = {
    'step 1': stepOne(Y.encodeStateVector(doc)),
    'step 2': stepTwo(update),
    update: updateFrame(update),
    awareness: awarenessFrame(new Uint8Array([1, 1, 1, 2, 123, 125])),
    auth: new Uint8Array([2, 0]),
    'query awareness': new Uint8Array([3]),
    acknowledged: new Uint8Array([messageType.acknowledged, 9]),
    event: new Uint8Array([messageType.event, 2, 123, 125]),
    unknown: new Uint8Array([77, 1, 2, 3]),
    nothing: new Uint8Array(),
  }
  const before = await digestOfFacts(server)
  const cookies = (await audit.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const codes: Record<string, number> = {}
  for (const [name, frame] of Object.entries(frames)) {
    codes[name] = await send(`${server.baseURL}/rooms/claim/${claimId}`, cookies, frame)
    await send(`${server.baseURL}/rooms/report/${reportId}`, cookies, frame)
  }
  expect(codes).toMatchObject({ 'step 1': ownClose, 'step 2': closeCode.forbidden, update: closeCode.forbidden })
  const asMara = await send(`${server.baseURL}/rooms/claim/${claimId}?client=${clientId}`, cookies, frames.update)
  expect(asMara).toBe(closeCode.forbidden)
  expect(await digestOfFacts(server)).toBe(before)
  await audit.context.close()
  await mara.context.close()
})

const ownClose = 4000

/** Sends one frame on a socket of its own; answers the code with which it ended: our own unless the server refused. */
async function send(address: string, cookie: string, frame: Uint8Array): Promise<number> {
  const { origin } = new URL(address)
  const socket = new WebSocket(address.replace(/^http/u, 'ws'), { origin, headers: { cookie } })
  const closed = once(socket, 'close') as Promise<[number]>
  await once(socket, 'open')
  socket.send(frame)
  // The server answers a ping only after the frame before it.
  socket.ping()
  await Promise.race([once(socket, 'pong'), closed])
  socket.close(ownClose)
  const [code] = await closed
  return code
}
