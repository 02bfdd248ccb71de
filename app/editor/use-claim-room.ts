import { useCallback, useEffect, useRef, useState } from 'react'
import { usePageState } from '../http/page-state.ts'
import type { ClaimPlace, SavedState } from '../components/realtime/saved-state.ts'
import type { ClaimRoom, RoomListener } from './claim-room.ts'

export type RoomState =
  | { readonly phase: 'opening' | 'unreachable' }
  | { readonly phase: 'open' | 'ended'; readonly room: ClaimRoom }

interface Options {
  readonly claim: ClaimPlace
  readonly onSavedState: (state: SavedState) => void
}

/**
 * The live document of a claim for as long as the page shows it; `restart` makes a new one. `last` is why the document
 * before this one ended, when nothing was lost with it.
 */
export function useClaimRoom({ claim, onSavedState }: Options) {
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
          setLast(code)
          setTurn((count) => count + 1)
        },
      }
      leave = () => room.detach(listener)
      room.attach(listener)
      if (room.endedWith !== null) return
      const open = () => !gone && setState({ phase: 'open', room })
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
  const isStuck = state.phase === 'unreachable'
  useEffect(() => {
    if (isStuck && !signedOut) return retryWhenBack(restart)
    return undefined
  }, [isStuck, signedOut, restart])
  return { state, last, restart }
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
