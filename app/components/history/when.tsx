import { useEffect, useState } from 'react'

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** "3 hours ago" for recent times, in the reader's language; null for what is older than a month, and for what is to come. */
function relative(at: Date, now: Date): string | null {
  const seconds = (at.getTime() - now.getTime()) / 1_000
  if (seconds > 0 || seconds < -30 * 86_400) return null
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? format.format(Math.round(seconds / step[1]), step[0]) : format.format(0, 'second')
}

/**
 * A moment: relative in text, absolute with its time zone on hover; where it is a matter of record, absolute in text. The
 * server does not know the reader's zone and language, so until the page runs it reads as UTC.
 */
export function When({ at, exact = false }: { at: string; exact?: boolean }) {
  const [words, setWords] = useState({ text: `${at.slice(0, 16).replace('T', ' ')} UTC`, title: at })
  useEffect(() => {
    const date = new Date(at)
    const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(date)
    const show = () => {
      const precise = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' }).format(date)
      if (exact) return setWords({ text: precise, title: full })
      const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
      setWords({ text: relative(date, new Date()) ?? short, title: full })
    }
    show()
    const timer = setInterval(show, 60_000)
    return () => clearInterval(timer)
  }, [at, exact])
  return (
    <time dateTime={at} title={words.title}>
      {words.text}
    </time>
  )
}
