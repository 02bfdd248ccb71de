import { useSyncExternalStore } from 'react'

/** What this page knows about itself, whichever of its parts found out. */
export interface PageState {
  /** The server no longer knows who this is; what is typed waits here. */
  readonly signedOut: boolean
  /** The data of this page could not be loaded anew: what happened meanwhile is not shown. */
  readonly stale: boolean
  /** Claims with words that were typed here, were not accepted, and are not on the screen. */
  readonly stranded: readonly string[]
  /** Whether words typed here are not durable yet. */
  readonly unsaved: boolean
  /** The address of a page with such words. */
  readonly unsavedAt: string | null
}

const nothing: PageState = { signedOut: false, stale: false, stranded: [], unsaved: false, unsavedAt: null }
// A page has one memory, like its document; the server renders from `nothing` and never writes.
let present = nothing
const listeners = new Set<() => void>()

export const pageState = (): PageState => present

/** Notes what changed and, if anything did, tells every part of the page. */
export function changePageState(change: Partial<PageState>): void {
  const next = { ...present, ...change }
  if ((Object.keys(change) as (keyof PageState)[]).every((name) => next[name] === present[name])) return
  present = next
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
