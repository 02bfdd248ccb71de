import type { RawData, WebSocket } from 'ws'
import type { Actor } from '../policy/can.ts'
import type { Connection } from './connection.ts'
import { heartbeat } from './frames.ts'
import { closeCode, messageType } from './protocol.ts'

/** Above `lag` bytes that wait to be read, a socket gets no more news until `drained` of them are left. */
const unsent = { lag: 262_144, drained: 65_536, most: 4 * 1_048_576, longest: 30_000 } as const
const mostWaitingBytes = 1_048_576
/** What a socket may send per second, and at once. */
const frames = { perSecond: 60, burst: 200 } as const
const bytes = { perSecond: 512 * 1_024, burst: 4 * 1_048_576 } as const
/** A question for the whole text costs as much as this many frames. */
const costOfAsking = 20
// y-websocket repeats what it hears of others: twice the rate at which rooms spread presence.
const presencesPerSecond = 40
/** More than hundreds of people tell together; nobody needs to read it. */
const largestPresence = 65_536

/** One open socket: reads no faster than it may, and is not sent more than it reads. */
export class SocketConnection implements Connection {
  readonly actor: Actor
  readonly clientId: number | null
  readonly cookie: string | undefined
  tellsAs: number | null
  presenceId = 0
  caughtUp = false
  durable = 0
  waitingBytes = 0
  readonly questions = new Map<number, (isSaved: boolean) => void>()
  readonly #socket: WebSocket
  #frames: number = frames.burst
  #bytes: number = bytes.burst
  #presences = presencesPerSecond
  /** The newest presence that came too soon after the others: where somebody is now must be told in the end. */
  #latePresence: Uint8Array | null = null
  #receive: (frame: Uint8Array) => void = () => {}
  #filledAt = Date.now()
  #lagsSince: number | null = null
  #isHushed = false
  #isClosing = false
  #isAlive = true

  constructor(socket: WebSocket, who: { actor: Actor; clientId: number | null; cookie: string | undefined }) {
    this.#socket = socket
    this.actor = who.actor
    this.clientId = who.clientId
    this.tellsAs = who.clientId
    this.cookie = who.cookie
    socket.on('pong', () => (this.#isAlive = true))
    // A frame too large: its sender has been told, and hears it only while what they are still sending is read.
    socket.on('error', () => this.#endSoon())
  }

  get keepsUp(): boolean {
    return this.#lagsSince === null
  }

  /** Hands every frame to a room from now on. */
  listen(receive: (frame: Uint8Array) => void, onClose: () => void): void {
    this.#receive = receive
    this.#socket.on('close', onClose)
    this.#socket.on('message', (data: RawData, isBinary: boolean) => {
      if (this.#isClosing) return
      if (!isBinary || !(data instanceof Buffer)) return this.close(closeCode.refused, 'The message cannot be read.')
      if (data[0] === messageType.awareness) return this.#hearPresence(new Uint8Array(data))
      this.#spend(data[0] === messageType.sync && data[1] === 0 ? costOfAsking : 1, data.byteLength)
      receive(new Uint8Array(data))
    })
  }

  #hearPresence(states: Uint8Array): void {
    const isExcess = !this.#mayTellPresence()
    this.#spend(isExcess ? 1 : 0, states.byteLength)
    if (states.byteLength > largestPresence) return
    if (isExcess) this.#latePresence = states
    else this.#receive(states)
  }

  send(frame: Uint8Array): void {
    if (this.#isClosing || this.#socket.readyState !== this.#socket.OPEN) return
    this.#socket.send(frame)
    if (this.#socket.bufferedAmount > unsent.most) this.close(closeCode.tryAgain, 'The connection is too slow.')
    else if (this.#socket.bufferedAmount > unsent.lag) this.#lagsSince ??= Date.now()
  }

  close(code: number, reason: string): void {
    if (this.#isClosing) return
    this.#socket.resume()
    this.#socket.close(code, reason)
    this.#endSoon()
  }

  #endSoon(): void {
    this.#isClosing = true
    setTimeout(() => this.#socket.terminate(), 5_000).unref()
  }

  /** Reads nothing more, so that what was read can be finished. */
  hush(): void {
    this.#isHushed = true
    this.#socket.pause()
  }

  /** Keeps y-websocket's watchdog quiet, and ends sockets whose other end is gone. */
  beat(): void {
    if (!this.#isAlive) return this.#socket.terminate()
    this.#isAlive = false
    this.#socket.ping()
    this.send(heartbeat())
  }

  /** Refills what time allows and reads on if reading was paused. Says whether it has just caught up with sending. */
  refill(now: number): boolean {
    const seconds = (now - this.#filledAt) / 1_000
    this.#filledAt = now
    this.#frames = Math.min(frames.burst, this.#frames + seconds * frames.perSecond)
    this.#bytes = Math.min(bytes.burst, this.#bytes + seconds * bytes.perSecond)
    this.#presences = Math.min(presencesPerSecond, this.#presences + seconds * presencesPerSecond)
    const late = this.#latePresence
    if (late && this.#mayTellPresence()) this.#receive(late)
    if (this.#socket.isPaused && !this.#isHushed && this.#mayRead()) this.#socket.resume()
    return this.#drain(now)
  }

  #drain(now: number): boolean {
    if (this.#lagsSince === null) return false
    const hasDrained = this.#socket.bufferedAmount < unsent.drained
    if (hasDrained) this.#lagsSince = null
    else if (now - this.#lagsSince > unsent.longest) this.close(closeCode.tryAgain, 'The connection is too slow.')
    return hasDrained
  }

  #mayRead(): boolean {
    return this.#frames >= 1 && this.#bytes >= 1 && this.waitingBytes <= mostWaitingBytes
  }

  #spend(frameCount: number, byteCount: number): void {
    this.#frames -= frameCount
    this.#bytes -= byteCount
    if (!this.#mayRead()) this.#socket.pause()
  }

  #mayTellPresence(): boolean {
    if (this.#presences < 1) return false
    this.#presences -= 1
    // Whatever is told now is newer.
    this.#latePresence = null
    return true
  }
}
