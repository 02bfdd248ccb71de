import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { digestOf } from '#server/realtime/digest.ts'
import { closeCode, messageType, textNames } from '#server/realtime/protocol.ts'
import type { ClaimPlace, SavedState, Texts } from '../components/realtime/saved-state.ts'
import { lookWho, madeForParams, noteSignedOut } from '../http/made-for.ts'
import { onPageState, pageState } from '../http/page-state.ts'
import { countFrames } from './counted-frames.ts'
import { giveUpLateHandshakes } from './handshake.ts'
import { followNetwork } from './network.ts'
import { tellOwnPresence } from './own-presence.ts'
import { answerQuestions, Questions } from './questions.ts'
import { emptyLedger, note, savedState, type LedgerNews } from './unsaved.ts'

/** Whoever shows a room. */
export interface RoomListener {
  onState(state: SavedState): void
  /** The room ended, and why. */
  onEnd(code: number): void
}

/** Whoever holds the rooms of a page. */
export interface RoomKeeper {
  /** What waits in the room, or whether it is shown, may have changed. */
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
  readonly claim: ClaimPlace
  readonly #clientId: number | null
  readonly #keeper: RoomKeeper
  readonly #stops: (() => void)[] = []
  readonly #questions = new Questions()
  #ledger = emptyLedger
  #endedWith: number | null = null
  #listener: RoomListener | null = null

  /** `clientId` is null for a reader. */
  constructor(claim: ClaimPlace, clientId: number | null, keeper: RoomKeeper) {
    this.claim = claim
    this.#clientId = clientId
    this.#keeper = keeper
    this.readOnly = clientId === null
    for (const name of textNames) this.doc.getText(name)
    if (clientId !== null) this.doc.clientID = clientId
    const server = `${location.origin.replace(/^http/u, 'ws')}/rooms/claim`
    this.provider = new WebsocketProvider(server, claim.claimId, this.doc, {
      connect: false,
      disableBc: true,
      params: { ...madeForParams(), ...(clientId !== null && { client: String(clientId) }) },
      // Everyone would come back in lock-step after a restart.
      maxBackoffTime: 1_500 + Math.random() * 1_500,
    })
    tellOwnPresence(this.provider)
    this.#listen()
    this.provider.connect()
  }

  get isUnsaved(): boolean {
    return this.#ledger.pending > 0
  }

