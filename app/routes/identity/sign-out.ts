import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { paths } from '#app/paths.ts'

export const loader = () => redirect(paths.home())

export async function action({ request, context }: ActionFunctionArgs) {
  const { sessionId, cookie } = await context.sessions.signOut(request.headers.get('cookie'), context.secure)
  if (sessionId) context.rooms.closeSession(sessionId)
  return redirect(paths.signIn(), { headers: { 'set-cookie': cookie } })
}
