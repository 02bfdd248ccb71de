import { useState, type FormEvent } from 'react'
import { Button, Group, Stack, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { lookWho } from '#app/http/made-for.ts'
import { changePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { FormAlert } from '../forms/form-alert.tsx'
import { postForm } from '../forms/use-deed.ts'
import { identityMessages } from './messages.ts'

/** Signs in without leaving the page. What went wrong is said here, with what was typed as it is. */
export function SignInForm({ onCancel }: { onCancel: () => void }) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const answer = await postForm(paths.signInAgain(), new FormData(event.currentTarget))
    if (!answer.ok) {
      setFailure(answer.id === 'unreachable' ? identityMessages.unreachable : answer.message)
      if (answer.id === 'no-team') changePageState({ refused: true })
    } else setFailure((await lookWho()) ? null : identityMessages.unreachable)
    setBusy(false)
  }
  return (
    <form method="post" action={paths.signInAgain()} onSubmit={(event) => void submit(event)}>
      <Stack>
        {failure && <FormAlert>{failure}</FormAlert>}
        <TextInput
          name="email"
          type="email"
          label={identityMessages.email}
          autoComplete="username"
          required
          data-autofocus
        />
        <TextInput
          name="password"
          type="password"
          label={identityMessages.password}
          autoComplete="current-password"
          required
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {identityMessages.cancel}
          </Button>
          <BusyButton type="submit" busy={busy}>
            {identityMessages.signInAgain}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  )
}
