import { Form, Link } from '@remix-run/react'
import { Button, Stack, TextInput } from '@mantine/core'
import { paths } from '#app/paths.ts'
import { FormAlert } from '../forms/form-alert.tsx'
import { identityMessages, resetMessages as words } from './messages.ts'

interface Props {
  readonly answer: { email: string; isSent: boolean; message: string } | undefined
  readonly busy: boolean
}

/** Where somebody who has forgotten their password asks for a link. */
export function ForgottenPage({ answer, busy }: Props) {
  return (
    <div className="narrow-page">
      <h1>{words.title}</h1>
      {answer?.isSent ? (
        <p role="status">{words.sent(answer.email)}</p>
      ) : (
        <Form method="post">
          <Stack>
            <p>{words.intro}</p>
            {answer && <FormAlert>{answer.message}</FormAlert>}
            <TextInput
              name="email"
              type="email"
              label={identityMessages.email}
              autoComplete="username"
              required
              autoFocus
              defaultValue={answer?.email ?? ''}
            />
            <Button type="submit" loading={busy}>
              {words.send}
            </Button>
          </Stack>
        </Form>
      )}
      <p>
        <Link to={paths.signIn()}>{words.back}</Link>
      </p>
    </div>
  )
}
