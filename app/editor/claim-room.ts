import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { digestOf } from '#server/realtime/digest.ts'
import { closeCode, messageType, textNames, type TextName } from '#server/realtime/protocol.ts'
import type { SavedState } from '../components/realtime/saved-state.ts'
import { madeForParams, noteSignedOut } from '../http/made-for.ts'
import { changePageState, onPageState, pageState } from '../http/page-state.ts'
import { countFrames } from './counted-frames.ts'
import { followNetwork } from './network.ts'
import { emptyLedger, note, savedState, type LedgerNews } from './unsaved.ts'

export type Texts = Readonly<Record<TextName, string>>

/** Why a document ended. */
export interface Ending {
  readonly code: number
  readonly texts: Texts
  /** Whether something in `texts` was not saved. */
  readonly unsaved: boolean
}

/** Whoever shows a room. */
export interface RoomListener {
  onState(state: SavedState): void
  onEnd(ending: Ending): void
}

/** Whoever holds the rooms of a page. */
export interface RoomKeeper {
  /** What waits in the room may have changed. */
  onChange(): void
  /** Nothing waits in the room any more and nobody shows it. */
  onLeave(): void
}

/** A frame larger than the server reads; the protocol's own code, and no use to try again. */
const tooBig = 1009

const textsOf = (doc: Y.Doc): Texts =>
  Object.fromEntries(textNames.map((name) => [name, doc.getText(name).toString()])) as unknown as Texts

/**
 * One live document of one claim: one `Y.Doc` under one client id that the server allocated to this person. What is
 * typed in it waits until it is durable, whether a page shows it or not: through outages, and until the same person
 * has signed in again. It ends when the server will not take it any more.
 */
export class ClaimRoom {
  readonly doc = new Y.Doc()
  readonly provider: WebsocketProvider
  readonly readOnly: boolean
  readonly claimId: string
  readonly #clientId: number | null
  readonly #keeper: RoomKeeper
  readonly #stops: (() => void)[] = []
  #ledger = emptyLedger
  #ending: Ending | null = null
  #listener: RoomListener | null = null

  /** `clientId` is null for a reader. */
  constructor(claimId: string, clientId: number | null, keeper: RoomKeeper) {
    this.claimId = claimId
    this.#clientId = clientId
    this.#keeper = keeper
    this.readOnly = clientId === null
    for (const name of textNames) this.doc.getText(name)
    if (clientId !== null) this.doc.clientID = clientId
    const server = `${location.origin.replace(/^http/u, 'ws')}/rooms/claim`
    this.provider = new WebsocketProvider(server, claimId, this.doc, {
      connect: false,
      disableBc: true,
      params: { ...madeForParams(), ...(clientId !== null && { client: String(clientId) }) },
      // Everyone would come back in lock-step after a restart.
      maxBackoffTime: 1_500 + Math.random() * 1_500,
    })
    this.#listen()
    this.provider.connect()
  }

  get isUnsaved(): boolean {
    return this.#ledger.pending > 0
  }

  get hasEnded(): boolean {
    return this.#ending !== null
  }

  /** Shows the room: tells what is so now, and what becomes of it. */
  attach(listener: RoomListener): void {
    this.#listener = listener
    listener.onState(savedState(this.#ledger, this.readOnly))
    if (this.#ending) listener.onEnd(this.#ending)
  }

  /** Stops showing the room; it goes once nothing that was typed waits in it. */
  detach(listener: RoomListener | null): void {
    if (this.#listener === listener) this.#listener = null
    // Another part of the page may show it in the same moment.
    setTimeout(() => this.#leaveIfSettled(), 0)
  }

  /** Forgets the room with all that waits in it. */
  discard(): void {
    for (const stop of this.#stops) stop()
    this.provider.destroy()
    this.doc.destroy()
    this.#keeper.onLeave()
  }

  #leaveIfSettled(): void {
    if (this.#listener === null && !this.isUnsaved) this.discard()
  }

  #hear(news: LedgerNews): void {
    this.#ledger = note(this.#ledger, news)
    this.#listener?.onState(savedState(this.#ledger, this.readOnly))
    this.#keeper.onChange()
    if (news.type === 'acknowledged') this.#leaveIfSettled()
  }

  #end(code: number): void {
    if (this.#ending) return
    this.#hear({ type: 'ended' })
    this.provider.disconnect()
    this.#ending = { code, texts: textsOf(this.doc), unsaved: this.isUnsaved }
    if (this.#listener) this.#listener.onEnd(this.#ending)
    else if (this.isUnsaved) changePageState({ stranded: [...new Set([...pageState().stranded, this.claimId])] })
    else this.discard()
  }

  #listen(): void {
    const { provider, doc } = this
    provider.messageHandlers[messageType.acknowledged] = (_encoder, decoder) => {
      this.#hear({ type: 'acknowledged', frames: decoding.readVarUint(decoder) })
    }
    provider.messageHandlers[messageType.digest] = (_encoder, decoder) => {
      this.#compare(decoding.readVarUint8Array(decoder))
    }
    provider.on('status', ({ status }) => {
      if (status === 'connected') this.#hear({ type: 'opened' })
      else if (status === 'disconnected') this.#hear({ type: 'lost' })
      else countFrames(provider, () => this.#hear({ type: 'sent' }))
    })
    provider.on('sync', (synced) => synced && this.#hear({ type: 'synced' }))
    provider.on('connection-close', (event) => event && this.#closed(event.code))
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (this.#clientId !== null && doc.clientID !== this.#clientId) this.#end(closeCode.unknownClient)
      else if (origin !== provider) this.#hear({ type: 'changed' })
    })
    this.#stops.push(
      followNetwork(provider),
      onPageState(() => this.#signedInAgain()),
    )
  }

  #closed(code: number): void {
    if (code === closeCode.signedOut || code === closeCode.somebodyElse) {
      this.#hear({ type: 'signed-out' })
      noteSignedOut()
    } else if ((code >= 4400 && code < 4500) || code === tooBig) this.#end(code)
  }

  #signedInAgain(): void {
    if (this.#ledger.phase !== 'signed-out' || pageState().signedOut) return
    this.#hear({ type: 'opened' })
    this.provider.connect()
  }

  /** What the server has was sent on this same socket before: with nothing of our own on the way, it is what we have. */
  #compare(digest: Uint8Array): void {
    if (this.#ledger.phase !== 'joined' || this.isUnsaved) return
    const own = digestOf(textsOf(this.doc))
    if (own.some((byte, index) => byte !== digest[index])) this.#end(closeCode.diverged)
  }
}
