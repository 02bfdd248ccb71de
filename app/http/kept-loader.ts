import { isRouteErrorResponse, type ClientLoaderFunctionArgs } from '@remix-run/react'
import { changePageState, pageState } from './page-state.ts'

const isSignedOut = (error: unknown) =>
  error instanceof Response && (error.headers.get('location') ?? '').startsWith('/sign-in')

const isRefusal = (error: unknown) =>
  (isRouteErrorResponse(error) || error instanceof Response) && error.status >= 400 && error.status < 500

/**
 * A loader for the browser that keeps what a page shows, and what is typed in it: while the server cannot be reached or
 * answers that something is wrong with itself, while nobody is signed in, and while words that were not saved are still
 * to be copied. It then answers with what the same address had last; the page is stale until loading succeeds.
 */
export function keptLoader() {
  let last: { readonly path: string; readonly data: unknown } | null = null
  const loader = async ({ request, serverLoader }: ClientLoaderFunctionArgs) => {
    const path = new URL(request.url).pathname
    try {
      const data = await serverLoader()
      last = { path, data }
      changePageState({ stale: false, signedOut: false })
      return data
    } catch (error) {
      if (last?.path !== path) throw error
      if (isSignedOut(error)) changePageState({ signedOut: true })
      else if (!isRefusal(error)) changePageState({ stale: true })
      else if (!pageState().unsaved) throw error
      return last.data
    }
  }
  // Called on the first page too, so that there is something to keep.
  return Object.assign(loader, { hydrate: true as const })
}

/** The same for what every page shows: it has no address of its own, and is never worth an error page. */
export function keptShellLoader<Data>() {
  let last: Data | null = null
  const loader = async ({ serverLoader }: ClientLoaderFunctionArgs): Promise<Data> => {
    try {
      last = (await serverLoader()) as Data
      return last
    } catch (error) {
      if (last === null) throw error
      return last
    }
  }
  return Object.assign(loader, { hydrate: true as const })
}
