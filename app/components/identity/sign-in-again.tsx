import { useEffect, useState } from 'react'
import { useFetcher, useRevalidator } from '@remix-run/react'
import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { usePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import type { action } from '#app/routes/identity/sign-in-again.ts'
import { identityMessages } from './messages.ts'

/** Says that the sign-in has ended and lets the person renew it here, with everything on the page as it is. */
export function SignInAgain() {
  const { signedOut } = usePageState()
  const [opened, setOpened] = useState(false)
  const { revalidate } = useRevalidator()
  useEffect(() => {
    if (!signedOut) return setOpened(false)
    // It may have been renewed in another tab.
    const look = () => document.visibilityState === 'visible' && revalidate()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [signedOut, revalidate])
  if (!signedOut) return null
  return (
    <div className="page-notice" role="alert">
      <p>
        <strong>{identityMessages.signedOut}</strong> {identityMessages.kept}
      </p>
      <Button size="compact-sm" onClick={() => setOpened(true)}>
        {identityMessages.signInAgain}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={identityMessages.signInAgain} centered>
        <SignInForm onCancel={() => setOpened(false)} />
      </Modal>
    </div>
  )
}

function SignInForm({ onCancel }: { onCancel: () => void }) {
  const fetcher = useFetcher<typeof action>()
  const failure = fetcher.data?.ok === false ? fetcher.data.message : null
  return (
    <fetcher.Form method="post" action={paths.signInAgain()}>
      <Stack>
        {failure && (
          <Alert color="red" role="alert" variant="outline">
            {failure}
          </Alert>
        )}
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
          <Button type="submit" loading={fetcher.state !== 'idle'}>
            {identityMessages.signInAgain}
          </Button>
        </Group>
      </Stack>
    </fetcher.Form>
  )
}
