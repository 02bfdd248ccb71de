import { Form } from '@remix-run/react'
import { Stack, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { FormAlert } from '../forms/form-alert.tsx'
import { resetMessages as words } from './messages.ts'

interface Props {
  readonly email: string
  readonly answer: { message: string } | undefined
  readonly busy: boolean
}

/** Where the link of a letter leads: a new password, and nothing else. */
export function ResetPage({ email, answer, busy }: Props) {
  return (
    <div className="narrow-page">
      <h1>{words.title}</h1>
      <p>{words.choose(email)}</p>
      <Form method="post">
        {/* For password managers, which keep a password with its address. */}
        <input type="hidden" name="username" value={email} autoComplete="username" />
        <Stack>
          {answer && <FormAlert>{answer.message}</FormAlert>}
          <TextInput
            name="password"
            type="password"
            label={words.newPassword}
            description={words.rules}
            autoComplete="new-password"
            required
            autoFocus
          />
          <BusyButton type="submit" busy={busy}>
            {words.save}
          </BusyButton>
        </Stack>
      </Form>
    </div>
  )
}
