import { useEffect, useState } from 'react'
import { Link, useLocation } from '@remix-run/react'
import { Button } from '@mantine/core'
import { pageState, usePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { hasAnyDraft } from '../forms/drafts.ts'
import { realtimeMessages } from './messages.ts'
import { TextsToCopy } from './texts-to-copy.tsx'

/** Warns whoever leaves the page while words in it are not durable, or forms in it not sent. */
export function UnsavedWarning() {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (pageState().unsaved || hasAnyDraft()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [])
  return null
}

/** The words that were typed here, were not accepted and are not on the screen: on every page, until they are let go. */
export function StrandedWords() {
  const { waiting } = usePageState()
  return waiting.map(({ claim, refused, isShown, forget }) =>
    refused && !isShown ? (
      <section key={claim.claimId} className="page-notice stranded-words" role="alert">
        <p>
          {realtimeMessages.stranded}{' '}
          <Link to={paths.report(claim.reportId, claim.claimId)}>
            {realtimeMessages.claimOf(claim.number, claim.reportTitle)}
          </Link>
        </p>
        <TextsToCopy texts={refused} labelOf={(label) => realtimeMessages.textOf(label, claim.number)} />
        <Button size="compact-sm" variant="default" onClick={forget}>
          {realtimeMessages.copied}
        </Button>
      </section>
    ) : null,
  )
}

const patience = 2_000

/** On any other page: says that words wait on the one where they were typed, once that lasts, and leads there. */
export function UnsavedElsewhere() {
  const { pathname } = useLocation()
  const { unsavedAt, waiting } = usePageState()
  // Words that were refused are shown themselves, on every page.
  const wait = waiting.some(({ refused }) => refused === null)
  const isElsewhere = wait && unsavedAt !== null && unsavedAt.split('?')[0] !== pathname
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!isElsewhere) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), patience)
    return () => clearTimeout(timer)
  }, [isElsewhere])
  if (!lasts || unsavedAt === null) return null
  return (
    <div className="page-notice" role="status">
      <p>{realtimeMessages.elsewhere}</p>
      <Link to={unsavedAt}>{realtimeMessages.toWords}</Link>
    </div>
  )
}
