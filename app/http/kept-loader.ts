import { isRouteErrorResponse, type ClientLoaderFunctionArgs } from '@remix-run/react'
import { noteSignedOut, noteViewer } from './made-for.ts'
import { changePageState, pageState, type PagePerson } from './page-state.ts'

const isSignedOut = (error: unknown) =>
  error instanceof Response && (error.headers.get('location') ?? '').startsWith('/sign-in')

/** The page is there, in another team of its person than the one that is chosen now. */
const isElsewhere = (error: unknown) =>
  (isRouteErrorResponse(error) || error instanceof Response) && error.status === 409

const isRefusal = (error: unknown) =>
  (isRouteErrorResponse(error) || error instanceof Response) && error.status >= 400 && error.status < 500

/** How what is known becomes what is so now; null when everything is to be loaded. */
type NewsOf<Data> = (known: Data, signal: AbortSignal) => Promise<((now: Data) => Data) | null>

/**
 * A loader for the browser that keeps what a page shows, and what is typed in it: while the server cannot be reached or
 * answers that something is wrong with itself, while its person is not signed in or in another team, and while words that were not saved are still
 * to be copied. Nor does it take what was loaded for somebody else than the page's person. It then answers with what
 * the same address had last; the page is stale until loading succeeds. With `newsOf`, what an address has had already
 * is brought up to date by what changed, where that can be told.
 */
export function keptLoader<Data>(viewerOf: (data: Data) => PagePerson, newsOf?: NewsOf<Data>) {
  let last: { readonly path: string; readonly data: Data } | null = null
  const fresh = async ({ request, serverLoader }: ClientLoaderFunctionArgs, path: string): Promise<Data> => {
    const bringUpToDate = last?.path === path ? await newsOf?.(last.data, request.signal) : null
    return bringUpToDate && last?.path === path ? bringUpToDate(last.data) : ((await serverLoader()) as Data)
  }
  const loader = async (args: ClientLoaderFunctionArgs) => {
    const path = new URL(args.request.url).pathname
    try {
      const data = await fresh(args, path)
      noteViewer(viewerOf(data))
      changePageState({ stale: false, refused: false })
      if (pageState().instead === null || last?.path !== path) last = { path, data }
      return last.data
    } catch (error) {
      // Another load has begun, or the page is left: this one tells nothing.
      if (args.request.signal.aborted || last?.path !== path) throw error
      if (isSignedOut(error) || isElsewhere(error)) noteSignedOut()
      else if (!isRefusal(error)) changePageState({ stale: true })
      else if (pageState().unsaved) changePageState({ stale: false, refused: true })
      else throw error
      return last.data
    }
  }
  // Called on the first page too, so that there is something to keep.
  return Object.assign(loader, { hydrate: true as const })
}

/**
 * The same for what every page shows: it has no address of its own, and is never worth an error page. What it answers
 * says up to which news of the team it was loaded: only what gets onto the page counts, not what a load brought whose
 * page was left meanwhile.
 */
export function keptShellLoader<Data extends { readonly upTo: number }>(viewerOf: (data: Data) => PagePerson | null) {
  let last: Data | null = null
  const loader = async ({ serverLoader }: ClientLoaderFunctionArgs): Promise<Data> => {
    const upTo = pageState().teamNews
    try {
      const data = { ...((await serverLoader()) as Data), upTo }
      const viewer = viewerOf(data)
      if (viewer === null && pageState().person !== null) noteSignedOut()
      else noteViewer(viewer)
      if (!pageState().signedOut || last === null) last = data
      return last
    } catch (error) {
      if (last === null) throw error
      return last
    }
  }
  return Object.assign(loader, { hydrate: true as const })
}
