import { isRouteErrorResponse, type ClientLoaderFunctionArgs } from '@remix-run/react'

const isUnreachable = (error: unknown) =>
  error instanceof TypeError || (isRouteErrorResponse(error) && error.status >= 502)

/**
 * A loader for the browser that keeps what a page shows, and what is typed in it, while the server cannot be reached:
 * it then answers with what the same address had last.
 */
export function keptLoader() {
  let last: { readonly path: string; readonly data: unknown } | null = null
  const loader = async ({ request, serverLoader }: ClientLoaderFunctionArgs) => {
    const path = new URL(request.url).pathname
    try {
      const data = await serverLoader()
      last = { path, data }
      return data
    } catch (error) {
      if (last?.path === path && isUnreachable(error)) return last.data
      throw error
    }
  }
  // Called on the first page too, so that there is something to keep.
  return Object.assign(loader, { hydrate: true as const })
}
