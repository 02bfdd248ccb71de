import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { awarenessFrame, stepOne, stepTwo, updateFrame } from '#server/realtime/frames.ts'
import { closeCode, messageType } from '#server/realtime/protocol.ts'
import { claimDeeds } from './support/deeds/claims.ts'
import { doing } from './support/deeds/deed.ts'
import { evidenceDeeds } from './support/deeds/evidence.ts'
import { memberDeeds } from './support/deeds/identity.ts'
import { reviewDeeds } from './support/deeds/review.ts'
import { digestOfFacts } from './support/facts.ts'
import { openClaim, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

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

test('an auditor is refused every deed that a checker or an admin may do, a checker every deed of an admin', async ({
  browser,
  server,
}) => {
  const origin = server.baseURL
  const audit = await signIn(browser, origin, 'auditor@example.org')
  const mara = await signIn(browser, origin, 'checker@example.org')
  const ada = await signIn(browser, origin, 'admin@example.org')
  const checkerDeeds = [...(await claimDeeds(server)), ...(await evidenceDeeds(server)), ...(await reviewDeeds(server))]
  const adminDeeds = await memberDeeds(server, ada.context)
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
