import type { AppLoadContext } from '@remix-run/node'
import { identityMessages } from '#app/components/identity/messages.ts'
import { callerOf } from '#app/http/caller.server.ts'
import { asProblem, type Problem } from '#server/errors.ts'
import { signIn } from '#server/identity/account/commands.ts'

interface Refused {
  readonly id: 'wrong' | 'no-team' | 'too-many' | 'unavailable'
  readonly message: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Signs in, to a given team of theirs if one is meant, with the address and password of a form: the cookies, or a sentence that says why not. The session that this
 * browser had before ends with its sockets: whoever sits at it now is somebody else, or has a new one.
 */
export async function signInWith(
  form: FormData,
  request: Request,
  context: AppLoadContext,
  teamId?: string,
): Promise<{ readonly headers: Headers } | Refused> {
  const { accounts, sessions, rooms } = context
  const [email = '', password = ''] = ['email', 'password'].map((name) => String(form.get(name) ?? ''))
  const caller = callerOf(request, context)
  try {
    const signedIn = await signIn(accounts, { email, password }, caller, teamId)
    if (!signedIn) return { id: 'wrong', message: identityMessages.wrong, status: 422, headers: {} }
    const { sessionId } = await sessions.signOut(caller.cookies)
    if (sessionId) rooms.closeSession(sessionId)
    return { headers: new Headers(signedIn.cookies.map((cookie) => ['set-cookie', cookie])) }
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    return refused(problem)
  }
}

function refused({ id, message, status, headers, retryAfter }: Problem): Refused {
  if (id === 'forbidden') return { id: 'no-team', message: identityMessages.noTeam, status, headers }
  if (id === 'too-many') return { id, message, status, headers }
  // Not the database's: it says itself when to come back.
  if (retryAfter !== undefined) return { id: 'unavailable', message, status, headers }
  return { id: 'unavailable', message: identityMessages.unavailable, status: 503, headers }
}
