import type { LoaderFunctionArgs } from '@remix-run/node'
import { answer } from '#app/http/context.server.ts'

/** Who is signed in in this browser, and in which team, for a page that was open before and that somebody has come back to. */
export const loader = ({ request, context }: LoaderFunctionArgs) =>
  answer(async () => {
    const found = await context.sessions.authenticate(request.headers.get('cookie'))
    if (!found) return { viewer: null }
    const { personId, name, teamId } = found.actor
    return { viewer: { personId, name, teamId } }
  })
