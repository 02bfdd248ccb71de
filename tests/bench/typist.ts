import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { messageType } from '#server/realtime/protocol.ts'
import { aWhile, socketOf, until, type Person } from '#tests/support/rooms.ts'

/** Somebody who types a letter now and then, and knows how long each took to be acknowledged. */
export class Typist {
  /** Milliseconds from sending to acknowledgement, of what was typed since this was last emptied. */
  waits: number[] = []
  readonly #doc = new Y.Doc()
  readonly #provider: WebsocketProvider
  readonly #sentAt: number[] = []
  #acknowledged = 0
  #isTyping = true

  constructor(url: string, person: Person, claimId: string, clientId: number) {
    this.#doc.clientID = clientId
    const note = (data: Uint8Array) => {
      if (data[0] === messageType.sync && data[1] !== 0) this.#sentAt.push(performance.now())
    }
    this.#provider = new WebsocketProvider(`${url}/rooms/claim`, claimId, this.#doc, {
      WebSocketPolyfill: socketOf(person, note) as never,
      disableBc: true,
      params: { client: String(clientId) },
    })
    this.#provider.messageHandlers[messageType.digest] = () => {}
    this.#provider.messageHandlers[messageType.acknowledged] = (_encoder, decoder) => {
      const count = decoding.readVarUint(decoder)
      const now = performance.now()
      for (const at of this.#sentAt.slice(this.#acknowledged, count)) this.waits.push(now - at)
      this.#acknowledged = count
    }
  }

  async join(): Promise<void> {
    await until(() => this.#provider.synced, 'a typist is in')
  }

  /** Types five letters a second, as fast people do, until told to stop. */
  async type(): Promise<void> {
    const notes = this.#doc.getText('notes')
    while (this.#isTyping) {
      notes.insert(notes.length, notes.length % 6 === 5 ? ' ' : 'a')
      await aWhile(120 + Math.random() * 160)
    }
  }

  async end(): Promise<void> {
    this.#isTyping = false
    await until(() => this.#acknowledged === this.#sentAt.length, 'all is acknowledged')
    this.#provider.destroy()
    this.#doc.destroy()
  }
}
