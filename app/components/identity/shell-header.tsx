import { Form, Link } from '@remix-run/react'
import { ActionIcon, Button, useMantineColorScheme } from '@mantine/core'
import { madeFor } from '#server/identity/made-for.ts'
import { usePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { IconLightDark } from '#app/ui/icons.ts'
import { Bell } from '../notifications/bell.tsx'
import { identityMessages } from './messages.ts'

interface Viewer {
  readonly personId: string
  readonly name: string
  readonly roles: readonly string[]
  readonly teamName: string
}

/** The top of every page: where you are, who you are, and the way out. */
export function ShellHeader({ viewer }: { viewer: Viewer | null }) {
  const { signedOut } = usePageState()
  return (
    <header className="shell-header">
      <Link className="shell-name" to={paths.home()}>
        Plumbline
      </Link>
      {viewer && (
        <Link className="shell-team" to={paths.team()}>
          {viewer.teamName}
        </Link>
      )}
      <span className="shell-person">
        {viewer && `${viewer.name}, ${viewer.roles.join(' and ')}`}
        {viewer && signedOut && ` · ${identityMessages.signedOutShort}`}
      </span>
      {viewer && <Bell />}
      <ColorSchemeButton />
      {viewer && !signedOut && (
        // A page that is left for good: the browser asks first when words in it are not saved.
        <Form method="post" action={paths.signOut()} reloadDocument>
          <input type="hidden" name={madeFor.parameter} value={viewer.personId} />
          <Button type="submit" size="compact-sm" variant="default">
            Sign out
          </Button>
        </Form>
      )}
    </header>
  )
}

function ColorSchemeButton() {
  const { toggleColorScheme } = useMantineColorScheme()
  return (
    <ActionIcon
      variant="default"
      aria-label={identityMessages.lightOrDark}
      title={identityMessages.lightOrDark}
      onClick={toggleColorScheme}
    >
      <IconLightDark size={16} aria-hidden />
    </ActionIcon>
  )
}
