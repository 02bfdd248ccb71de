import { useSyncExternalStore } from 'react'
import type { WaitingWords } from '../components/realtime/saved-state.ts'

/** What this page knows about itself, whichever of its parts found out. */
export interface PageState {
  /** The server no longer knows who this is; what is typed waits here. */
  readonly signedOut: boolean
  /** The claims with words that were typed here and are not durable. */
  readonly waiting: readonly WaitingWords[]
  /** Whether words typed here are not durable yet. */
  readonly unsaved: boolean
}

const nothing: PageState = { signedOut: false, waiting: [], unsaved: false }
// A page has one memory, like its document; the server renders from `nothing` and never writes.
let present = nothing
const listeners = new Set<() => void>()

export const pageState = (): PageState => present

/** Notes what changed and tells every part of the page. */
export function changePageState(change: Partial<PageState>): void {
  present = { ...present, ...change }
  for (const listener of listeners) listener()
}

/** Calls back at every change, until told to stop. */
export function onPageState(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function usePageState(): PageState {
  return useSyncExternalStore(onPageState, pageState, () => nothing)
}
