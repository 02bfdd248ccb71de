import { isRouteErrorResponse, Link, useRouteError } from '@remix-run/react'
import { usePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { OtherTeam, teamNamedIn } from '../identity/other-team.tsx'
import { errorMessages } from './messages.ts'

/** In the place of a page that cannot be shown: what happened, what was kept, and what to do. */
export function ErrorPage() {
  const error = useRouteError()
  const { unsavedAt } = usePageState()
  const { title, sentence, mayPass } = wordsFor(error)
  const elsewhere = isRouteErrorResponse(error) ? teamNamedIn(error.data) : null
  if (elsewhere) return <OtherTeam team={elsewhere} />
  return (
    <div className="plain-page">
      <title>{`${title} · Plumbline`}</title>
      <h1>{title}</h1>
      <p>
        {sentence} {mayPass && unsavedAt === null && errorMessages.reload}
      </p>
      {unsavedAt !== null && <p role="alert">{errorMessages.unsaved}</p>}
      <p>
        {unsavedAt === null ? (
          <a href={paths.home()}>{errorMessages.home}</a>
        ) : (
          <Link to={unsavedAt}>{errorMessages.backToWords}</Link>
        )}
      </p>
    </div>
  )
}

function wordsFor(error: unknown) {
  const status = isRouteErrorResponse(error) ? error.status : 500
  if (status === 404) return { title: errorMessages.missingTitle, sentence: errorMessages.missing, mayPass: false }
  const sentence = status === 503 ? errorMessages.away : errorMessages.wrong
  return { title: errorMessages.wrongTitle, sentence, mayPass: true }
}
