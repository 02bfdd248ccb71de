import { useRef, useState, type FormEvent } from 'react'
import { Stack, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import type { AccountView } from '#server/identity/account/queries.ts'
import { paths } from '#app/paths.ts'
import { FormAlert } from '../forms/form-alert.tsx'
import { useDeed } from '../forms/use-deed.ts'
import { accountMessages as words, resetMessages } from './messages.ts'
import { OpenSessions } from './open-sessions.tsx'

/** Somebody's own account: their password, and the browsers in which they are signed in. */
export function AccountPage({ account }: { account: AccountView }) {
  return (
    <div className="plain-page">
      <h1>{words.title}</h1>
      <p className="quiet">{account.email}</p>
      <OpenSessions sessions={account.sessions} />
      <PasswordForm email={account.email} sendsMail={account.sendsMail} />
    </div>
  )
}

/** Unlike other forms, this one keeps no draft: a password is in its field and nowhere else. */
function PasswordForm({ email, sendsMail }: { email: string; sendsMail: boolean }) {
  const { send, busy, problem } = useDeed(paths.accountDeeds())
  const [isChanged, setChanged] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!form.current || busy) return
    const answer = await send('password', new FormData(form.current))
    setChanged(answer.ok)
    if (answer.ok) form.current.reset()
  }
  return (
    <section aria-labelledby="password">
      <h2 id="password">{words.password}</h2>
      <p className="quiet">{sendsMail ? words.changeNote : words.changeNoteWithoutMail}</p>
      <form ref={form} onSubmit={(event) => void submit(event)} aria-label={words.change} noValidate>
        <input type="hidden" name="username" value={email} autoComplete="username" />
        <Stack maw="24rem">
          {problem && <FormAlert>{problem.message}</FormAlert>}
          <TextInput
            name="current"
            type="password"
            label={words.current}
            autoComplete="current-password"
            required
            error={problem?.fields['current']}
          />
          <TextInput
            name="password"
            type="password"
            label={resetMessages.newPassword}
            description={resetMessages.rules}
            autoComplete="new-password"
            required
            error={problem?.fields['password'] !== undefined}
          />
          <BusyButton type="submit" busy={busy} style={{ alignSelf: 'start' }}>
            {words.change}
          </BusyButton>
          <p role="status">{isChanged && words.changed}</p>
        </Stack>
      </form>
    </section>
  )
}