  get saved(): SavedState {
    return savedState(this.#ledger, this.readOnly)
  }

  get texts(): Texts {
    return textsOf(this.doc)
  }

  /** The code that the room ended with; null while it lives. */
  get endedWith(): number | null {
    return this.#endedWith
  }

  /** Whether its texts are on the screen. */
  get isShown(): boolean {
    return this.#listener !== null
  }

  /** Asks once whether all that was typed until now is durable: true as soon as it is, false if it cannot be saved. */
  ask(answer: (isSaved: boolean) => void): void {
    const ask = () => this.#questions.ask(this.#ledger, answer)
    // An editor hands on what was composed with the next frame of the screen; out of sight there is none.
    if (this.isShown && document.visibilityState === 'visible') requestAnimationFrame(ask)
    else ask()
  }

  /** Shows the room: tells what is so now, and what becomes of it. */
  attach(listener: RoomListener): void {
    this.#listener = listener
    listener.onState(this.saved)
    this.#keeper.onChange()
    if (this.#endedWith !== null) listener.onEnd(this.#endedWith)
  }

  /** Stops showing the room; it goes once nothing that was typed waits in it. */
  detach(listener: RoomListener | null): void {
    if (this.#listener === listener) this.#listener = null
    this.#keeper.onChange()
    if (this.#endedWith !== null) this.#leaveIfSettled()
    // Another part of the page may show it in the same moment.
    else setTimeout(() => this.#leaveIfSettled(), 0)
  }

  /** Forgets the room with all that waits in it. */
  discard(): void {
    for (const stop of this.#stops) stop()
    this.#listener = null
    // Whatever waited is no longer wanted.
    this.#questions.look({ ...this.#ledger, pending: 0 })
    this.#keeper.onLeave()
    this.provider.destroy()
    this.doc.destroy()
  }

  #leaveIfSettled(): void {
    if (this.#listener === null && !this.isUnsaved) this.discard()
  }

  #hear(news: LedgerNews): void {
    this.#ledger = note(this.#ledger, news)
    this.#questions.look(this.#ledger)
    this.#listener?.onState(this.saved)
    this.#keeper.onChange()
    if (news.type === 'acknowledged') this.#leaveIfSettled()
  }

  #end(code: number): void {
    if (this.#endedWith !== null) return
    this.#endedWith = code
    this.#hear({ type: 'ended' })
    this.provider.disconnect()
    if (this.#listener) this.#listener.onEnd(code)
    else this.#leaveIfSettled()
  }

  #listen(): void {
    const { provider, doc } = this
    provider.messageHandlers[messageType.acknowledged] = (_encoder, decoder) => {
      this.#hear({ type: 'acknowledged', frames: decoding.readVarUint(decoder) })
    }
    provider.messageHandlers[messageType.digest] = (_encoder, decoder) => {
      this.#compare(decoding.readVarUint8Array(decoder))
    }
    answerQuestions(provider, (_claimId, answer) => this.ask(answer))
    provider.on('status', ({ status }) => {
      if (status === 'connected') this.#hear({ type: 'opened' })
      else if (status === 'connecting') countFrames(provider, () => this.#hear({ type: 'sent' }))
    })
    provider.on('sync', (synced) => synced && this.#hear({ type: 'synced' }))
    // Also a socket that never opened: the provider calls only one that was open "disconnected".
    provider.on('connection-close', (event) => this.#closed(event?.code ?? null))
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (this.#clientId !== null && doc.clientID !== this.#clientId) this.#end(closeCode.unknownClient)
      else if (origin !== provider) this.#hear({ type: 'changed' })
    })
    this.#stops.push(
      followNetwork(provider),
      giveUpLateHandshakes(provider),
      onPageState(() => (pageState().instead === null ? this.#signedInAgain() : this.#hold())),
    )
  }

  /** The socket is gone; without a code it was this page that closed it. */
  #closed(code: number | null): void {
    if (code === closeCode.signedOut || code === closeCode.somebodyElse) {
      // First of all: a room that believes somebody is signed in would connect again at once.
      noteSignedOut()
      this.#hear({ type: 'signed-out' })
      return
    }
    this.#hear({ type: 'lost' })
    if (code === null) return
    // Words that came just too late were refused: because of another role, or because their writer was removed.
    if (code === closeCode.forbidden) void lookWho()
    if ((code >= 4400 && code < 4500) || code === tooBig || this.#mayWriteNow(code)) this.#end(code)
  }

  /** A reader's socket asks for no right to write: who is judged anew asks for one with a new document. */
  #mayWriteNow(code: number): boolean {
    return this.readOnly && code === closeCode.judgedAnew
  }

  /** Somebody else sits at this browser, or works in another team: what they type is not to go out from here. */
  #hold(): void {
    if (this.#ledger.phase === 'signed-out' || this.#ledger.phase === 'ended') return
    this.#hear({ type: 'signed-out' })
    this.provider.disconnect()
  }

  #signedInAgain(): void {
    if (this.#ledger.phase !== 'signed-out' || pageState().signedOut) return
    this.#hear({ type: 'renewed' })
    this.provider.connect()
  }

  /** What the server has was sent on this same socket before: with nothing of our own on the way, it is what we have. */
  #compare(digest: Uint8Array): void {
    if (this.#ledger.phase !== 'joined' || this.isUnsaved) return
    const own = digestOf(textsOf(this.doc))
    if (own.some((byte, index) => byte !== digest[index])) this.#end(closeCode.diverged)
  }
}
