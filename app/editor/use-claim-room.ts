import { useCallback, useEffect, useRef, useState } from 'react'
import { usePageState } from '../http/page-state.ts'
import type { SavedState } from '../components/realtime/saved-state.ts'
import type { ClaimRoom, Ending, RoomListener } from './claim-room.ts'

export type RoomState =
  | { readonly phase: 'opening' | 'unreachable' }
  | { readonly phase: 'open'; readonly room: ClaimRoom }
  | { readonly phase: 'ended'; readonly room: ClaimRoom; readonly ending: Ending }

/**
 * The live document of a claim for as long as the page shows it; `restart` makes a new one. `last` is why the document
 * before this one ended, when nothing was lost with it.
 */
export function useClaimRoom(claimId: string, onSavedState: (state: SavedState) => void) {
  const [state, setState] = useState<RoomState>({ phase: 'opening' })
  const [last, setLast] = useState<number | null>(null)
  const [turn, setTurn] = useState(0)
  const { signedOut } = usePageState()
  const tell = useRef(onSavedState)
  useEffect(() => {
    tell.current = onSavedState
  })
  useEffect(() => {
    let leave: (() => void) | null = null
    let gone = false
    setState({ phase: 'opening' })
    const show = (room: ClaimRoom) => {
      const listener: RoomListener = {
        onState: (saved) => tell.current(saved),
        onEnd(ending) {
          if (ending.unsaved) return setState({ phase: 'ended', room, ending })
          setLast(ending.code)
          room.discard()
          setTurn((count) => count + 1)
        },
      }
      leave = () => room.detach(listener)
      room.attach(listener)
      if (room.hasEnded) return
      const open = () => !gone && setState({ phase: 'open', room })
      if (room.provider.synced || room.isUnsaved) open()
      else room.provider.once('sync', open)
    }
    // Loaded here, so that pages without a live text do not carry the editor.
    void import('./open-rooms.ts')
      .then(({ enterClaim }) => enterClaim(claimId))
      .then((room) => {
        if (gone) room.detach(null)
        else show(room)
      })
      .catch(() => {
        if (gone) return
        tell.current({ kind: 'reconnecting', unsaved: 0 })
        setState({ phase: 'unreachable' })
      })
    return () => {
      gone = true
      leave?.()
    }
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a further turn opens a new document
  }, [claimId, turn])
  const restart = useCallback(() => {
    if (state.phase === 'ended') state.room.discard()
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
