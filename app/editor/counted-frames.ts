import type { WebsocketProvider } from 'y-websocket'
import { messageType } from '#server/realtime/protocol.ts'

const step2 = 1
const update = 2

/**
 * Counts the frames that the server acknowledges, at the one place where they all pass: the provider's present socket.
 * An edit typed before the server asked for what it lacks is held back: the answer to that question holds it too, and
 * on its own it would leave a gap.
 */
export function countFrames(provider: WebsocketProvider, count: () => void): void {
  const socket = provider.ws
  if (!socket) return
  const send = socket.send.bind(socket)
  let answered = false
  socket.send = (frame) => {
    const isSync = frame instanceof Uint8Array && frame[0] === messageType.sync
    if (isSync && frame[1] === update && !answered) return
    if (isSync && frame[1] === step2) answered = true
    if (isSync && (frame[1] === step2 || frame[1] === update)) count()
    send(frame)
  }
}
