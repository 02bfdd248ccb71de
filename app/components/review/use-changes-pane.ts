import { useEffect, useState, type RefObject } from 'react'
import { useSearchParams } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import type { WorkspaceView } from '#server/reports/workspace.ts'
import { draftsOf } from '../forms/drafts.ts'
import type { Place } from '../reports/places.ts'

/** Words that somebody is about to request a change of. */
export interface Asking extends Place {
  readonly claimId: string
}

export interface ChangesPane {
  /** Whether the requested changes are listed, in place of the claims. */
  readonly isShown: boolean
  readonly show: (isShown: boolean) => void
  readonly asking: Asking | null
  readonly ask: (place: Place, claimId?: string) => void
  readonly endAsking: () => void
  /** The requested change that was last looked for, in the text or in the list. */
  readonly pointed: string | null
  readonly point: (id: string) => void
}

/** A request that was begun and not sent: its form comes back with the report. */
function begun(reportId: string): Asking | null {
  const [draft] = draftsOf(paths.requestChange(reportId), 'change.request')
  if (!draft) return null
  const { start, end, claimId = '' } = draft.fields
  return { start: Number(start), end: Number(end), claimId }
}

/** The list of a report's requested changes, and the request that is being written. */
export function useChangesPane(view: WorkspaceView, onShow: () => void): ChangesPane {
  const [asking, setAsking] = useState(() => begun(view.report.id))
  const [params] = useSearchParams()
  const wanted = params.get('change')
  const [isShown, setShown] = useState(asking !== null || wanted !== null)
  const [pointed, setPointed] = useState(wanted)
  const show = (shown: boolean) => {
    setShown(shown)
    onShow()
  }
  return {
    isShown,
    show,
    asking,
    ask({ start, end }, claimId = '') {
      setAsking({ start, end, claimId })
      show(true)
    },
    endAsking: () => setAsking(begun(view.report.id)),
    pointed,
    point(id) {
      setPointed(id)
      show(true)
    },
  }
}

/** Brings the words of a requested change into sight when it is looked for. */
export function useScrollToChange(pointed: string | null, workspace: RefObject<HTMLElement>): void {
  useEffect(() => {
    if (!pointed) return
    const target = workspace.current?.querySelector<HTMLElement>(`[data-changes~="${CSS.escape(pointed)}"]`)
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'
    target?.scrollIntoView({ block: 'nearest', behavior })
  }, [pointed, workspace])
}
