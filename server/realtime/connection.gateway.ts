import type { RawData, WebSocket } from 'ws'
import type { Actor } from '../policy/can.ts'
import type { Connection } from './connection.ts'
import { heartbeat } from './frames.ts'
import { closeCode, messageType } from './protocol.ts'

const mostUnsentBytes = 4 * 1_048_576
const mostWaitingBytes = 1_048_576
const framesPerSecond = 60
const burst = 200
// y-websocket repeats what it hears of others: twice the rate at which rooms spread presence.
const presencesPerSecond = 40

/** One open socket: reads no faster than it may, and is closed when it does not read what it is sent. */
export class SocketConnection implements Connection {
  readonly actor: Actor
  readonly clientId: number | null
  readonly cookie: string | undefined
  presenceId: number | null
  caughtUp = false
  durable = 0
  waitingBytes = 0
  readonly #socket: WebSocket
  #tokens = burst
  #filledAt = Date.now()
  #presences = presencesPerSecond
  #isClosing = false
  #isAlive = true

  constructor(socket: WebSocket, who: { actor: Actor; clientId: number | null; cookie: string | undefined }) {
    this.#socket = socket
    this.actor = who.actor
    this.clientId = who.clientId
    this.presenceId = who.clientId
    this.cookie = who.cookie
    socket.on('pong', () => (this.#isAlive = true))
    socket.on('error', () => socket.terminate())
  }

  /** Hands every frame to a room from now on. */
  listen(receive: (bytes: Uint8Array) => void, onClose: () => void): void {
    this.#socket.on('close', onClose)
    this.#socket.on('message', (data: RawData, isBinary: boolean) => {
      if (this.#isClosing) return
      if (!isBinary || !(data instanceof Buffer)) return this.close(closeCode.refused, 'The message cannot be read.')
      const isPresence = data[0] === messageType.awareness
      const isExcess = isPresence && !this.#mayTellPresence()
      if (!isPresence || isExcess) this.#spend()
      if (isExcess) return
      receive(new Uint8Array(data))
    })
  }

  send(frame: Uint8Array): void {
    if (this.#isClosing || this.#socket.readyState !== this.#socket.OPEN) return
    this.#socket.send(frame)
    if (this.#socket.bufferedAmount > mostUnsentBytes) this.close(closeCode.tryAgain, 'The connection is too slow.')
  }

  close(code: number, reason: string): void {
    if (this.#isClosing) return
    this.#isClosing = true
    this.#socket.resume()
    this.#socket.close(code, reason)
    setTimeout(() => this.#socket.terminate(), 5_000).unref()
  }

  /** Keeps y-websocket's watchdog quiet, and ends sockets whose other end is gone. */
  beat(): void {
    if (!this.#isAlive) return this.#socket.terminate()
    this.#isAlive = false
    this.#socket.ping()
    this.send(heartbeat())
  }

  /** Refills what a second allows, and reads on if reading was paused. */
  refill(now: number): void {
    const seconds = (now - this.#filledAt) / 1_000
    this.#filledAt = now
    this.#tokens = Math.min(burst, this.#tokens + seconds * framesPerSecond)
    this.#presences = Math.min(presencesPerSecond, this.#presences + seconds * presencesPerSecond)
    const mayRead = this.#tokens >= 1 && this.waitingBytes <= mostWaitingBytes
    if (this.#socket.isPaused && mayRead) this.#socket.resume()
  }

  #spend(): void {
    this.#tokens -= 1
    if (this.#tokens < 1 || this.waitingBytes > mostWaitingBytes) this.#socket.pause()
  }

  #mayTellPresence(): boolean {
    if (this.#presences < 1) return false
    this.#presences -= 1
    return true
  }
}
