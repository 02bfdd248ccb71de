import { differsFrom, madeFor, markOf } from '#server/identity/made-for.ts'
import { paths } from '../paths.ts'
import { changePageState, pageState, type PagePerson } from './page-state.ts'

/** Says with a request for whom this page was made. */
export function madeForHeaders(): Record<string, string> {
  const { person } = pageState()
  return person ? { [madeFor.header]: markOf(person) } : {}
}

/** Says the same with a socket. */
export function madeForParams(): Record<string, string> {
  const { person } = pageState()
  return person ? { [madeFor.parameter]: markOf(person) } : {}
}

/**
 * Compares who is signed in with whom this page was made for, and whether they have left its team, where that is known.
 * A page that was made for nobody is now for them.
 */
export function noteViewer(viewer: PagePerson | null, left = pageState().left): void {
  const { person } = pageState()
  if (viewer === null) return changePageState({ signedOut: person !== null, instead: null, left })
  const { personId, name, teamId } = viewer
  const now = { personId, name, teamId }
  if (person !== null && differsFrom(markOf(person), now)) {
    return changePageState({ signedOut: true, instead: now, left })
  }
  changePageState({ person: person ?? now, signedOut: false, instead: null, left: null })
}

/** How long who is signed in is waited for, in ms. */
const patience = 3_000

/** Asks the server who is signed in. Whether it answered. */
export async function lookWho(): Promise<boolean> {
  try {
    const headers = { accept: 'application/json', ...madeForHeaders() }
    const response = await fetch(paths.whoIsSignedIn(), { headers, signal: AbortSignal.timeout(patience) })
    if (!response.ok) return false
    const { viewer, left } = (await response.json()) as { viewer: PagePerson | null; left: string | null }
    noteViewer(viewer, left)
    return true
  } catch {
    return false
  }
}

/**
 * The server did not take something for this page's person: nothing more is sent until they are signed in again. Why is
 * asked before anything is said of it.
 */
export function noteSignedOut(): void {
  if (!pageState().signedOut) changePageState({ signedOut: true, asking: true })
  void lookWho().then(() => changePageState({ asking: false }))
}
