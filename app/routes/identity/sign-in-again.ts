import { json, redirect, type ActionFunctionArgs } from '@remix-run/node'
import { readForm } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { signInWith } from './sign-in.server.ts'

export const loader = () => redirect(paths.signIn())

/** Signs in without leaving the page, so that what waits in it is kept. */
export async function action({ request, context }: ActionFunctionArgs) {
  const outcome = await signInWith(await readForm(request), request, context)
  if (!('message' in outcome)) return json({ ok: true }, { headers: outcome.headers })
  const { id, message, status, headers } = outcome
  return json({ ok: false, id, message, fields: {} }, { status, headers })
}
