import { useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import type { ClaimView } from '#server/reports/workspace.ts'
import { useWorkspaceKeys } from './use-workspace-keys.ts'

interface Where {
  readonly shown: readonly ClaimView[]
  readonly openId: string | null
  readonly open: (claimId: string) => void
  readonly root: RefObject<HTMLElement>
  readonly showPane: (pane: 'report' | 'claims' | 'claim') => void
}

/** What each key does in the workspace, and the places it takes the focus to. */
export function useKeyDeeds({ shown, openId, open, root, showPane }: Where) {
  const [helpOpened, setHelpOpened] = useState(false)
  const searchRef = useRef<HTMLInputElement>(null)
  const verdictRef = useRef<HTMLSelectElement>(null)
  const wordsRef = useRef<HTMLInputElement>(null)
  const makeClaim = useRef<() => void>(() => undefined)
  const requestChange = useRef<() => void>(() => undefined)
  const press = (selector: string) => root.current?.querySelector<HTMLElement>(selector)?.click()

  const step = (by: 1 | -1) => {
    const at = shown.findIndex(({ id }) => id === openId)
    const next = at === -1 ? shown[by === 1 ? 0 : shown.length - 1] : shown[at + by]
    if (next) open(next.id)
  }
  // What a key shows must be on the screen before it can take the focus, and take it before the next key: of words that
  // are typed at once the first letters would be keys of their own.
  const inPane = (pane: 'report' | 'claims' | 'claim', deed: () => void) => {
    flushSync(() => showPane(pane))
    deed()
  }
  const inClaim = (deed: () => void) => openId && inPane('claim', deed)
  useWorkspaceKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => inClaim(() => root.current?.querySelector<HTMLElement>('[data-claim-pane]')?.focus()),
    c: () => inPane('report', () => makeClaim.current()),
    r: () => inPane('report', () => requestChange.current()),
    e: () => inClaim(() => press('[data-evidence-open]')),
    m: () => inClaim(() => press('[data-thread-open]')),
    v: () =>
      inClaim(() => {
        if (verdictRef.current) verdictRef.current.focus()
        else press('[data-verdict-open]')
      }),
    a: () => inClaim(() => press('[data-assign-me] button')),
    '/': () => inPane('claims', () => searchRef.current?.focus()),
    '?': () => setHelpOpened(true),
  })
  return {
    searchRef,
    verdictRef,
    forReport: { makeClaim, requestChange, wordsRef },
    helpOpened,
    showHelp: () => setHelpOpened(true),
    hideHelp: () => setHelpOpened(false),
  }
}
