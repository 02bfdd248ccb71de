import { useEffect } from 'react'
import { useRevalidator } from '@remix-run/react'
import { usePageState } from './page-state.ts'

/** In ms: longer than the browser puts off showing that a load has begun. */
const byTheClock = 6_000

/** Loads a page's data again every few seconds for as long as loading fails, and soon once the server is heard again. */
export function useRetryWhileStale(isHeard = false): void {
  const { stale } = usePageState()
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!stale || state !== 'idle') return undefined
    // Everyone would come back in lock-step after an outage.
    const timer = setTimeout(revalidate, (isHeard ? 200 : 2_000) + Math.random() * (isHeard ? 300 : 1_000))
    // A load that begins and fails between two renderings changes nothing here, and none would follow it.
    const clock = setInterval(revalidate, byTheClock)
    return () => {
      clearTimeout(timer)
      clearInterval(clock)
    }
  }, [stale, state, revalidate, isHeard])
}
