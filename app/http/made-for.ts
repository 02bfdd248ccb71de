import { madeFor } from '#server/identity/made-for.ts'
import { paths } from '../paths.ts'
import { changePageState, pageState, type PagePerson } from './page-state.ts'

/** Says with a request which person this page was made for. */
export function madeForHeaders(): Record<string, string> {
  const { person } = pageState()
  return person ? { [madeFor.header]: person.personId } : {}
}

/** Says the same with a socket. */
export function madeForParams(): Record<string, string> {
  const { person } = pageState()
  return person ? { [madeFor.parameter]: person.personId } : {}
}

/** Compares who is signed in with whom this page was made for. A page that was made for nobody is now for them. */
export function noteViewer(viewer: PagePerson | null): void {
  const { person } = pageState()
  if (viewer === null) return changePageState({ signedOut: person !== null, somebodyElse: null })
  if (person !== null && person.personId !== viewer.personId) {
    return changePageState({ signedOut: true, somebodyElse: viewer.name })
  }
  const { personId, name } = viewer
  changePageState({ person: person ?? { personId, name }, signedOut: false, somebodyElse: null })
}

/** Asks the server who is signed in. Whether it answered. */
export async function lookWho(): Promise<boolean> {
  try {
    const response = await fetch(paths.whoIsSignedIn(), { headers: { accept: 'application/json' } })
    if (!response.ok) return false
    const { viewer } = (await response.json()) as { viewer: PagePerson | null }
    noteViewer(viewer)
    return true
  } catch {
    return false
  }
}

/** The server did not take something for this page's person: nothing more is sent until they are signed in again. */
export function noteSignedOut(): void {
  changePageState({ signedOut: true })
  void lookWho()
}
