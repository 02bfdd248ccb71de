import { useEffect, useState } from 'react'
import { usePageState } from '#app/http/page-state.ts'
import { realtimeMessages } from './messages.ts'

const patience = 2_000

/** Says that what others did meanwhile is not shown, once that lasts; a sign-in that has ended says so itself. */
export function StaleNotice() {
  const { stale, signedOut } = usePageState()
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!stale) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), patience)
    return () => clearTimeout(timer)
  }, [stale])
  if (!lasts || signedOut) return null
  return (
    <div className="page-notice" role="status">
      <p>{realtimeMessages.stale}</p>
    </div>
  )
}
