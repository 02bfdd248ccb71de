import type { SavedState } from './saved-state.ts'
import { IconAlert, IconCheck, IconCloudOff, IconEye, IconRefresh } from '#app/ui/icons.ts'
import { realtimeMessages } from './messages.ts'
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

function words(state: SavedState): string {
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
      return realtimeMessages.notSaved(state.unsaved)
    case 'refused':
      return realtimeMessages.refused
  }
}

/** Whether what was typed is durable; always visible, and said aloud when it becomes bad. */
export function SavedBadge({ state }: { state: SavedState }) {
  const Icon = icons[state.kind]
  return (
    <span className={styles.badge} data-state={state.kind} role="status" aria-live={isBad(state) ? 'polite' : 'off'}>
      <Icon size={16} aria-hidden />
      {words(state)}
    </span>
  )
}

const good: readonly SavedState['kind'][] = ['saved', 'saving', 'read-only']
const isBad = ({ kind }: SavedState) => !good.includes(kind)
