import { useCallback, useEffect, useRef, useState } from 'react'
import { closeCode } from '#server/realtime/protocol.ts'
import { usePageState } from '../http/page-state.ts'
import type { ClaimPlace, SavedState } from '../components/realtime/saved-state.ts'
import type { ClaimRoom, RoomListener } from './claim-room.ts'

/**
 * Where a page is with its live document: `late` has waited for longer than people should wait without a word,
 * `failed` could not even enter a room and tries again in a moment; both are said. `room` is null until one is entered.
 */
export interface RoomState {
  readonly phase: 'opening' | 'late' | 'failed' | 'open' | 'ended'
  readonly room: ClaimRoom | null
}

const patience = 4_000
const pause = 3_000

interface Options {
  readonly claim: ClaimPlace
  /** Whether the page says that its person may not write in this claim. */
  readonly readOnly: boolean
  readonly onSavedState: (state: SavedState) => void
}

/**
 * The live document of a claim for as long as the page shows it; `restart` makes a new one. `last` is why the document
 * before this one ended, when nothing was lost with it.
 */
export function useClaimRoom({ claim, readOnly, onSavedState }: Options) {
  const [state, setState] = useState<RoomState>({ phase: 'opening', room: null })
  const [last, setLast] = useState<number | null>(null)
  const [turn, setTurn] = useState(0)
  const { signedOut } = usePageState()
  const latest = useRef({ claim, tell: onSavedState })
  useEffect(() => {
    latest.current = { claim, tell: onSavedState }
  })
  useEffect(() => {
    let leave: (() => void) | null = null
    let gone = false
    // What was said of a document that cannot be opened stays through the next attempt: it is no news.
    setState(({ phase }) => ({ phase: phase === 'late' || phase === 'failed' ? 'late' : 'opening', room: null }))
    const reconnecting = (phase: 'late' | 'failed') => {
      latest.current.tell({ kind: 'reconnecting', unsaved: 0 })
      setState(({ room }) => ({ phase, room }))
    }
    const waiting = setTimeout(() => reconnecting('late'), patience)
    const show = (room: ClaimRoom) => {
      const listener: RoomListener = {
        onState: (saved) => latest.current.tell(saved),
        onEnd(code) {
          clearTimeout(waiting)
          if (room.isUnsaved) return setState({ phase: 'ended', room })
          // Who is judged anew has lost nothing yet, and may have won.
          setLast(code === closeCode.judgedAnew ? null : code)
          setTurn((count) => count + 1)
        },
      }
      leave = () => room.detach(listener)
      room.attach(listener)
      if (room.endedWith !== null) return
      setState(({ phase }) => ({ phase, room }))
      const open = () => {
        if (gone) return
        clearTimeout(waiting)
        setState({ phase: 'open', room })
        if (!room.readOnly) setLast((code) => (isLossOfRight(code) ? null : code))
      }
      if (room.provider.synced || room.isUnsaved) open()
      else room.provider.once('sync', open)
    }
    // Loaded here, so that pages without a live text do not carry the editor.
    void import('./open-rooms.ts')
      .then(({ enterClaim }) => enterClaim(latest.current.claim))
      .then((room) => {
        if (gone) room.detach(null)
        else show(room)
      })
      .catch(() => {
        clearTimeout(waiting)
        if (!gone) reconnecting('failed')
      })
    return () => {
      gone = true
      clearTimeout(waiting)
      leave?.()
    }
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a further turn opens a new document
  }, [claim.claimId, turn])
  const restart = useCallback(() => {
    state.room?.discard()
    setLast(null)
    setTurn((count) => count + 1)
  }, [state])
  useRegainedRight(readOnly, state, restart)
  const hasFailed = state.phase === 'failed'
  useEffect(() => {
    if (hasFailed && !signedOut) return retryWhenBack(restart)
    return undefined
  }, [hasFailed, signedOut, restart])
  return { state, last, restart }
}

const isLossOfRight = (code: number | null) => code === closeCode.forbidden || code === closeCode.closedForWriting

/** Leaves a reader's room for a writer's once the page says that its person may write after all. */
function useRegainedRight(readOnly: boolean, state: RoomState, restart: () => void): void {
  // The page's word may be older than the room: only a change of it counts.
  const wasReadOnly = useRef(readOnly)
  useEffect(() => {
    if (readOnly) wasReadOnly.current = true
    if (readOnly || !wasReadOnly.current || state.phase !== 'open') return
    wasReadOnly.current = false
    if (state.room?.readOnly) restart()
  }, [readOnly, state, restart])
}

/** Tries again when the network, or the person, has come back. */
function retryWhenBack(retry: () => void): () => void {
  const timer = setTimeout(retry, pause)
  window.addEventListener('online', retry)
  return () => {
    clearTimeout(timer)
    window.removeEventListener('online', retry)
  }
}
