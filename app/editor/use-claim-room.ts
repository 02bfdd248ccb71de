import { useCallback, useEffect, useRef, useState } from 'react'
import { closeCode } from '#server/realtime/protocol.ts'
import { usePageState } from '../http/page-state.ts'
import type { ClaimPlace, SavedState } from '../components/realtime/saved-state.ts'
import type { ClaimRoom, RoomListener } from './claim-room.ts'

export type RoomState =
  | { readonly phase: 'opening' | 'unreachable' }
  | { readonly phase: 'open' | 'ended'; readonly room: ClaimRoom }

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
  const [state, setState] = useState<RoomState>({ phase: 'opening' })
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
    setState({ phase: 'opening' })
    const show = (room: ClaimRoom) => {
      const listener: RoomListener = {
        onState: (saved) => latest.current.tell(saved),
        onEnd(code) {
          if (room.isUnsaved) return setState({ phase: 'ended', room })
          // Who is judged anew has lost nothing yet, and may have won.
          setLast(code === closeCode.judgedAnew ? null : code)
          setTurn((count) => count + 1)
        },
      }
      leave = () => room.detach(listener)
      room.attach(listener)
      if (room.endedWith !== null) return
      const open = () => {
        if (gone) return
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
        if (gone) return
        latest.current.tell({ kind: 'reconnecting', unsaved: 0 })
        setState({ phase: 'unreachable' })
      })
    return () => {
      gone = true
      leave?.()
    }
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a further turn opens a new document
  }, [claim.claimId, turn])
  const restart = useCallback(() => {
    if ('room' in state) state.room.discard()
    setLast(null)
    setTurn((count) => count + 1)
  }, [state])
  useRegainedRight(readOnly, state, restart)
  const isStuck = state.phase === 'unreachable'
  useEffect(() => {
    if (isStuck && !signedOut) return retryWhenBack(restart)
    return undefined
  }, [isStuck, signedOut, restart])
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
    if (state.room.readOnly) restart()
  }, [readOnly, state, restart])
}

/** Tries again when the network, or the person, has come back. */
function retryWhenBack(retry: () => void): () => void {
  const timer = setTimeout(retry, 3_000)
  window.addEventListener('online', retry)
  return () => {
    clearTimeout(timer)
    window.removeEventListener('online', retry)
  }
}
