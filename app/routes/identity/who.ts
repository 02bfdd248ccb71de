import type { LoaderFunctionArgs } from '@remix-run/node'
import { answer } from '#app/http/context.server.ts'
import { madeFor } from '#server/identity/made-for.ts'

/**
 * Who is signed in in this browser, and in which team, for a page that was open before and that somebody has come back
 * to; and whether they have left the team that it was made in.
 */
export const loader = ({ request, context }: LoaderFunctionArgs) =>
  answer(async () => {
    const cookie = request.headers.get('cookie')
    const found = await context.sessions.authenticate(cookie)
    const left = await context.sessions.leftTeam(cookie, request.headers.get(madeFor.header))
    if (!found) return { viewer: null, left }
    const { personId, name, teamId } = found.actor
    return { viewer: { personId, name, teamId }, left }
  })
