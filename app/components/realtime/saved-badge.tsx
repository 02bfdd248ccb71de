import { useEffect, useRef } from 'react'
import { Link } from '@remix-run/react'
import { isInOtherTeam, usePageState, type PageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { IconAlert, IconCheck, IconCloudOff, IconEye, IconRefresh } from '#app/ui/icons.ts'
import { realtimeMessages } from './messages.ts'
import { isBad, savedOnPage, type SavedState } from './saved-state.ts'
import styles from './saved-badge.module.css'

const icons = {
  saved: IconCheck,
  saving: IconRefresh,
  'not-saved': IconCloudOff,
  reconnecting: IconCloudOff,
  'read-only': IconEye,
  'signed-out': IconCloudOff,
  refused: IconAlert,
} as const satisfies Record<SavedState['kind'], unknown>

/** Why nothing is saved of a page whose person is not there. */
function whyAway(page: PageState): string {
  if (page.left !== null) return realtimeMessages.noMember
  return isInOtherTeam(page) ? realtimeMessages.inOtherTeam : realtimeMessages.signedOut
}

function words(state: SavedState, page: PageState): string {
  switch (state.kind) {
    case 'saved':
      return realtimeMessages.saved
    case 'saving':
      return realtimeMessages.saving
    case 'not-saved':
      return realtimeMessages.notSaved(state.unsaved)
    case 'reconnecting':
      return realtimeMessages.reconnecting
    case 'read-only':
      return realtimeMessages.readOnly
    case 'signed-out':
      return state.unsaved > 0 ? realtimeMessages.notSaved(state.unsaved) : whyAway(page)
    case 'refused':
      return realtimeMessages.refused
  }
}

interface BadgeProps {
  /** What is so in the open claim. */
  readonly here: SavedState
  /** Says a sentence to screen readers. */
  readonly say: (sentence: string) => void
}

/** Whether all that was typed in this page is durable; always visible, and said aloud when it becomes bad or good. */
export function SavedBadge({ here, say }: BadgeProps) {
  const page = usePageState()
  const state = savedOnPage(here, page.signedOut, page.waiting)
  useSpoken(state.kind, words({ ...state, unsaved: 0 }, page), page.asking, say)
  const Icon = icons[state.kind]
  return (
    // Silent itself: its number changes with every key.
    <span
      className={styles.badge}
      data-state={state.kind}
      role="status"
      aria-live="off"
      title={state.unsaved > 0 ? realtimeMessages.unsavedEdits(state.unsaved) : undefined}
    >
      <Icon size={16} aria-hidden />
      {words(state, page)}
    </span>
  )
}

function useSpoken(kind: SavedState['kind'], sentence: string, asking: boolean, say: (sentence: string) => void): void {
  const wasBad = useRef(false)
  useEffect(() => {
    if (kind === 'saving' || asking) return
    if (isBad(kind) || wasBad.current) say(sentence)
    wasBad.current = isBad(kind)
  }, [kind, sentence, asking, say])
}

/** Leads to the claims that are not on the screen and whose words wait for the server. */
export function WaitingClaims({ reportId }: { reportId: string }) {
  const { waiting } = usePageState()
  return waiting
    .filter(({ saved, refused, isShown }) => !isShown && refused === null && isBad(saved.kind))
    .map(({ claim }) => (
      <Link key={claim.claimId} to={paths.report(claim.reportId, claim.claimId)} className={styles.where}>
        {realtimeMessages.waitsIn(claim.number, claim.reportId === reportId ? null : claim.reportTitle)}
      </Link>
    ))
}
