import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ThreadsView, ThreadView } from '#server/review/thread-view.ts'
import { madeForHeaders } from '#app/http/made-for.ts'
import { paths } from '#app/paths.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { threadMessages } from './thread-messages.ts'
import { begunTargets, keyOf, type Target } from './target.ts'

/** How anchored words read in the live text, by thread; null when none of them is left. */
export type LiveWords = ReadonlyMap<string, string | null>

/** The talk about the open claim, shared by the parts of its panel. */
export interface Threads {
  /** Null until they are loaded. */
  readonly view: ThreadsView | null
  readonly hasFailed: boolean
  readonly live: LiveWords
  readonly hearLive: (words: LiveWords) => void
  /** Comments that are being written, each about something of its own. */
  readonly begun: readonly Target[]
  readonly begin: (target: Target) => void
  readonly end: (target: Target) => void
  /** The thread to be looked at; another object each time it is asked for. */
  readonly wanted: { readonly id: string } | null
  readonly want: (id: string) => void
}

export const ThreadsContext = createContext<Threads | null>(null)

/** The talk about the open claim; only parts of its panel may ask for it. */
export function useThreads(): Threads {
  const threads = useContext(ThreadsContext)
  if (!threads) throw new Error('useThreads outside a claim panel')
  return threads
}

/** Loads a claim's threads, and again whenever something in the report changed. */
export function useThreadsOf(claimId: string, wantedFirst: string | null): Threads {
  const { view, hasFailed } = useLoaded(claimId)
  const [live, setLive] = useState<LiveWords>(new Map())
  const [begun, setBegun] = useState(() => begunTargets(paths.claimThreads(claimId)))
  const [wanted, setWanted] = useState<Threads['wanted']>(null)
  useEffect(() => {
    if (wantedFirst) setWanted({ id: wantedFirst })
  }, [wantedFirst])
  const hearLive = useCallback((words: LiveWords) => setLive((known) => new Map([...known, ...words])), [])
  const end = useCallback((target: Target) => {
    setBegun((known) => known.filter((each) => keyOf(each) !== keyOf(target)))
  }, [])
  const begin = useCallback((target: Target) => {
    setBegun((known) => [...known.filter((each) => keyOf(each) !== keyOf(target)), target])
  }, [])
  const want = useCallback((id: string) => setWanted({ id }), [])
  return useMemo(
    () => ({ view, hasFailed, live, hearLive, begun, begin, end, wanted, want }),
    [view, hasFailed, live, hearLive, begun, begin, end, wanted, want],
  )
}

function useLoaded(claimId: string): Pick<Threads, 'view' | 'hasFailed'> {
  const { view: report, say } = useWorkspace()
  const [loaded, setLoaded] = useState<Pick<Threads, 'view' | 'hasFailed'>>({ view: null, hasFailed: false })
  const known = useRef<ThreadsView | null>(null)
  const viewer = report.viewer.personId
  useEffect(() => {
    let isOver = false
    void load(claimId).then((view) => {
      if (isOver) return
      if (!view) return setLoaded(({ view: last }) => ({ view: last, hasFailed: true }))
      const names = known.current ? newsBetween(known.current, view, viewer) : []
      if (names.length > 0) say(threadMessages.news(names.join(', ')))
      known.current = view
      setLoaded({ view, hasFailed: false })
    })
    return () => void (isOver = true)
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another view: something in the report changed
  }, [claimId, report, viewer, say])
  return loaded
}

/** Null when the server does not answer as it should: what was loaded before stays. */
async function load(claimId: string): Promise<ThreadsView | null> {
  try {
    const headers = { accept: 'application/json', ...madeForHeaders() }
    const response = await fetch(paths.claimThreads(claimId), { headers })
    return response.ok ? ((await response.json()) as ThreadsView) : null
  } catch {
    return null
  }
}

const commentsIn = (threads: readonly ThreadView[]) => threads.flatMap(({ comments }) => comments)

/** Who has said something new, besides the viewer. */
function newsBetween(before: ThreadsView, now: ThreadsView, viewer: string): readonly string[] {
  const old = new Set(commentsIn(before.threads).map(({ id }) => id))
  const fresh = commentsIn(now.threads).filter(({ id, by }) => !old.has(id) && by.personId !== viewer)
  return [...new Set(fresh.map(({ by }) => by.name))]
}
