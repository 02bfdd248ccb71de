import { Link } from '@remix-run/react'
import type { MissingClaim } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { wholeMessages as words } from './whole-messages.ts'
import styles from './review.module.css'

/** The claims of a report that are not in its list, and why. */
export function MissingClaims({ reportId, missing }: { reportId: string; missing: readonly MissingClaim[] }) {
  if (missing.length === 0) return null
  return (
    <section aria-label={words.missing}>
      <h3>{words.missing}</h3>
      <ul className={styles.rules}>
        {missing.map(({ id, number, statement, why }) => (
          <li key={id} dir="auto">
            <Link to={paths.report(reportId, id)}>
              {number} {statement}
            </Link>{' '}
            <span className="quiet">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
