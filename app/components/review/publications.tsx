import { Alert } from '@mantine/core'
import type { PublicationView, ReviewedClaim } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { When } from '../history/when.tsx'
import { reviewMessages as words } from './review-messages.ts'
import styles from './review.module.css'

/** What readers have of a claim, each form by its number, and what they do not have yet. */
export function Publications({ claim }: { claim: ReviewedClaim }) {
  const { id, publications, retraction, corrections, differs } = claim
  const last = publications.at(-1)
  return (
    <section aria-label={words.publications}>
      <h3>{words.publications}</h3>
      {publications.length === 0 && <p className="quiet">{words.noPublication}</p>}
      {retraction && (
        <p>
          {words.takenBack[retraction.how]} <When at={retraction.at} />: {retraction.note}
        </p>
      )}
      {differs && (
        <Alert color="yellow" p="xs">
          {words.differs}
        </Alert>
      )}
      {corrections.map((correction) => (
        <div key={correction.id} className={styles.correction}>
          <p>
            {words.correction} {correction.wrong} → {correction.now} ({correction.why})
          </p>
          <DeedButton
            action={paths.claimPublication(id)}
            intent="correction.withdraw"
            fields={{ correctionId: correction.id }}
          >
            {words.withdrawCorrection}
          </DeedButton>
        </div>
      ))}
      <ol className={styles.rules} reversed>
        {publications.toReversed().map((publication) => (
          <PublicationLine key={publication.number} publication={publication} />
        ))}
      </ol>
      {last && (
        <p>
          <a href={last.path} target="_blank" rel="noreferrer">
            {words.open}
          </a>
        </p>
      )}
    </section>
  )
}

/** One numbered publication. */
export function PublicationLine({ publication }: { publication: PublicationView }) {
  const { number, by, at, visibleFrom, approvedBy, unsaved, note } = publication
  return (
    <li value={number}>
      {words.number(number)}, {words.by(by)}, <When at={at} />
      {visibleFrom > at && (
        <>
          , {words.from} <When at={visibleFrom} />
        </>
      )}
      . {words.approvedBy(approvedBy.join(', '))}.
      {unsaved.length > 0 && <p className="quiet">{words.without(unsaved, note)}</p>}
    </li>
  )
}
