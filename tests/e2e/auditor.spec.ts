import * as Y from 'yjs'
import { awarenessFrame, stepOne, stepTwo, updateFrame } from '#server/realtime/frames.ts'
import { closeCode, messageType } from '#server/realtime/protocol.ts'
import { digestOfFacts } from './support/facts.ts'
import { openClaim, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'
import { ownClose, send } from './support/sockets.ts'

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
