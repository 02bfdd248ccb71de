import type { SavedState } from '../components/realtime/saved-state.ts'

/**
 * What a page knows of its edits: frames sent on the socket that is open, how many of them the server says are
 * durable, and how many local changes happened since everything was last durable.
 */
export interface Ledger {
  readonly phase: 'joining' | 'joined' | 'offline' | 'signed-out' | 'ended'
  readonly sent: number
  readonly acknowledged: number
  readonly pending: number
}

export const emptyLedger: Ledger = { phase: 'joining', sent: 0, acknowledged: 0, pending: 0 }

export type LedgerNews =
  | { readonly type: 'opened' | 'synced' | 'lost' | 'signed-out' | 'renewed' | 'ended' | 'changed' | 'sent' }
  | { readonly type: 'acknowledged'; readonly frames: number }

/** The ledger after one piece of news. Counts of frames begin anew with each socket; pending changes do not. */
export function note(ledger: Ledger, news: LedgerNews): Ledger {
  switch (news.type) {
    case 'opened':
      return { ...ledger, phase: 'joining', sent: 0, acknowledged: 0 }
    case 'synced':
      return settled({ ...ledger, phase: 'joined' })
    case 'lost':
      // The socket of somebody who was signed out is lost as well; the reason is what counts.
      return isOver(ledger) ? ledger : { ...ledger, phase: 'offline', sent: 0, acknowledged: 0 }
    case 'signed-out':
      return { ...ledger, phase: 'signed-out', sent: 0, acknowledged: 0 }
    case 'renewed':
      // Somebody is signed in again; that the server can be reached is not known yet.
      return { ...ledger, phase: 'offline' }
    case 'ended':
      return { ...ledger, phase: 'ended' }
    case 'changed':
      return { ...ledger, pending: ledger.pending + 1 }
    case 'sent':
      return { ...ledger, sent: ledger.sent + 1 }
    case 'acknowledged':
      return settled({ ...ledger, acknowledged: Math.max(ledger.acknowledged, news.frames) })
  }
}

const isOver = ({ phase }: Ledger): boolean => phase === 'signed-out' || phase === 'ended'

function settled(ledger: Ledger): Ledger {
  const { phase, sent, acknowledged } = ledger
  // The answer to the server's first question holds every pending change: before it was sent, nothing is settled.
  return phase === 'joined' && sent > 0 && acknowledged >= sent ? { ...ledger, pending: 0 } : ledger
}

/** What the badge says. "Saved" only when every frame sent is durable and nothing waits. */
export function savedState({ phase, pending }: Ledger, readOnly: boolean): SavedState {
  if (phase === 'ended') return { kind: 'refused', unsaved: pending }
  if (phase === 'signed-out') return { kind: 'signed-out', unsaved: pending }
  if (phase === 'offline') return { kind: pending > 0 ? 'not-saved' : 'reconnecting', unsaved: pending }
  if (readOnly) return { kind: 'read-only', unsaved: 0 }
  if (pending > 0) return { kind: 'saving', unsaved: pending }
  return { kind: phase === 'joined' ? 'saved' : 'saving', unsaved: 0 }
}
