import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, useNavigation, type ClientActionFunctionArgs } from '@remix-run/react'
import { JoinPage } from '#app/components/identity/join-page.tsx'
import { identityMessages } from '#app/components/identity/messages.ts'
import { loads, readForm } from '#app/http/context.server.ts'
import { changePageState, pageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { asProblem } from '#server/errors.ts'
import { acceptInvitation } from '#server/identity/commands.ts'
import { invitationView } from '#server/identity/queries.ts'
import { signInWith } from './sign-in.server.ts'

export const meta: MetaFunction = () => [{ title: 'Join · Plumbline' }]

export const loader = loads(({ params, context }: LoaderFunctionArgs) =>
  invitationView(context.system, params['token'] ?? ''),
)

/** Joins, and signs in as whoever joined. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request)
  const [name, password] = ['name', 'password'].map((field) => String(form.get(field) ?? ''))
  try {
    const { email } = await acceptInvitation(context.system, params['token'] ?? '', { name, password })
    form.set('email', email)
    const outcome = await signInWith(form, request.headers.get('cookie'), context)
    return 'cookie' in outcome
      ? redirect(paths.home(), { headers: { 'set-cookie': outcome.cookie } })
      : redirect(paths.signIn())
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    return json({ name: name ?? '', message: problem.message, fields: problem.fields }, { status: problem.status })
  }
}

/** Keeps the page when the server cannot be reached. Whoever joined is whom it is for from now. */
export const clientAction = async ({ serverAction }: ClientActionFunctionArgs) => {
  try {
    return await serverAction<typeof action>()
  } catch (error) {
    if (!(error instanceof Response)) return { name: '', message: identityMessages.unreachable, fields: {} }
    if (!pageState().unsaved) changePageState({ person: null })
    throw error
  }
}

export default function Join() {
  const busy = useNavigation().state !== 'idle'
  return <JoinPage invitation={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} busy={busy} />
}
