import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { answer, expectSamePerson, readForm } from '#app/http/context.server.ts'
import { ownPath } from '#app/http/own-path.ts'
import { paths } from '#app/paths.ts'
import { Problem } from '#server/errors.ts'
import { madeFor } from '#server/identity/made-for.ts'

export const loader = () => redirect(paths.home())

/**
 * Works in another team of one's own from now on, in all tabs of this browser. A page that is left for it is sent on
 * to where it wanted to go, which says what is so if the choice did not go.
 */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const form = await readForm(request)
  const text = (name: string) => String(form.get(name) ?? '')
  const cookies = request.headers.get('cookie')
  const chosen = await answer(async () => {
    const found = await context.sessions.authenticate(cookies)
    if (!found) throw new Problem('signed-out', 'You are signed out.')
    expectSamePerson(found.actor, text(madeFor.parameter) || request.headers.get(madeFor.header))
    if (await context.sessions.chooseTeam(cookies, text('team'))) return
    throw new Problem('not-found', 'You are in no such team.')
  })
  const isPage = request.headers.get('accept')?.includes('text/html') ?? false
  return isPage ? redirect(ownPath(text('next'))) : chosen
}
