import { useCallback, useEffect, useRef, useState } from 'react'
import {
  NavigationType,
  createPath,
  useBlocker,
  useLocation,
  useNavigate,
  type BlockerFunction,
} from '@remix-run/react'
import { pageState, usePageState } from '#app/http/page-state.ts'
import { serverAnswers } from '#app/http/server-answers.ts'
import { realtimeMessages } from './messages.ts'

type Move = Parameters<BlockerFunction>[0]

const isInPlace = ({ currentLocation, nextLocation }: Move) => currentLocation.pathname === nextLocation.pathname

/** Leaving for another page, while that page might not come: then what is on this one would be gone from sight. */
function isRisky(move: Move): boolean {
  const { unsaved, unsavedAt, stale } = pageState()
  if (isInPlace(move)) return false
  // The page with the words is kept, whether the server answers or not.
  if (unsavedAt?.split('?')[0] === move.nextLocation.pathname) return false
  return unsaved || stale || !navigator.onLine
}

/** Follows a link only once the server answers, while words wait here or it did not answer before; else says so. */
export function StayHere() {
  const { pathname } = useLocation()
  const { unsaved, stale } = usePageState()
  const [stayedAt, setStayedAt] = useState<string | null>(null)
  useHeldLinks(useCallback((move, stays) => setStayedAt(stays ? move.currentLocation.pathname : null), []))
  const isOver = !unsaved && !stale
  useEffect(() => {
    if (isOver) setStayedAt(null)
  }, [isOver])
  if (stayedAt !== pathname) return null
  return (
    <div className="page-notice" role="alert">
      <p>{unsaved ? realtimeMessages.stayedWithWords : realtimeMessages.stayed}</p>
    </div>
  )
}

/**
 * Holds the newest link that is risky to follow until it is known whether the server answers, and follows it then: the
 * router forgets what it holds itself at the end of any load. Forms are sent to their own page, and never held.
 */
function useHeldLinks(tell: (move: Move, stays: boolean) => void): void {
  const navigate = useNavigate()
  const held = useRef<Move | null>(null)
  const released = useRef<string | null>(null)
  const hold = useCallback<BlockerFunction>(
    (move) => {
      const { nextLocation, historyAction } = move
      const path = createPath(nextLocation)
      // A page that plays goes from moment to moment by itself.
      if (isInPlace(move) && historyAction === NavigationType.Replace) return false
      const isReleased = released.current === path
      released.current = null
      held.current = null
      const isByButton = historyAction === NavigationType.Pop
      if (isReleased || !isRisky(move) || (isByButton && placeInHistory() === undefined)) return false
      held.current = move
      void Promise.all([serverAnswers(), isByButton ? placesBackThere() : null]).then(([answers, places]) => {
        if (held.current !== move) return
        held.current = null
        const stays = !answers && isRisky(move)
        tell(move, stays)
        if (stays) return
        released.current = path
        if (places === null) navigate(nextLocation, { replace: historyAction === NavigationType.Replace })
        else navigate(places)
      })
      return true
    },
    [navigate, tell],
  )
  useBlocker(hold)
}

/** The number that the router gave to the page's place among those that the browser's own buttons lead to. */
const placeInHistory = () => (history.state as { idx?: number } | null)?.idx

/** From where the router brings the page back to: how many places away the browser's button had led. */
const placesBackThere = (there = placeInHistory() ?? 0) =>
  new Promise<number>((resolve) => {
    window.addEventListener('popstate', () => resolve(there - (placeInHistory() ?? there)), { once: true })
  })
