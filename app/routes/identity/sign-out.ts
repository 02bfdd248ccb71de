import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { readForm } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { differsFrom, madeFor } from '#server/identity/made-for.ts'

export const loader = () => redirect(paths.home())

/** Signs out the person whose page asked for it: never somebody else, who has signed in since in another tab. */
export async function action({ request, context }: ActionFunctionArgs) {
  const cookies = request.headers.get('cookie')
  const mark = (await readForm(request)).get(madeFor.parameter)
  const found = await context.sessions.authenticate(cookies)
  if (found && typeof mark === 'string' && differsFrom(mark, found.actor) === 'person') return redirect(paths.home())
  const { sessionId, cookie } = await context.sessions.signOut(cookies)
  if (sessionId) context.rooms.closeSession(sessionId)
  return redirect(paths.signIn(), { headers: { 'set-cookie': cookie } })
}
