import { useEffect, useState } from 'react'
import { Link, useLocation } from '@remix-run/react'
import { usePageState } from '#app/http/page-state.ts'
import { realtimeMessages } from './messages.ts'

/** Warns whoever leaves the page while words in it are not durable. */
export function UnsavedWarning() {
  const { unsaved } = usePageState()
  useEffect(() => {
    if (!unsaved) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [unsaved])
  return null
}

const patience = 2_000

/** On any other page: says that words wait on the one where they were typed, once that lasts, and leads there. */
export function UnsavedElsewhere() {
  const { pathname } = useLocation()
  const { unsavedAt } = usePageState()
  const isElsewhere = unsavedAt !== null && unsavedAt.split('?')[0] !== pathname
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

interface StrandedProps {
  readonly claims: readonly { readonly id: string; readonly number: number }[]
  readonly onOpen: (claimId: string) => void
}

/** Leads to the claims in which words were typed here that were not accepted. */
export function StrandedWords({ claims, onOpen }: StrandedProps) {
  const { stranded } = usePageState()
  const found = claims.filter(({ id }) => stranded.includes(id))
  if (found.length === 0) return null
  return (
    <div className="page-notice" role="alert">
      <p>{realtimeMessages.stranded}</p>
      {found.map(({ id, number }) => (
        <button key={id} type="button" className="text-button" onClick={() => onOpen(id)}>
          {realtimeMessages.copyFrom(number)}
        </button>
      ))}
    </div>
  )
}
