import { createServer, connect, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** What happens to the bytes of every connection, present and future. */
export type Weather =
  | { readonly kind: 'fine' }
  /** Each piece arrives so many milliseconds later at most, in order. */
  | { readonly kind: 'slow'; readonly most: number }
  /** Nothing arrives, in either direction, and nobody is told. */
  | { readonly kind: 'cut' }

/** A wire between a page and a server that can be slow, cut, half open or reset. */
export class Proxy {
  readonly #target: number
  readonly #random: (below: number) => number
  readonly #server: Server
  readonly #wires = new Set<Wire>()
  #weather: Weather = { kind: 'fine' }

  private constructor(target: number, random: (below: number) => number) {
    this.#target = target
    this.#random = random
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#join(near))
  }

  /** Opens a proxy to a port of this machine; `random` says how late things are in slow weather. */
  static async to(target: number, random: (below: number) => number): Promise<Proxy> {
    const proxy = new Proxy(target, random)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  set weather(weather: Weather) {
    this.#weather = weather
    for (const wire of this.#wires) wire.turn(weather)
  }

  /** Ends the server's side of every wire; the page's side stays open and silent. */
  halfOpen(): void {
    for (const wire of this.#wires) wire.loseFarEnd()
  }

  /** Ends every wire at once, as a router that was restarted does. */
  reset(): void {
    for (const wire of this.#wires) wire.reset()
  }

  async close(): Promise<void> {
    this.#server.close()
    this.reset()
    await once(this.#server, 'close')
  }

  #join(near: Socket): void {
    const far = connect({ port: this.#target, host: '127.0.0.1', allowHalfOpen: true })
    const wire = new Wire({ near, far }, this.#random, () => this.#wires.delete(wire))
    wire.turn(this.#weather)
    this.#wires.add(wire)
  }
}

/** A piece of what one end sent, and when it arrives at the earliest. */
interface Piece {
  readonly due: number
  readonly deliver: () => void
}

/** One connection through the proxy. Each direction is a queue: what is late holds up what comes behind it. */
class Wire {
  readonly #near: Socket
  readonly #far: Socket
  readonly #onEnd: () => void
  readonly #lateness: (most: number) => number
  readonly #queues: Piece[][] = []
  #weather: Weather = { kind: 'fine' }

  constructor(ends: { near: Socket; far: Socket }, lateness: (most: number) => number, onEnd: () => void) {
    this.#near = ends.near
    this.#far = ends.far
    this.#lateness = lateness
    this.#onEnd = onEnd
    this.#carry(this.#near, this.#far)
    this.#carry(this.#far, this.#near)
  }

  turn(weather: Weather): void {
    this.#weather = weather
    for (const queue of this.#queues) this.#pump(queue)
  }

  loseFarEnd(): void {
    this.#far.removeAllListeners('close')
    this.#far.destroy()
  }

  reset(): void {
    for (const socket of [this.#near, this.#far]) socket.resetAndDestroy()
    this.#onEnd()
  }

  #carry(from: Socket, to: Socket): void {
    const queue: Piece[] = []
    this.#queues.push(queue)
    const pass = (deliver: () => void) => {
      const late = this.#weather.kind === 'slow' ? this.#lateness(this.#weather.most) : 0
      // Nobody is there any more: what is written to them is answered with a reset.
      queue.push({ due: Date.now() + late, deliver: () => (to.destroyed ? from.resetAndDestroy() : deliver()) })
      this.#pump(queue)
    }
    from.on('error', () => {})
    from.on('data', (bytes) => pass(() => to.write(bytes)))
    from.on('end', () => pass(() => to.end()))
    from.on('close', () => {
      pass(() => to.destroy())
      this.#onEnd()
    })
  }

  /** Delivers what is due, unless the wire is cut, and comes back for the rest. */
  #pump(queue: Piece[]): void {
    while (this.#weather.kind !== 'cut' && queue[0] && queue[0].due <= Date.now()) queue.shift()?.deliver()
    const [next] = queue
    if (next && this.#weather.kind !== 'cut') setTimeout(() => this.#pump(queue), Math.max(1, next.due - Date.now()))
  }
}
