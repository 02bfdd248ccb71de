import type { LoaderFunctionArgs } from '@remix-run/node'

/** The public key by which this server signs histories, as one word (C2SP signed-note). */
export const loader = ({ context }: LoaderFunctionArgs) =>
  new Response(`${context.historyKey}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
