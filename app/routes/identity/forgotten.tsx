import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, type ClientActionFunctionArgs } from '@remix-run/react'
import { useSending } from '#app/components/forms/use-sending.ts'
import { ForgottenPage } from '#app/components/identity/forgotten-page.tsx'
import { identityMessages } from '#app/components/identity/messages.ts'
import { retryAfterHeaders } from '#app/http/caller.server.ts'
import { readForm } from '#app/http/context.server.ts'
import { asProblem } from '#server/errors.ts'
import { askForReset } from '#server/identity/account/commands.ts'

export const meta: MetaFunction = () => [{ title: 'A new password · Plumbline' }]

export const headers = retryAfterHeaders

export const loader = ({ context }: LoaderFunctionArgs) => ({ sendsMail: context.accounts.post.sendsMail })

/** Answers the same, at the same time, whether the address has an account or not. */
export async function action({ request, context }: ActionFunctionArgs) {
  const email = String((await readForm(request)).get('email') ?? '')
  try {
    await askForReset(context.accounts, { email }, context.clientAddress)
    return json({ email, isSent: true, message: '' })
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    return json(
      { email, isSent: false, message: problem.message },
      { status: problem.status, headers: problem.headers },
    )
  }
}

/** Keeps the page when the server cannot be reached. */
export const clientAction = async ({ serverAction }: ClientActionFunctionArgs) => {
  try {
    return await serverAction<typeof action>()
  } catch (error) {
    if (error instanceof Response) throw error
    return { email: '', isSent: false, message: identityMessages.unreachable }
  }
}

export default function Forgotten() {
  const { sendsMail } = useLoaderData<typeof loader>()
  const busy = useSending()
  return <ForgottenPage sendsMail={sendsMail} answer={useActionData<typeof action>()} busy={busy} />
}
