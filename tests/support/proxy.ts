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
  readonly #server: Server
  readonly #wires = new Set<Wire>()
  #weather: Weather = { kind: 'fine' }

  private constructor(target: number) {
    this.#target = target
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#join(near))
  }

  /** Opens a proxy to a port of this machine. */
  static async to(target: number): Promise<Proxy> {
    const proxy = new Proxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
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
    const wire = new Wire(near, far, () => this.#wires.delete(wire))
    wire.turn(this.#weather)
    this.#wires.add(wire)
  }
}

class Wire {
  readonly #near: Socket
  readonly #far: Socket
  readonly #onEnd: () => void
  readonly #held: (() => void)[] = []
  #weather: Weather = { kind: 'fine' }
  #last = 0

  constructor(near: Socket, far: Socket, onEnd: () => void) {
    this.#near = near
    this.#far = far
    this.#onEnd = onEnd
    this.#carry(near, far)
    this.#carry(far, near)
  }

  turn(weather: Weather): void {
    this.#weather = weather
    if (weather.kind === 'cut') return
    for (const run of this.#held.splice(0)) run()
  }

  loseFarEnd(): void {
    this.#near.unpipe()
    this.#far.removeAllListeners('close')
    this.#far.destroy()
  }

  reset(): void {
    for (const socket of [this.#near, this.#far]) socket.resetAndDestroy()
    this.#onEnd()
  }

  #carry(from: Socket, to: Socket): void {
    const pass = (run: () => void) => this.#deliver(() => !to.destroyed && run())
    from.on('error', () => {})
    from.on('data', (bytes) => pass(() => to.write(bytes)))
    from.on('end', () => pass(() => to.end()))
    from.on('close', () => {
      this.#deliver(() => to.destroy())
      this.#onEnd()
    })
  }

  /** In order, whatever the weather: what is late holds up what comes behind it. */
  #deliver(run: () => void): void {
    if (this.#weather.kind === 'cut') return void this.#held.push(run)
    const late = this.#weather.kind === 'slow' ? Math.random() * this.#weather.most : 0
    const at = Math.max(this.#last, Date.now() + late)
    this.#last = at
    if (at <= Date.now()) return run()
    setTimeout(() => (this.#weather.kind === 'cut' ? this.#held.push(run) : run()), at - Date.now())
  }
}
