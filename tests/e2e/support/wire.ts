import type { Page } from '@playwright/test'
import { messageType } from '#server/realtime/protocol.ts'

/** What becomes of a frame on its way: the same, another one, or none. */
type Passing = (frame: Buffer) => Buffer | null

/** The sockets of a page's rooms of one kind, in the hands of a test. */
export interface Wire {
  /** Whether a socket may open; one that waits for the answer is neither open nor closed. */
  admits(): boolean | Promise<boolean>
  toServer: Passing
  toPage: Passing
  /** Sends a frame of the test's own to the page, on the socket that opened last. */
  tellPage(frame: Uint8Array): void
}

const asIs: Passing = (frame) => frame

/** Takes the sockets that a page opens from its next document on, to rooms of this kind. */
export async function takeWire(page: Page, kind: 'claim' | 'report' = 'claim'): Promise<Wire> {
  const wire: Wire = { admits: () => true, toServer: asIs, toPage: asIs, tellPage() {} }
  await page.routeWebSocket(new RegExp(`/rooms/${kind}/`, 'u'), async (socket) => {
    if (!(await wire.admits())) return socket.close({ code: 1013 })
    wire.tellPage = (frame) => socket.send(Buffer.from(frame))
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
