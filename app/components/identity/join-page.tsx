import { Form } from '@remix-run/react'
import { Stack, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import type { InvitationView } from '#server/identity/queries.ts'
import { FormAlert } from '../forms/form-alert.tsx'
import { joinMessages as words } from './messages.ts'

interface Props {
  readonly invitation: InvitationView
  readonly answer: { name: string; message: string; fields: Readonly<Record<string, string>> } | undefined
  readonly busy: boolean
}

/** Where an invitation's link leads: a name and a password, and one is in. */
export function JoinPage({ invitation: { teamName, email, roles, hasAccount }, answer, busy }: Props) {
  return (
    <div className="narrow-page">
      <h1>{words.title(teamName)}</h1>
      <p>{words.intro(email, roles.join(' and '))}</p>
      <Form method="post">
        <Stack>
          {answer && <FormAlert>{answer.message}</FormAlert>}
          <TextInput
            name="name"
            label={words.name}
            autoComplete="name"
            required
            autoFocus
            defaultValue={answer?.name ?? ''}
            error={answer?.fields['name']}
          />
          <TextInput
            name="password"
            type="password"
            label={words.password}
            description={hasAccount ? words.ownPassword : words.newPassword}
            autoComplete={hasAccount ? 'current-password' : 'new-password'}
            required
            error={answer?.fields['password']}
          />
          <BusyButton type="submit" busy={busy}>
            {words.join}
          </BusyButton>
        </Stack>
      </Form>
    </div>
  )
}
