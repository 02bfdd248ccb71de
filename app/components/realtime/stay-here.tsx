import { useEffect, useState } from 'react'
import { useBlocker, useLocation, type BlockerFunction } from '@remix-run/react'
import { pageState, usePageState } from '#app/http/page-state.ts'
import { serverAnswers } from '#app/http/server-answers.ts'
import { realtimeMessages } from './messages.ts'

/** Leaving for another page, while that page might not come: then what is on this one would be gone from sight. */
const isRisky: BlockerFunction = ({ currentLocation, nextLocation }) => {
  const { unsaved, unsavedAt, stale } = pageState()
  if (currentLocation.pathname === nextLocation.pathname) return false
  // The page with the words is kept, whether the server answers or not.
  if (unsavedAt?.split('?')[0] === nextLocation.pathname) return false
  return unsaved || stale || !navigator.onLine
}

/** Follows a link only once the server answers, while words wait here or it did not answer before; else says so. */
export function StayHere() {
  const blocker = useBlocker(isRisky)
  const { key } = useLocation()
  const { unsaved, stale } = usePageState()
  const [stayedAt, setStayedAt] = useState<string | null>(null)
  useEffect(() => {
    if (blocker.state !== 'blocked') return undefined
    let gone = false
    void serverAnswers().then((answers) => {
      if (gone) return
      setStayedAt(answers ? null : key)
      if (answers) blocker.proceed()
      else blocker.reset()
    })
    return () => {
      gone = true
    }
  }, [blocker, key])
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
