import { json, redirect, type ActionFunctionArgs } from '@remix-run/node'
import { paths } from '#app/paths.ts'
import { identityMessages } from '#app/components/identity/messages.ts'

export const loader = () => redirect(paths.signIn())

/** Signs in without leaving the page, so that what waits in it is kept. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData()
  const [email, password] = ['email', 'password'].map((name) => String(form.get(name) ?? ''))
  const cookie = await context.sessions.signIn(email ?? '', password ?? '', context.secure)
  if (!cookie) return json({ ok: false as const, message: identityMessages.wrong }, { status: 422 })
  return json({ ok: true as const }, { headers: { 'set-cookie': cookie } })
}
