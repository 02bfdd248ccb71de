import { useCallback, useEffect, type RefObject } from 'react'
import { useSearchParams } from '@remix-run/react'
import type { WorkspaceView } from '#server/reports/workspace.ts'

/** The claim that the address names, and how to open another. */
export function useOpenClaim(view: WorkspaceView) {
  const [params, setParams] = useSearchParams()
  const id = params.get('claim')
  const openClaim = view.claims.find((claim) => claim.id === id) ?? null
  const open = useCallback(
    (claimId: string) => setParams({ claim: claimId }, { preventScrollReset: true }),
    [setParams],
  )
  return { openClaim, open }
}

const smooth = (): ScrollIntoViewOptions => ({
  block: 'nearest',
  behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
})

/** Brings the open claim into sight in the pane where it was not clicked, and its panel to its beginning. */
export function useScrollToOpen(openId: string | null, workspace: RefObject<HTMLElement>) {
  useEffect(() => {
    if (!openId) return
    const root = workspace.current
    root?.querySelector('[data-claim-pane]')?.scrollTo({ top: 0 })
    const id = CSS.escape(openId)
    for (const selector of [`[data-claim="${id}"]`, `[data-claims~="${id}"]`]) {
      const target = root?.querySelector<HTMLElement>(selector)
      if (target && !target.matches(':hover')) target.scrollIntoView(smooth())
    }
  }, [openId, workspace])
}
