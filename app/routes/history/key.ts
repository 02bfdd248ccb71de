import type { LoaderFunctionArgs } from '@remix-run/node'
import { keyText } from '#server/history/note.ts'

/** The public key by which this server signs histories, as one word (C2SP signed-note). */
export const loader = ({ context }: LoaderFunctionArgs) =>
  new Response(`${keyText(context.signing.key)}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
