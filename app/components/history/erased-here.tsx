import { Link } from '@remix-run/react'
import type { ErasedHere as Erased } from '#server/history/queries/erased.ts'
import { paths } from '#app/paths.ts'
import { historyMessages as words } from './messages.ts'
import { When } from './when.tsx'
import styles from './history.module.css'

/** What was erased of a history: when, by which two people, and where the team's history says so. */
export function ErasedHere({ erased }: { erased: readonly Erased[] }) {
  return erased.map(({ seq, entries, at, proposedBy, confirmedBy }) => (
    <p key={seq} className={styles.quiet}>
      {words.erasedHere(entries, proposedBy, confirmedBy)} <When at={at} exact />{' '}
      <Link to={paths.teamHistory('erasure.confirm')}>{words.entry(seq)}</Link>
    </p>
  ))
}
