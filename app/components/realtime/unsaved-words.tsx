import { useEffect } from 'react'
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
