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

/** Leaving for another page, while that page might not come: then what is on this one would be gone from sight. */
function isRisky({ currentLocation, nextLocation }: Move): boolean {
  const { unsaved, unsavedAt, stale } = pageState()
  if (currentLocation.pathname === nextLocation.pathname) return false
  // The page with the words is kept, whether the server answers or not.
  if (unsavedAt?.split('?')[0] === nextLocation.pathname) return false
  return unsaved || stale || !navigator.onLine
}

/** Follows a link only once the server answers, while words wait here or it did not answer before; else says so. */
export function StayHere() {
  const { key } = useLocation()
  const { unsaved, stale } = usePageState()
  const [stayedAt, setStayedAt] = useState<string | null>(null)
  useHeldLinks(useCallback((move, stays) => setStayedAt(stays ? move.currentLocation.key : null), []))
  const isOver = !unsaved && !stale
  useEffect(() => {
    if (isOver) setStayedAt(null)
  }, [isOver])
  if (stayedAt !== key) return null
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
      const isReleased = released.current === path
      released.current = null
      held.current = null
      const isByButton = historyAction === NavigationType.Pop
      const there = isByButton ? placeInHistory() : null
      // To a place without a number the router goes, whatever is said here.
      if (isReleased || !isRisky(move) || (isByButton && there === null)) return false
      held.current = move
      void Promise.all([serverAnswers(), there === null ? null : placesBackTo(there)]).then(([answers, places]) => {
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
  const { key } = useLocation()
  useEffect(
    () => () => {
      // What led away from a place is over once the page is elsewhere.
      if (held.current?.currentLocation.key === key) held.current = null
    },
    [key],
  )
}

/** The number that the router gave to the page's place among those that the browser's own buttons lead to, if it did. */
const placeInHistory = () => (history.state as { idx?: number | null } | null)?.idx ?? null

/** How many places away it is to where a button had led, once the router is back from there; null where that is unknown. */
const placesBackTo = (there: number) =>
  new Promise<number | null>((resolve) => {
    const tell = () => {
      const here = placeInHistory()
      resolve(here === null || here === there ? null : there - here)
    }
    window.addEventListener('popstate', tell, { once: true })
  })
