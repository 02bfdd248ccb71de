import { useEffect } from 'react'
import { useRevalidator } from '@remix-run/react'
import { usePageState } from './page-state.ts'

/** Loads a page's data again every few seconds for as long as loading fails, and soon once the server is heard again. */
export function useRetryWhileStale(isHeard = false): void {
  const { stale } = usePageState()
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!stale || state !== 'idle') return undefined
    // Everyone would come back in lock-step after an outage.
    const timer = setTimeout(revalidate, (isHeard ? 200 : 2_000) + Math.random() * (isHeard ? 300 : 1_000))
    return () => clearTimeout(timer)
  }, [stale, state, revalidate, isHeard])
}
