import type { AppLoadContext, HeadersFunction } from '@remix-run/node'
import type { Caller } from '#server/identity/account/commands.ts'

/** Who sends a request, before it is known who they are. */
export const callerOf = (request: Request, { clientAddress }: AppLoadContext): Caller => ({
  address: clientAddress,
  cookies: request.headers.get('cookie'),
  userAgent: request.headers.get('user-agent') ?? '',
})

/** Keeps when to try again on the page that answers a form. */
export const retryAfterHeaders: HeadersFunction = ({ actionHeaders, errorHeaders }) => {
  const after = actionHeaders.get('retry-after') ?? errorHeaders?.get('retry-after')
  return after ? { 'retry-after': after } : new Headers()
}
