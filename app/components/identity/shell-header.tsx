import { useEffect } from 'react'
import { Form, Link } from '@remix-run/react'
import { ActionIcon, Button, useMantineColorScheme } from '@mantine/core'
import { madeFor, markOf } from '#server/identity/made-for.ts'
import { changePageState, isInOtherTeam, usePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { IconLightDark } from '#app/ui/icons.ts'
import { accountMessages, identityMessages } from './messages.ts'
import { TeamMenu } from './team-menu.tsx'
import { Bell } from '../notifications/bell.tsx'

interface Viewer {
  readonly personId: string
  readonly name: string
  readonly roles: readonly string[]
  readonly teamId: string
  readonly teams: Parameters<typeof TeamMenu>[0]['teams']
  /** Somebody signed in as them in a browser that was new, and they have not said yet that it was them. */
  readonly hasNewSignIn: boolean
}

interface Props {
  readonly viewer: Viewer | null
  /** Up to which news of the team they were loaded. */
  readonly upTo: number
}

/** The top of every page: where you are, who you are, and the way out. */
export function ShellHeader({ viewer, upTo }: Props) {
  useEffect(() => changePageState({ headerUpTo: upTo }), [upTo])
  const state = usePageState()
  const signedOut = state.signedOut && !isInOtherTeam(state)
  return (
    <header className="shell-header">
      <Link className="shell-name" to={paths.home()}>
        Plumbline
      </Link>
      {viewer && <TeamMenu viewer={viewer} teams={viewer.teams} />}
      <span className="shell-person">
        {viewer && (
          <>
            <Link to={paths.account()}>{viewer.name}</Link>, {viewer.roles.join(' and ')}
          </>
        )}
        {viewer &&
          signedOut &&
          ` · ${state.left === null ? identityMessages.signedOutShort : identityMessages.leftShort}`}
      </span>
      {viewer?.hasNewSignIn && (
        <Link className="shell-notice" to={paths.account()}>
          {accountMessages.newSignIn}
          <span>{accountMessages.wasItYouShort}</span>
        </Link>
      )}
      {viewer && <Bell />}
      <ColorSchemeButton />
      {viewer && (!signedOut || state.left !== null) && (
        // A page that is left for good: the browser asks first when words in it are not saved.
        <Form method="post" action={paths.signOut()} reloadDocument>
          <input type="hidden" name={madeFor.parameter} value={markOf(viewer)} />
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
