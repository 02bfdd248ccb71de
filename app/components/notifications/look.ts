import { madeForHeaders } from '#app/http/made-for.ts'
import { changePageState, onPageState, pageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { mostCounted } from '#server/notifications/notice.ts'
import { inboxMessages } from './messages.ts'

// A page has one bell.
let isLooking = false
let isMore = false

/** A count as it is shown and said. */
export const countInWords = (unread: number): string => (unread > mostCounted ? `${mostCounted}+` : String(unread))

/** What is said aloud of a count that was another one: that there is more, and nothing once there is less. */
export const newsOf = (before: number, unread: number): string =>
  unread > before ? inboxMessages.news(countInWords(unread)) : ''

/** Asks how much in the inbox is unread; what is asked for meanwhile is one more look afterwards. */
export async function look(): Promise<void> {
  isMore = true
  if (isLooking) return
  isLooking = true
  while (isMore) {
    isMore = false
    await count()
  }
  isLooking = false
}

/** Looks whenever the page is told live that something happened, until told to stop. */
export function lookWhenHeard(): () => void {
  let last = pageState().heard
  return onPageState(() => {
    const { heard } = pageState()
    if (heard === last) return
    last = heard
    void look()
  })
}

async function count(): Promise<void> {
  if (document.visibilityState === 'hidden' || pageState().signedOut) return
  try {
    const headers = { accept: 'application/json', ...madeForHeaders() }
    const response = await fetch(paths.inboxMarks(), { headers })
    if (!response.ok) return
    const { unread } = (await response.json()) as { unread?: number }
    if (typeof unread === 'number') changePageState({ unread })
  } catch {
    // The next look finds what this one missed.
  }
}
