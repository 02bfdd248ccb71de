import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { closeCode, messageType, type LiveEvent, type Presence } from '#server/realtime/protocol.ts'
import { madeForParams, noteSignedOut } from '../http/made-for.ts'
import { onPageState, pageState } from '../http/page-state.ts'
import { giveUpLateHandshakes } from './handshake.ts'
import { followNetwork } from './network.ts'
import { askAbout } from './open-rooms.ts'
import { tellOwnPresence } from './own-presence.ts'
import { answerQuestions } from './questions.ts'
import type { ReportRoomStatus } from './use-report-room.ts'

export interface ReportRoomOptions {
  readonly reportId: string
  /** The newest seq that the page has seen; asked again at each connection. */
  after(): number
  onEvent(event: LiveEvent): void
  onStatus(status: ReportRoomStatus): void
  onHere(here: readonly Presence[]): void
}

export interface ReportRoom {
  setClaim(claimId: string | null): void
  close(): void
}

/** Joins a report's room: presence and live events, no content. */
export function openReportRoom({ reportId, after, onEvent, onStatus, onHere }: ReportRoomOptions): ReportRoom {
  const doc = new Y.Doc()
  const params = madeForParams()
  Object.defineProperty(params, 'after', { enumerable: true, get: () => String(after()) })
  const server = `${location.origin.replace(/^http/u, 'ws')}/rooms/report`
  const provider = new WebsocketProvider(server, reportId, doc, {
    connect: false,
    disableBc: true,
    params,
    maxBackoffTime: 1_500 + Math.random() * 1_500,
  })
  tellOwnPresence(provider)
  provider.messageHandlers[messageType.event] = (_encoder, decoder) => {
    onEvent(JSON.parse(decoding.readVarString(decoder)) as LiveEvent)
  }
  answerQuestions(provider, askAbout)
  provider.on('status', ({ status }) => onStatus(status))
  provider.awareness.on('change', () => {
    const people = new Map<string, Presence>()
    for (const [id, state] of provider.awareness.getStates()) {
      const presence = state as Partial<Presence>
      if (id !== doc.clientID && presence.user)
        people.set(`${presence.user.personId}:${presence.claimId ?? ''}`, presence as Presence)
    }
    onHere([...people.values()])
  })
  provider.awareness.setLocalState({ claimId: null })
  const stops = [followNetwork(provider), giveUpLateHandshakes(provider), comeBackSignedIn(provider)]
  provider.connect()
  return {
    setClaim: (claimId) => provider.awareness.setLocalStateField('claimId', claimId),
    close() {
      for (const stop of stops) stop()
      provider.destroy()
      doc.destroy()
    },
  }
}

/** A room that was left because nobody was signed in is joined again when somebody is. */
function comeBackSignedIn(provider: WebsocketProvider): () => void {
  let left = false
  provider.on('closed', ({ code }) => {
    left = code === closeCode.signedOut || code === closeCode.somebodyElse
    if (left) noteSignedOut()
  })
  return onPageState(() => {
    if (!left || pageState().signedOut) return
    left = false
    provider.connect()
  })
}
