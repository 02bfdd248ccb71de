import { useEffect } from 'react'
import { useRevalidator } from '@remix-run/react'
import type { ReviewView } from '#server/review/review-view.ts'
import { untilSeen } from '#server/review/until-seen.ts'

/** A timer that is set for longer than this ends at once. */
const longest = 2 ** 31 - 1

/** Looks at a page again when readers begin to see something that it shows; nobody does anything then that would tell. */
export function useSeenInTime(view: ReviewView): void {
  const { revalidate } = useRevalidator()
  useEffect(() => {
    const wait = untilSeen(view)
    if (wait === null) return undefined
    const timer = setTimeout(revalidate, Math.min(wait, longest))
    return () => clearTimeout(timer)
  }, [view, revalidate])
}
