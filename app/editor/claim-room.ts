import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { closeCode, messageType, textNames, type TextName } from '#server/realtime/protocol.ts'
import { paths } from '../paths.ts'
import type { SavedState } from '../components/realtime/saved-state.ts'
import { emptyLedger, note, savedState, type LedgerNews } from './unsaved.ts'

export type Texts = Readonly<Record<TextName, string>>

/** Why a document ended; the page shows the texts to copy and offers to start anew. */
export interface Ending {
  readonly code: number
  readonly texts: Texts
  /** Whether something in `texts` was not saved. */
  readonly unsaved: boolean
}

export interface ClaimRoomOptions {
  readonly claimId: string
  onState(state: SavedState): void
  onEnd(ending: Ending): void
}

/** One live document of one claim: one `Y.Doc` under one client id that the server allocated to this person. */
export interface ClaimRoom {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  readonly readOnly: boolean
  /** Leaves the room once everything typed is durable: at once, or in the background when the server answers. */
  close(): void
}

/**
 * Asks for a client id, then joins the claim's room with it.
 * @throws {Error} when the server does not answer; nothing was joined then.
 */
export async function openClaimRoom(options: ClaimRoomOptions): Promise<ClaimRoom> {
  const allocated = await allocateClient(options.claimId)
  const doc = new Y.Doc()
  for (const name of textNames) doc.getText(name)
  const clientId = 'clientId' in allocated ? allocated.clientId : null
  if (clientId !== null) doc.clientID = clientId
  const server = `${location.origin.replace(/^http/u, 'ws')}/rooms/claim`
  const provider = new WebsocketProvider(server, options.claimId, doc, {
    connect: false,
    disableBc: true,
    params: clientId === null ? {} : { client: String(clientId) },
    // Everyone would come back in lock-step after a restart.
    maxBackoffTime: 1_500 + Math.random() * 1_500,
  })
  const whenSettled = clientId === null ? watchReader(provider, options) : keepLedger(provider, doc, clientId, options)
  provider.connect()
  return {
    doc,
    provider,
    readOnly: clientId === null,
    close: () =>
      whenSettled(() => {
        provider.destroy()
        doc.destroy()
      }),
  }
}

async function allocateClient(claimId: string): Promise<{ clientId: number } | { readOnly: true }> {
  const response = await fetch(paths.claimClient(claimId), { method: 'POST' })
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return (await response.json()) as { clientId: number } | { readOnly: true }
}

const textsOf = (doc: Y.Doc): Texts =>
  Object.fromEntries(textNames.map((name) => [name, doc.getText(name).toString()])) as unknown as Texts

/** Calls back once nothing that was typed waits for the server any more. */
type WhenSettled = (leave: () => void) => void

function watchReader(provider: WebsocketProvider, { onState }: ClaimRoomOptions): WhenSettled {
  provider.on('status', ({ status }) => {
    onState({ kind: status === 'connected' ? 'read-only' : 'reconnecting', unsaved: 0 })
  })
  return (leave) => leave()
}

function keepLedger(provider: WebsocketProvider, doc: Y.Doc, clientId: number, options: ClaimRoomOptions): WhenSettled {
  let ledger = emptyLedger
  let leaving: (() => void) | null = null
  const hear = (news: LedgerNews) => {
    ledger = note(ledger, news)
    options.onState(savedState(ledger))
    if (ledger.pending === 0) leave()
  }
  const leave = () => {
    if (!leaving) return
    const last = leaving
    leaving = null
    stopWarning()
    last()
  }
  const end = (code: number) => {
    if (ledger.phase === 'ended') return
    hear({ type: 'ended' })
    provider.disconnect()
    options.onEnd({ code, texts: textsOf(doc), unsaved: ledger.pending > 0 })
  }
  provider.messageHandlers[messageType.acknowledged] = (_encoder, decoder) => {
    hear({ type: 'acknowledged', frames: decoding.readVarUint(decoder) })
  }
  provider.on('status', ({ status }) => {
    if (status === 'connected') hear({ type: 'opened' })
    else if (status === 'disconnected' && ledger.phase !== 'ended') hear({ type: 'lost' })
    if (status === 'connecting') countFrames(provider, () => hear({ type: 'sent' }))
  })
  provider.on('sync', (synced) => synced && hear({ type: 'synced' }))
  provider.on('connection-close', (event) => {
    if (event && event.code >= 4400 && event.code < 4500) end(event.code)
  })
  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (doc.clientID !== clientId) end(closeCode.unknownClient)
    else if (origin !== provider) hear({ type: 'changed' })
  })
  const stopWarning = warnWhile(() => ledger.pending > 0)
  return (last) => {
    leaving = last
    if (ledger.pending === 0 || ledger.phase === 'ended') leave()
  }
}

const step2 = 1
const update = 2

/**
 * Counts the frames that the server acknowledges, at the one place where they all pass: the socket. An edit typed
 * before the server asked for what it lacks is held back: the answer to that question holds it too, and on its own
 * it would leave a gap.
 */
function countFrames(provider: WebsocketProvider, count: () => void): void {
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

function warnWhile(isUnsaved: () => boolean): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (isUnsaved()) event.preventDefault()
  }
  window.addEventListener('beforeunload', warn)
  return () => window.removeEventListener('beforeunload', warn)
}
