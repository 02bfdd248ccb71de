import { isRouteErrorResponse, type ClientLoaderFunctionArgs } from '@remix-run/react'
import { changePageState, pageState } from './page-state.ts'

const isUnreachable = (error: unknown) =>
  error instanceof TypeError || (isRouteErrorResponse(error) && error.status >= 502)

const isSignedOut = (error: unknown) =>
  error instanceof Response && (error.headers.get('location') ?? '').startsWith('/sign-in')

const isRefusal = (error: unknown) => (isRouteErrorResponse(error) || error instanceof Response) && error.status >= 400

/**
 * A loader for the browser that keeps what a page shows, and what is typed in it, while the server cannot be reached,
 * while nobody is signed in, and while words that were not saved are still to be copied: it then answers with what the
 * same address had last.
 */
export function keptLoader() {
  let last: { readonly path: string; readonly data: unknown } | null = null
  const loader = async ({ request, serverLoader }: ClientLoaderFunctionArgs) => {
    const path = new URL(request.url).pathname
    try {
      const data = await serverLoader()
      last = { path, data }
      if (pageState().signedOut) changePageState({ signedOut: false })
      return data
    } catch (error) {
      if (last?.path !== path) throw error
      if (isUnreachable(error)) return last.data
      if (isSignedOut(error)) {
        changePageState({ signedOut: true })
        return last.data
      }
      if (isRefusal(error) && pageState().unsaved) return last.data
      throw error
    }
  }
  // Called on the first page too, so that there is something to keep.
  return Object.assign(loader, { hydrate: true as const })
}
