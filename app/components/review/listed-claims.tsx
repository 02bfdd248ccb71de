import { useMemo } from 'react'
import type { ListedClaim, ReportForm } from '#server/publication/report-form.ts'
import { compareLists } from '#server/review/compare-lists.ts'
import { VerdictBadge } from '../claims/verdict-badge.tsx'
import { wholeMessages as words } from './whole-messages.ts'
import styles from './review.module.css'

interface Props {
  readonly now: ReportForm
  /** What it is compared with, and how that is said; null for nothing. */
  readonly before: { readonly form: ReportForm; readonly title: string } | null
}

/** The claims of a report as readers would see them in its list; what differs from another list is marked and said. */
export function ListedClaims({ now, before }: Props) {
  const than = before?.form ?? null
  const changes = useMemo(() => than && compareLists(than, now), [than, now])
  const markOf = (claim: ListedClaim) => {
    if (changes?.added.includes(claim)) return words.added
    return changes?.changed.includes(claim) ? words.changed : null
  }
  const { title, publisher, sourceUrl, language } = now
  const count = changes ? changes.added.length + changes.changed.length + changes.gone.length : 0
  return (
    <>
      <p className="quiet">{[title, publisher, sourceUrl, language].filter(Boolean).join(' · ')}</p>
      {now.claims.length === 0 ? <p className="quiet">{words.empty}</p> : <p>{words.listed(now.claims.length)}</p>}
      {before && (
        <p className="quiet">
          {before.title} {count === 0 && !changes?.isReordered && words.same} {changes?.isReordered && words.reordered}
        </p>
      )}
      <ol className={styles.listed}>
        {now.claims.map((claim) => (
          <Line key={claim.id} claim={claim} mark={markOf(claim)} />
        ))}
      </ol>
      {changes && changes.gone.length > 0 && (
        <>
          <p className="quiet">{words.gone}</p>
          <ul className={styles.listed}>
            {changes.gone.map(({ id, statement }) => (
              <li key={id} dir="auto">
                <del>{statement}</del>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Line({ claim: { statement, rating }, mark }: { claim: ListedClaim; mark: string | null }) {
  return (
    <li dir="auto">
      <span className={styles.statement}>{statement}</span> <VerdictBadge rating={rating === '' ? null : rating} />
      {mark !== null && (
        <>
          {' '}
          <ins>{mark}</ins>
        </>
      )}
    </li>
  )
}
