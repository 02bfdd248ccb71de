import { Link } from '@remix-run/react'
import { Checkbox } from '@mantine/core'
import { paths } from '#app/paths.ts'
import { ratingWords } from '#server/reports/claim-review/import.ts'
import type { ClaimReview } from '#server/reports/claim-review/read.ts'
import type { Known, Outcome } from '#server/reports/commands/claim-reviews.ts'
import { importMessages as words } from './import-messages.ts'
import styles from './import.module.css'
import { isNew } from './use-import.ts'

interface Props {
  readonly review: ClaimReview
  readonly known: Known | undefined
  readonly outcome: Outcome | undefined
  /** The report of the import that is under way; empty for none. */
  readonly reportId: string
  readonly isChosen: boolean
  readonly isFixed: boolean
  readonly onChoose: (isChosen: boolean) => void
}

/** One review as it was read: what it says, how it differs, and what became of it. */
export function ImportItem({ review, known, outcome, reportId, isChosen, isFixed, onChoose }: Props) {
  const { claimReviewed, publisher, claimants, claimDate, url, deviations, raw } = review
  const said = [...claimants, claimDate.text].filter((each) => each !== '').join(', ')
  return (
    <li className={styles.review}>
      <Checkbox
        checked={isChosen}
        disabled={isFixed || !isNew(review, known)}
        label={<span dir="auto">{claimReviewed || words.untitled}</span>}
        // A statement is to be read, whether it can be chosen or not.
        styles={{ label: { color: 'inherit' } }}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <div className={styles.about}>
        <div className="quiet">
          {words.by(publisher)} · {words.verdict(ratingWords(review) || words.noRating)}
        </div>
        {said !== '' && <div className="quiet">{words.claimed(said)}</div>}
        {url !== '' && (
          <a href={url} target="_blank" rel="noreferrer noopener">
            {url}
          </a>
        )}
        <Fate review={review} known={known} outcome={outcome} reportId={reportId} />
        {deviations.length > 0 && (
          <details>
            <summary>{words.deviations(deviations.length)}</summary>
            <ul>
              {deviations.map(({ id, field, sentence }) => (
                <li key={`${id} ${field}`}>{sentence}</li>
              ))}
            </ul>
          </details>
        )}
        <details>
          <summary>{words.raw}</summary>
          <pre className={styles.raw}>{raw}</pre>
        </details>
      </div>
    </li>
  )
}

function Fate({ review, known, outcome, reportId }: Pick<Props, 'review' | 'known' | 'outcome' | 'reportId'>) {
  if (outcome?.state === 'refused') return <strong>{words.refused(outcome.message)}</strong>
  if (outcome) return <Standing said={words[outcome.state]} to={paths.report(reportId, outcome.claimId)} />
  if (review.claimReviewed === '') return <strong>{words.noStatement}</strong>
  if (known && known.state !== 'new') {
    return <Standing said={words[known.state]} to={paths.report(known.reportId, known.claimId)} />
  }
  return isNew(review, known) ? null : <strong>{words.repeated}</strong>
}

const Standing = ({ said, to }: { readonly said: string; readonly to: string }) => (
  <div>
    <strong>{said}</strong> <Link to={to}>{words.open}</Link>
  </div>
)
