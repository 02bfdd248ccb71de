import { useEffect, useRef, useState } from 'react'
import { Link, useLocation, useRevalidator } from '@remix-run/react'
import { VisuallyHidden } from '@mantine/core'
import { usePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { IconBell } from '#app/ui/icons.ts'
import { countInWords, look, lookWhenHeard, newsOf } from './look.ts'
import { inboxMessages } from './messages.ts'

const pause = 10_000

/**
 * The way to the inbox, with how much in it is unread. It asks every ten seconds while its page is looked at, and at
 * once when the page has loaded something or hears of something live: one indexed count each, over any process, and no further socket to keep.
 */
export function Bell() {
  const { unread } = usePageState()
  const { state } = useRevalidator()
  const { key } = useLocation()
  const isIdle = state === 'idle'
  useEffect(() => {
    if (isIdle) void look()
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another page may have loaded something
  }, [isIdle, key])
  useEffect(() => {
    const timer = setInterval(() => void look(), pause)
    const come = () => void look()
    document.addEventListener('visibilitychange', come)
    const stop = lookWhenHeard()
    return () => {
      stop()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', come)
    }
  }, [])
  const words = countInWords(unread)
  return (
    <>
      <Link className="shell-bell" to={paths.inbox()} aria-label={inboxMessages.bell(words)} data-unread={unread}>
        <IconBell size={18} aria-hidden />
        {unread > 0 && <span aria-hidden>{words}</span>}
      </Link>
      <News unread={unread} />
    </>
  )
}

/** Says that there is more than there was, for as long as it is true. */
function News({ unread }: { unread: number }) {
  const last = useRef(unread)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (unread === last.current) return
    setSaid(newsOf(last.current, unread))
    last.current = unread
  }, [unread])
  return <VisuallyHidden role="status">{said}</VisuallyHidden>
}
