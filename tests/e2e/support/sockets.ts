import { once } from 'node:events'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { awarenessFrame, stepOne, updateFrame } from '#server/realtime/frames.ts'
import { messageType, type TextName } from '#server/realtime/protocol.ts'
import type { Caller } from './roles.ts'

/** The code with which we close a socket that the server leaves open. */
export const ownClose = 4000

/**
 * Sends one frame on a socket of its own; answers the code with which it ended: our own unless the server refused.
 * `isHeard` says whether an answer is the one to wait for.
 */
export async function send(
  address: string,
  cookie: string,
  frame: Uint8Array,
  isHeard?: (answer: Buffer) => boolean,
): Promise<number> {
  const { origin } = new URL(address)
  const socket = new WebSocket(address.replace(/^http/u, 'ws'), { origin, headers: cookie ? { cookie } : {} })
  const closed = once(socket, 'close') as Promise<[number]>
  const heard = new Promise<void>((resolve) => {
    socket.on('message', (answer: Buffer) => isHeard?.(answer) && resolve())
    // The server answers a ping only after the frame before it.
    socket.on('pong', () => isHeard ?? resolve())
  })
  await once(socket, 'open')
  socket.send(frame)
  socket.ping()
  await Promise.race([heard, closed])
  socket.close(ownClose)
  const [code] = await closed
  return code
}

/** A client id for one document of a claim, as a page of somebody who may write gets it. */
export async function clientOf({ request }: Caller, origin: string, claimId: string): Promise<number> {
  const answer = await request.post(`/claims/${claimId}/client`, { headers: { origin } })
  return ((await answer.json()) as { clientId: number }).clientId
}

/** The first edit of a claim by this client, at the beginning of a text, as an open page sends it. */
export function edit(clientId: number, words: string, text: TextName = 'statement'): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getText(text).insert(0, words)
  return updateFrame(Y.encodeStateAsUpdate(doc))
}

/** A question for all the words of a room. */
export const question = (): Uint8Array => stepOne(Y.encodeStateVector(new Y.Doc()))

/** A presence that names nobody. */
export const presence = (): Uint8Array => awarenessFrame(new Uint8Array([1, 1, 1, 2, 123, 125]))

/** Whether the server says that words are durable. */
export const isAcknowledgement = (answer: Buffer): boolean => answer[0] === messageType.acknowledged && answer[1] !== 0
