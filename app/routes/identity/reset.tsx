import { json, redirect, type ActionFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, type ClientActionFunctionArgs } from '@remix-run/react'
import { useSending } from '#app/components/forms/use-sending.ts'
import { ClosedLink } from '#app/components/identity/closed-link.tsx'
import { identityMessages, resetMessages } from '#app/components/identity/messages.ts'
import { ResetPage } from '#app/components/identity/reset-page.tsx'
import { callerOf, retryAfterHeaders } from '#app/http/caller.server.ts'
import { loads, readForm } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { asProblem } from '#server/errors.ts'
import { chooseNewPassword } from '#server/identity/account/commands.ts'
import { openReset } from '#server/identity/account/queries.ts'

export const meta: MetaFunction = () => [{ title: 'A new password · Plumbline' }]

export const headers = retryAfterHeaders

export const loader = loads(async ({ params, context: { accounts, clientAddress } }) => {
  const { email } = await openReset(accounts, params['token'] ?? '', clientAddress)
  return { email }
})

/** Changes the password; whoever chose it signs in with it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const password = String((await readForm(request)).get('password') ?? '')
  try {
    const caller = callerOf(request, context)
    const { cookie } = await chooseNewPassword(context.accounts, params['token'] ?? '', { password }, caller)
    return redirect(paths.signInAfterReset(), { headers: { 'set-cookie': cookie } })
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    return json({ message: problem.message }, { status: problem.status, headers: problem.headers })
  }
}

/** Keeps the page when the server cannot be reached. */
export const clientAction = async ({ serverAction }: ClientActionFunctionArgs) => {
  try {
    return await serverAction<typeof action>()
  } catch (error) {
    if (error instanceof Response) throw error
    return { message: identityMessages.unreachable }
  }
}

export default function Reset() {
  const { email } = useLoaderData<typeof loader>()
  return <ResetPage email={email} answer={useActionData<typeof action>()} busy={useSending()} />
}

export function ErrorBoundary() {
  const { title, askAnew } = resetMessages
  return <ClosedLink title={title} onward={{ to: paths.forgotten(), label: askAnew }} />
}
