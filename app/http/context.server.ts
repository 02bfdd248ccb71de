import { json, redirect, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import { paths } from '#app/paths.ts'
import { hasTooManyFields } from './form-parts.server.ts'
import { ownPath } from './own-path.ts'
import type { Context } from '#server/context.ts'
import { asProblem, Problem } from '#server/errors.ts'
import { differsFrom, madeFor } from '#server/identity/made-for.ts'
import { otherTeamWith } from '#server/identity/queries.ts'
import type { Actor } from '#server/policy/can.ts'

/**
 * The context of the signed-in member. A page is sent to sign in and comes back after; anything else is told.
 * @throws {Response} a redirect, or 401 as JSON.
 * @throws {Problem} `somebody-else` or `other-team` when the page that asks was made for that, `forbidden` when its person is in no team any more.
 */
export async function signedIn(request: Request, context: AppLoadContext): Promise<Context> {
  const found = await whoAsks(request, context)
  if (found) {
    expectMadeFor(found.actor, request.headers.get(madeFor.header))
    return { ...context.system, actor: found.actor }
  }
  if (request.method !== 'GET') {
    await expectNotLeft(request, context)
    const message = 'You are signed out. What you typed is still here; sign in and save again.'
    throw json({ ok: false, id: 'signed-out', message, fields: {} }, { status: 401 })
  }
  const { pathname, search } = new URL(request.url)
  throw redirect(paths.signIn(ownPath(`${pathname.replace(/\.data$/u, '')}${search}`)))
}

/** @throws {Problem} `forbidden`, for somebody who is signed in and no longer in the team of the page that asks. */
async function expectNotLeft({ headers }: Request, { sessions }: AppLoadContext): Promise<void> {
  const team = await sessions.leftTeam(headers.get('cookie'), headers.get(madeFor.header))
  if (team === null) return
  throw new Problem('forbidden', `You are no longer a member of ${team}. What you typed is still here to copy.`)
}

/**
 * Who asks. Opening a page and sending something is use of a session; what an open page loads by itself is not, so that
 * a forgotten one does not keep its person signed in.
 */
export function whoAsks(request: Request, { sessions }: AppLoadContext) {
  const isOpened = request.headers.get('accept')?.includes('text/html') ?? false
  const cookie = request.headers.get('cookie')
  return request.method !== 'GET' || isOpened ? sessions.authenticate(cookie) : sessions.recognise(cookie)
}

/**
 * Refuses what a page sends that was made for another person than the one who is signed in, or in another team than
 * the one that is chosen now; a page that does not say is believed.
 * @throws {Problem} `somebody-else`, `other-team`
 */
export function expectMadeFor(actor: Actor, mark: string | null): void {
  expectSamePerson(actor, mark)
  if (differsFrom(mark, actor) === null) return
  throw new Problem(
    'other-team',
    'You are in another team in this browser now, so this was not done: it would be done there. What you typed is still here.',
  )
}

/**
 * The same for what concerns the person in all of their teams.
 * @throws {Problem} `somebody-else`
 */
export function expectSamePerson(actor: Actor, mark: string | null): void {
  if (differsFrom(mark, actor) !== 'person') return
  throw new Problem(
    'somebody-else',
    `${actor.name} is signed in now, so this was not done: it would carry their name. What you typed is still here.`,
  )
}

/** The JSON answer of an action: what it did, or the problem in a sentence with its status. */
export async function answer(work: () => Promise<object | void>): Promise<Response> {
  try {
    return json({ ok: true, ...(await work()) })
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    const { id, message, fields, status, headers } = problem
    return json({ ok: false, id, message, fields }, { status, headers })
  }
}

/**
 * A loader that answers a problem with its status, so that the page can tell a refusal and an outage from a mistake.
 * What is not here but in another team of whoever asks is told to them, with that team.
 */
export function loads<Data>(load: (args: LoaderFunctionArgs) => Promise<Data>) {
  return async (args: LoaderFunctionArgs): Promise<Data> => {
    try {
      return await load(args)
    } catch (error) {
      const problem = asProblem(error)
      if (!problem) throw error
      const team = problem.id === 'not-found' ? await teamWithIt(args) : null
      const { message, headers } = problem
      throw json({ message, ...(team && { team }) }, { status: team ? 409 : problem.status, headers })
    }
  }
}

async function teamWithIt({ request, params: { id }, context }: LoaderFunctionArgs) {
  const found = id === undefined ? null : await context.sessions.recognise(request.headers.get('cookie'))
  return found && id !== undefined ? otherTeamWith(context.system, found, id) : null
}

export const unreadable = 'This form could not be read and nothing was saved. Reload the page and try again.'

/**
 * A form as it was sent.
 * @throws {Response} 400 as JSON, for one that cannot be read or holds what no text can.
 */
export async function readForm(request: Request): Promise<FormData> {
  const form = await parsed(request).catch(() => null)
  const isText = form && [...form].every(([, value]) => typeof value !== 'string' || !value.includes('\0'))
  if (isText) return form
  throw json({ ok: false, id: 'invalid', message: unreadable, fields: {} }, { status: 400 })
}

async function parsed(request: Request): Promise<FormData | null> {
  const type = request.headers.get('content-type') ?? ''
  const body = await request.arrayBuffer()
  if (hasTooManyFields(new Uint8Array(body), type)) return null
  return new Response(body, { headers: { 'content-type': type } }).formData()
}

/** The fields of a form; a name that occurs several times becomes a list. */
export async function formFields(request: Request): Promise<Record<string, string | string[]>> {
  const lists = new Map<string, string[]>()
  for (const [name, value] of await readForm(request)) {
    if (typeof value !== 'string') continue
    const known = lists.get(name)
    if (known) known.push(value)
    else lists.set(name, [value])
  }
  return Object.fromEntries([...lists].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? '')]))
}
