import { useCallback, useEffect, useRef, useState } from 'react'
import type { SavedState } from '../components/realtime/saved-state.ts'
import type { ClaimRoom, Ending } from './claim-room.ts'

export type RoomState =
  | { readonly phase: 'opening' | 'unreachable' }
  | { readonly phase: 'open'; readonly room: ClaimRoom }
  | { readonly phase: 'ended'; readonly ending: Ending }

/** The live document of a claim for as long as the page shows it; `restart` makes a new one. */
export function useClaimRoom(claimId: string, onSavedState: (state: SavedState) => void) {
  const [state, setState] = useState<RoomState>({ phase: 'opening' })
  const [turn, setTurn] = useState(0)
  const tell = useRef(onSavedState)
  useEffect(() => {
    tell.current = onSavedState
  })
  useEffect(() => {
    let room: ClaimRoom | null = null
    let gone = false
    setState({ phase: 'opening' })
    // Loaded here, so that pages without a live text do not carry the editor.
    void import('./claim-room.ts')
      .then(({ openClaimRoom }) =>
        openClaimRoom({
          claimId,
          onState: (saved) => !gone && tell.current(saved),
          onEnd: (ending) => !gone && setState({ phase: 'ended', ending }),
        }),
      )
      .then((opened) => {
        room = opened
        if (gone) opened.close()
        else opened.provider.once('sync', () => !gone && setState({ phase: 'open', room: opened }))
      })
      .catch(() => {
        if (gone) return
        tell.current({ kind: 'reconnecting', unsaved: 0 })
        setState({ phase: 'unreachable' })
      })
    return () => {
      gone = true
      room?.close()
    }
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a further turn opens a new document
  }, [claimId, turn])
  const restart = useCallback(() => setTurn((count) => count + 1), [])
  return { state, restart }
}
