import { useCallback, useEffect, useRef, useState } from 'react'
import { useRevalidator } from '@remix-run/react'
import { betweenLoads, type LiveEvent, type Presence } from '#server/realtime/protocol.ts'
import { changePageState, isHeaderStale, pageState } from '../http/page-state.ts'
import type { ReportRoom } from './report-room.ts'
import { RestingLoads } from './resting-loads.ts'

export type ReportRoomStatus = 'connecting' | 'connected' | 'disconnected'

const asleep = 30_000

/** Who is here, and a page that is loaded again whenever something in its report changed. */
export function useReportRoom(reportId: string, { seq }: { personId: string; seq: number }) {
  const [status, setStatus] = useState<ReportRoomStatus>('connecting')
  const [here, setHere] = useState<readonly Presence[]>([])
  const room = useRef<ReportRoom | null>(null)
  const wanted = useRef<string | null>(null)
  const seen = useRef(seq)
  useEffect(() => {
    seen.current = Math.max(seen.current, seq)
  }, [seq])
  const refresh = useRefresh(() => {
    const state = pageState()
    if (state.stale || state.signedOut || state.refused) return null
    return seq < seen.current || isHeaderStale(state) ? seen.current : null
  })
  useEffect(() => {
    let gone = false
    let wasLost = false
    const hear = (event: LiveEvent) => {
      seen.current = Math.max(seen.current, event.seq)
      const { teamNews } = pageState()
      changePageState({ heard: seen.current, teamNews: mayBeOfTeam(event) ? teamNews + 1 : teamNews })
      refresh()
    }
    void import('./report-room.ts').then(({ openReportRoom }) => {
      if (gone) return
      const opened = openReportRoom({
        reportId,
        after: () => seen.current,
        onEvent: hear,
        onStatus: (now) => {
          // Leaving a room ends its connection, which says nothing of the page that comes next.
          if (gone) return
          setStatus(now)
          if (now === 'disconnected') {
            wasLost = true
            changePageState({ stale: true })
          }
          // Loading may have failed meanwhile, after its event was heard.
          if (now !== 'connected' || !wasLost) return
          wasLost = false
          refresh()
        },
        onHere: setHere,
      })
      room.current = opened
      opened.setClaim(wanted.current)
    })
    const stop = onWaking(refresh)
    return () => {
      gone = true
      stop()
      room.current?.close()
      room.current = null
    }
  }, [reportId, refresh])
  const setClaim = useCallback((claimId: string | null) => {
    wanted.current = claimId
    room.current?.setClaim(claimId)
  }, [])
  return { status, here, setClaim }
}

/** Of what a page is only asked to load anew, nobody knows. */
const mayBeOfTeam = ({ kind, subject }: LiveEvent): boolean => subject.type === 'team' || kind === 'reload'

/** After so many vain loads a page leaves it at what it knows, until it is told of something newer. */
const mostTries = 10

/**
 * Loads the page's data again, and once more after a running load; also when another address of the page ended a load
 * before its end: `missing` says up to which entry the page was told and has not loaded, and null when it has.
 */
function useRefresh(missing: () => number | null): () => void {
  const { revalidate, state } = useRevalidator()
  const latest = useRef(revalidate)
  const loads = useRef<RestingLoads | null>(null)
  useEffect(() => {
    const made = new RestingLoads(() => latest.current(), betweenLoads)
    loads.current = made
    return () => made.stop()
  }, [])
  const tries = useRef({ of: 0, count: 0 })
  useEffect(() => {
    latest.current = revalidate
    loads.current?.note(state !== 'idle')
    const of = state === 'idle' ? missing() : null
    if (of === null) return
    tries.current = { of, count: tries.current.of === of ? tries.current.count + 1 : 1 }
    if (tries.current.count <= mostTries) loads.current?.want()
  })
  return useCallback(() => loads.current?.want(), [])
}

function onWaking(refresh: () => void): () => void {
  let hiddenAt: number | null = null
  const look = () => {
    if (document.visibilityState === 'hidden') hiddenAt = Date.now()
    else if (hiddenAt !== null && Date.now() - hiddenAt > asleep) refresh()
  }
  document.addEventListener('visibilitychange', look)
  return () => document.removeEventListener('visibilitychange', look)
}
