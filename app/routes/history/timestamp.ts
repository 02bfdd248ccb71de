import type { LoaderFunctionArgs } from '@remix-run/node'
import { newestTimestamp } from '#server/history/queries/timestamps.ts'

/**
 * What an authority of timestamps said of a team's newest checkpoint that has one, as OpenSSL takes it: for outsiders to keep
 * beside that checkpoint, which is at `checkpoint?timestamped`.
 */
export const loader = async ({ params, context: { system } }: LoaderFunctionArgs) => {
  const found = await newestTimestamp(system.db, params['team'] ?? '')
  if (!found) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    return new Response('There is no timestamp under this address.\n', { status: 404, headers })
  }
  return new Response(new Uint8Array(found.response), { headers: { 'content-type': 'application/timestamp-reply' } })
}
