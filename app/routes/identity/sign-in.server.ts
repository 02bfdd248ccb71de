import type { AppLoadContext } from '@remix-run/node'
import { identityMessages } from '#app/components/identity/messages.ts'
import { asProblem } from '#server/errors.ts'

type Outcome =
  | { readonly cookie: string }
  | { readonly id: 'wrong' | 'no-team' | 'unavailable'; readonly message: string; readonly status: number }

/**
 * Signs in with the address and password of a form: the cookie, or a sentence that says why not. The session that this
 * browser had before ends with its sockets: whoever sits at it now is somebody else, or has a new one.
 */
export async function signInWith(form: FormData, cookies: string | null, context: AppLoadContext): Promise<Outcome> {
  const { sessions, secure, rooms } = context
  const [email, password] = ['email', 'password'].map((name) => String(form.get(name) ?? ''))
  try {
    const cookie = await sessions.signIn(email ?? '', password ?? '', secure)
    if (!cookie) return { id: 'wrong', message: identityMessages.wrong, status: 422 }
    if (await sessions.authenticate(cookie)) {
      const { sessionId } = await sessions.signOut(cookies, secure)
      if (sessionId) rooms.closeSession(sessionId)
      return { cookie }
    }
    return { id: 'no-team', message: identityMessages.noTeam, status: 403 }
  } catch (error) {
    if (!asProblem(error)) throw error
    return { id: 'unavailable', message: identityMessages.unavailable, status: 503 }
  }
}
