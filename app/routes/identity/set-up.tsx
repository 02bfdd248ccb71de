import { json, redirect, type ActionFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, type ClientActionFunctionArgs } from '@remix-run/react'
import { useSending } from '#app/components/forms/use-sending.ts'
import { identityMessages } from '#app/components/identity/messages.ts'
import { SetUpPage, type SetUpAnswer } from '#app/components/identity/set-up-page.tsx'
import { retryAfterHeaders } from '#app/http/caller.server.ts'
import { loads, readForm } from '#app/http/context.server.ts'
import { changePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { asProblem } from '#server/errors.ts'
import { isToBeSetUp, setUp } from '#server/identity/set-up.gateway.ts'
import { signInWith } from './sign-in.server.ts'

export const meta: MetaFunction = () => [{ title: 'Set up · Plumbline' }]

export const headers = retryAfterHeaders

export const loader = loads(async ({ context }) => {
  if (!(await isToBeSetUp(context.system))) throw redirect(paths.signIn())
  return null
})

/** Founds the team, and signs its first admin in. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request)
  const text = (name: string) => String(form.get(name) ?? '')
  const typed = { team: text('team'), name: text('name'), email: text('email') }
  try {
    const { attempts } = context.accounts
    const input = { ...typed, password: text('password') }
    await attempts.openLink(context.clientAddress, () => setUp(context.system, text('token'), input))
    const outcome = await signInWith(form, request, context)
    return 'message' in outcome ? redirect(paths.signIn()) : redirect(paths.team(), { headers: outcome.headers })
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    const { message, fields, status, headers: refusal } = problem
    return json<SetUpAnswer>({ token: text('token'), typed, message, fields }, { status, headers: refusal })
  }
}

/** Keeps the page when the server cannot be reached. The admin is whom it is for from now. */
export const clientAction = async ({ serverAction }: ClientActionFunctionArgs): Promise<SetUpAnswer> => {
  try {
    return await serverAction<SetUpAnswer>()
  } catch (error) {
    if (!(error instanceof Response)) return { message: identityMessages.unreachable, fields: {} }
    changePageState({ person: null })
    throw error
  }
}

export default function SetUp() {
  return <SetUpPage answer={useActionData<SetUpAnswer>()} busy={useSending()} />
}
