import type { Page } from '@playwright/test'
import { messageType } from '#server/realtime/protocol.ts'

/** What becomes of a frame on its way: the same, another one, or none. */
type Passing = (frame: Buffer) => Buffer | null

/** The sockets of a page's claim rooms, in the hands of a test. */
export interface Wire {
  /** Whether a socket may open; one that waits for the answer is neither open nor closed. */
  admits(): boolean | Promise<boolean>
  toServer: Passing
  toPage: Passing
}

const asIs: Passing = (frame) => frame

/** Takes the claim rooms' sockets that a page opens from its next document on. */
export async function takeWire(page: Page): Promise<Wire> {
  const wire: Wire = { admits: () => true, toServer: asIs, toPage: asIs }
  await page.routeWebSocket(/\/rooms\/claim\//u, async (socket) => {
    if (!(await wire.admits())) return socket.close({ code: 1013 })
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      const frame = wire.toServer(Buffer.from(message))
      if (frame) server.send(frame)
    })
    server.onMessage((message) => {
      const frame = wire.toPage(Buffer.from(message))
      if (frame) socket.send(frame)
    })
  })
  return wire
}

/** Whether a frame holds words: the answer to the other side's first question, or an edit. */
export const isContent = (frame: Buffer): boolean => frame[0] === messageType.sync && frame[1] !== 0
