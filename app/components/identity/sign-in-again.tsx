import { useEffect, useRef, useState } from 'react'
import { useRevalidator } from '@remix-run/react'
import { Button, Modal } from '@mantine/core'
import { lookWho } from '#app/http/made-for.ts'
import { isInOtherTeam, pageState, usePageState } from '#app/http/page-state.ts'
import { identityMessages } from './messages.ts'
import { InOtherTeam, type NamedTeam } from './in-other-team.tsx'
import { SignInForm } from './sign-in-form.tsx'

/**
 * Says that the page's person is not signed in any more, or that somebody else is, or that they are in another team by
 * now or have left this one, and lets them come back here where they can, with everything on the page as it is.
 */
export function SignInAgain({ teams }: { teams: readonly NamedTeam[] }) {
  const state = usePageState()
  const { person, signedOut, asking, instead, left, refused } = state
  useWatchWho()
  useLoadAnewWhenBack(signedOut)
  if (!signedOut) return refused ? <Refused /> : null
  if (asking) return null
  if (person && instead && isInOtherTeam(state)) {
    return <InOtherTeam before={person} now={instead} teams={teams} left={left} refused={refused} />
  }
  if (left !== null && instead === null) return <Left team={left} />
  return (
    <div className="page-notice" role="alert">
      {instead === null ? <SignedOut refused={refused} /> : <SomebodyElse name={instead.name} />}
      {/* Anew when it is somebody else: whoever signed in with it is told by the page. */}
      <Renewal key={instead?.personId} variant={instead === null ? 'filled' : 'default'} />
    </div>
  )
}

function Renewal({ variant }: { variant: 'filled' | 'default' }) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant={variant} onClick={() => setOpened(true)}>
        {identityMessages.signInAgain}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={identityMessages.signInAgain} centered>
        <SignInForm onCancel={() => setOpened(false)} />
      </Modal>
    </>
  )
}

function SignedOut({ refused }: { refused: boolean }) {
  return (
    <p>
      <strong>{identityMessages.signedOut}</strong> {refused ? identityMessages.refused : identityMessages.kept}
    </p>
  )
}

function Left({ team }: { team: string }) {
  return (
    <div className="page-notice" role="alert">
      <p>{identityMessages.left(team)}</p>
    </div>
  )
}

function Refused() {
  return (
    <div className="page-notice" role="alert">
      <p>{identityMessages.refused}</p>
    </div>
  )
}

function SomebodyElse({ name }: { name: string }) {
  const { person } = usePageState()
  return (
    <>
      <p>{identityMessages.somebodyElse(name, person?.name ?? '')}</p>
      <Button size="compact-sm" onClick={() => location.reload()}>
        {identityMessages.goOn(name)}
      </Button>
    </>
  )
}

/** Asks whether it is still the same person whenever somebody comes back to the page: all tabs share one sign-in. */
function useWatchWho(): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && pageState().person !== null) void lookWho()
    }
    document.addEventListener('visibilitychange', look)
    window.addEventListener('focus', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('focus', look)
    }
  }, [])
}

function useLoadAnewWhenBack(signedOut: boolean): void {
  const { revalidate } = useRevalidator()
  const was = useRef(signedOut)
  useEffect(() => {
    if (was.current && !signedOut) revalidate()
    was.current = signedOut
  }, [signedOut, revalidate])
}
