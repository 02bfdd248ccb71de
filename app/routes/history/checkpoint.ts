import type { LoaderFunctionArgs } from '@remix-run/node'
import { newestNote } from '#server/history/queries/signed.ts'

/** How far a team's history goes and what its root is then, signed: for outsiders to keep (C2SP tlog-checkpoint). */
export const loader = async ({ params, context }: LoaderFunctionArgs) => {
  const note = await newestNote(context.system.db, params['team'] ?? '')
  const [words, status] = note === null ? ['Nothing is signed under this address.\n', 404] : [note, 200]
  return new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
