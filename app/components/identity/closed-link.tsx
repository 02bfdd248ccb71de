import { isRouteErrorResponse, Link, useRouteError } from '@remix-run/react'
import { ErrorPage } from '../errors/error-page.tsx'

interface Props {
  readonly title: string
  /** Where to go from a link that opens nothing any more. */
  readonly onward: { readonly to: string; readonly label: string }
}

/** Where a link leads that opens nothing any more, or not just now: the server knows why. */
export function ClosedLink({ title, onward: { to, label } }: Props) {
  const closed = whyClosed(useRouteError())
  if (!closed) return <ErrorPage />
  return (
    <div className="narrow-page">
      <h1>{title}</h1>
      <p>{closed.sentence}</p>
      {closed.isForGood && <Link to={to}>{label}</Link>}
    </div>
  )
}

/** What the server says of a link, and whether it stays so; null for what no link is to blame for. */
export function whyClosed(error: unknown): { sentence: string; isForGood: boolean } | null {
  if (!isRouteErrorResponse(error) || ![404, 429].includes(error.status)) return null
  const { message } = error.data as { message: string }
  return { sentence: message, isForGood: error.status === 404 }
}
