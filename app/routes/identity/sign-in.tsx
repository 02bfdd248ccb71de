import { json, redirect, type ActionFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, type ClientActionFunctionArgs } from '@remix-run/react'
import { Stack, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { FormAlert } from '#app/components/forms/form-alert.tsx'
import { useSending } from '#app/components/forms/use-sending.ts'
import { identityMessages, resetMessages } from '#app/components/identity/messages.ts'
import { retryAfterHeaders } from '#app/http/caller.server.ts'
import { loads, readForm } from '#app/http/context.server.ts'
import { ownPath } from '#app/http/own-path.ts'
import { changePageState, pageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { signInWith } from './sign-in.server.ts'

export const meta: MetaFunction = () => [{ title: 'Sign in · Plumbline' }]

export const headers = retryAfterHeaders

export const loader = loads(async ({ request, context }) => {
  const next = ownPath(new URL(request.url).searchParams.get('next'))
  if (await context.sessions.authenticate(request.headers.get('cookie'))) throw redirect(next)
  return { next, isReset: new URL(request.url).searchParams.has('reset') }
})

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request)
  const outcome = await signInWith(form, request, context)
  if ('message' in outcome) {
    const { message, status, headers: refusal } = outcome
    return json({ email: String(form.get('email') ?? ''), message }, { status, headers: refusal })
  }
  return redirect(ownPath(String(form.get('next') ?? '/')), { headers: outcome.headers })
}

/** Keeps the page when the server cannot be reached. Whoever signs in where nothing waits is whom it is for from now. */
export const clientAction = async ({ serverAction }: ClientActionFunctionArgs) => {
  try {
    return await serverAction<typeof action>()
  } catch (error) {
    if (!(error instanceof Response)) return { email: '', message: identityMessages.unreachable }
    if (!pageState().unsaved) changePageState({ person: null })
    throw error
  }
}

export default function SignIn() {
  const { next, isReset } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const busy = useSending()
  return (
    <div className="narrow-page">
      <h1>Sign in</h1>
      <Form method="post">
        <input type="hidden" name="next" value={next} />
        <Stack>
          {isReset && !answer && <p role="status">{resetMessages.done}</p>}
          {answer && <FormAlert>{answer.message}</FormAlert>}
          <TextInput
            name="email"
            type="email"
            label="E-mail"
            autoComplete="username"
            required
            autoFocus
            defaultValue={answer?.email ?? ''}
          />
          <TextInput name="password" type="password" label="Password" autoComplete="current-password" required />
          <BusyButton type="submit" busy={busy}>
            Sign in
          </BusyButton>
          <Link to={paths.forgotten()}>{resetMessages.forgotten}</Link>
        </Stack>
      </Form>
    </div>
  )
}
