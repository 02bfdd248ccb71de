import type { LoaderFunctionArgs } from '@remix-run/node'
import { newestNote, newestNoteUnder } from '#server/history/queries/signed.ts'
import { newestTimestamp } from '#server/history/queries/timestamps.ts'

/**
 * How far a team's history goes and what its root is then, signed: for outsiders to keep (C2SP tlog-checkpoint). With
 * `?origin=1` what was signed last under that origin, which two people left at a fork; with `?timestamped` the newest one
 * that has a timestamp.
 */
export const loader = async ({ request, params, context: { system, signing } }: LoaderFunctionArgs) => {
  const [team = '', asked] = [params['team'], new URL(request.url).searchParams]
  const origin = asked.get('origin')
  const note = await (asked.has('timestamped')
    ? newestTimestamp(system.db, team).then((found) => found?.note ?? null)
    : origin === null
      ? newestNote(system.db, team)
      : newestNoteUnder(system.db, signing, team, numberIn(origin)))
  const [words, status] = note === null ? ['Nothing is signed under this address.\n', 404] : [note, 200]
  return new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

const numberIn = (text: string): number => (/^[1-9]\d{0,5}$/u.test(text) ? Number(text) : 0)
