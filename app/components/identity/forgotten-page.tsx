import { Form, Link } from '@remix-run/react'
import { Stack, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { paths } from '#app/paths.ts'
import { FormAlert } from '../forms/form-alert.tsx'
import { identityMessages, resetMessages as words } from './messages.ts'

interface Props {
  readonly sendsMail: boolean
  readonly answer: { email: string; isSent: boolean; message: string } | undefined
  readonly busy: boolean
}

/** Where somebody who has forgotten their password asks for a link. */
export function ForgottenPage({ sendsMail, answer, busy }: Props) {
  return (
    <div className="narrow-page">
      <h1>{words.title}</h1>
      {answer?.isSent ? (
        <p role="status">{sendsMail ? words.sent(answer.email) : `${words.made(answer.email)} ${words.noMail}`}</p>
      ) : (
        <Form method="post">
          <Stack>
            <p>{sendsMail ? words.intro : `${words.introWithoutMail} ${words.noMail}`}</p>
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
            <BusyButton type="submit" busy={busy}>
              {sendsMail ? words.send : words.make}
            </BusyButton>
          </Stack>
        </Form>
      )}
      <p>
        <Link to={paths.signIn()}>{words.back}</Link>
      </p>
    </div>
  )
}
