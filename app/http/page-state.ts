import { useSyncExternalStore } from 'react'
import type { WaitingWords } from '../components/realtime/saved-state.ts'

/** Somebody in one of their teams, as far as a page needs to know them. */
export interface PagePerson {
  readonly personId: string
  readonly name: string
  readonly teamId: string
}

/** What this page knows about itself, whichever of its parts found out. */
export interface PageState {
  /** Whom this page was made for; null while nobody has signed in. */
  readonly person: PagePerson | null
  /** That person is no longer signed in, or not in that team; what is typed waits here. */
  readonly signedOut: boolean
  /** Who is signed in instead: somebody else, or the same person in another team of theirs. */
  readonly instead: PagePerson | null
  /** Whether the server was just asked why its person's words were not taken, and has not answered. */
  readonly asking: boolean
  /** The team of this page, by name, once its person is in it no more. */
  readonly left: string | null
  /** The page is not open to its person any more; it is kept because words in it are still to be copied. */
  readonly refused: boolean
  /** The data of this page could not be loaded anew: what happened meanwhile is not shown. */
  readonly stale: boolean
  /** The claims with words that were typed here and are not durable. */
  readonly waiting: readonly WaitingWords[]
  /** Whether words typed here are not durable yet. */
  readonly unsaved: boolean
  /** The address of a page with such words. */
  readonly unsavedAt: string | null
  /** How many notices its person has not read, as far as is known. */
  readonly unread: number
  /** The newest entry of the history that this page was told of while it was open. */
  readonly heard: number
  /** How often this page was told that something happened to the team: its person may have other roles since. */
  readonly teamNews: number
  /** Up to which of these the header was loaded that is on the page now. */
  readonly headerUpTo: number
}

const nothing: PageState = {
  person: null,
  signedOut: false,
  instead: null,
  asking: false,
  left: null,
  refused: false,
  stale: false,
  waiting: [],
  unsaved: false,
  unsavedAt: null,
  unread: 0,
  heard: 0,
  teamNews: 0,
  headerUpTo: 0,
}
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

/** Whether something happened to the team since what the header shows was loaded. */
export const isHeaderStale = ({ teamNews, headerUpTo }: PageState): boolean => headerUpTo < teamNews

/** Whether its person is still signed in, but in another team. */
export const isInOtherTeam = ({ person, instead }: PageState): boolean =>
  person !== null && instead?.personId === person.personId

export function usePageState(): PageState {
  return useSyncExternalStore(onPageState, pageState, () => nothing)
}
