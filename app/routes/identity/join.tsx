import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, type ClientActionFunctionArgs } from '@remix-run/react'
import { useSending } from '#app/components/forms/use-sending.ts'
import { ClosedLink } from '#app/components/identity/closed-link.tsx'
import { JoinPage } from '#app/components/identity/join-page.tsx'
import { identityMessages, joinMessages, resetMessages } from '#app/components/identity/messages.ts'
import { callerOf, retryAfterHeaders } from '#app/http/caller.server.ts'
import { loads, readForm } from '#app/http/context.server.ts'
import { changePageState, pageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { asProblem } from '#server/errors.ts'
import { join } from '#server/identity/account/commands.ts'
import { openInvitationView } from '#server/identity/account/queries.ts'
import { signInWith } from './sign-in.server.ts'

export const meta: MetaFunction = () => [{ title: 'Join · Plumbline' }]

export const headers = retryAfterHeaders

export const loader = loads(({ params, context: { accounts, clientAddress } }: LoaderFunctionArgs) =>
  openInvitationView(accounts, params['token'] ?? '', clientAddress),
)

/** Joins, and signs in as whoever joined. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request)
  const [name = '', password = ''] = ['name', 'password'].map((field) => String(form.get(field) ?? ''))
  try {
    const { email, teamId } = await join(
      context.accounts,
      params['token'] ?? '',
      { name, password },
      callerOf(request, context),
    )
    form.set('email', email)
    // They may be in other teams; this is the one that they came for.
    const outcome = await signInWith(form, request, context, teamId)
    return 'message' in outcome ? redirect(paths.signIn()) : redirect(paths.home(), { headers: outcome.headers })
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    const { message, fields, status, headers: refusal } = problem
    return json({ name, message, fields }, { status, headers: refusal })
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

export function ErrorBoundary() {
  return <ClosedLink title={joinMessages.closed} onward={{ to: paths.signIn(), label: resetMessages.back }} />
}

export default function Join() {
  const busy = useSending()
  return <JoinPage invitation={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} busy={busy} />
}
