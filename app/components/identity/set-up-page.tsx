import { useEffect, useRef } from 'react'
import { Form } from '@remix-run/react'
import { Stack, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { FormAlert } from '../forms/form-alert.tsx'
import { setUpMessages as words } from './messages.ts'

/** Why nothing was founded, with what was typed when the page is made anew for it. */
export interface SetUpAnswer {
  readonly token?: string
  readonly typed?: { readonly team: string; readonly name: string; readonly email: string }
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
}

interface Props {
  readonly answer: SetUpAnswer | undefined
  readonly busy: boolean
}

/** Where the set-up link leads: the first team and its first admin. */
export function SetUpPage({ answer, busy }: Props) {
  const token = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // What stands behind # is not sent with an address: no log and no other page gets to know it.
    if (token.current && token.current.value === '') token.current.value = location.hash.slice(1)
  }, [])
  const errorOf = (field: string) => answer?.fields[field]
  return (
    <div className="narrow-page">
      <h1>{words.title}</h1>
      <p>{words.intro}</p>
      <Form method="post">
        <Stack>
          {answer && <FormAlert>{answer.message}</FormAlert>}
          <TextInput
            name="team"
            label={words.team}
            required
            autoFocus
            defaultValue={answer?.typed?.team}
            error={errorOf('team')}
          />
          <TextInput
            name="name"
            label={words.name}
            autoComplete="name"
            required
            defaultValue={answer?.typed?.name}
            error={errorOf('name')}
          />
          <TextInput
            name="email"
            type="email"
            label={words.email}
            autoComplete="username"
            required
            defaultValue={answer?.typed?.email}
            error={errorOf('email')}
          />
          <TextInput
            name="password"
            type="password"
            label={words.password}
            description={words.passwordHint}
            autoComplete="new-password"
            required
            error={errorOf('password')}
          />
          <TextInput
            ref={token}
            name="token"
            label={words.token}
            description={words.tokenHint}
            autoComplete="off"
            spellCheck={false}
            required
            defaultValue={answer?.token}
          />
          <BusyButton type="submit" busy={busy}>
            {words.found}
          </BusyButton>
        </Stack>
      </Form>
    </div>
  )
}
