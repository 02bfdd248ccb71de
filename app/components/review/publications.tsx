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
  return (
    <section aria-label={words.publications}>
      <h3>{words.publications}</h3>
      {publications.length === 0 && <p className="quiet">{words.noPublication}</p>}
      {retraction && (
        <p>
          {words.takenBack[retraction.how]} <When at={retraction.at} />: <bdi>{retraction.note}</bdi>
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
            {words.correction} <bdi>{correction.wrong}</bdi> → <bdi>{correction.now}</bdi> (<bdi>{correction.why}</bdi>)
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
      <PublicPage publications={publications} words={words.open} />
    </section>
  )
}

interface PublicPageProps {
  readonly publications: readonly PublicationView[]
  readonly words: string
}

/** The way to the page that readers have, or from when on they have it, and whether something waits to be signed. */
export function PublicPage(props: PublicPageProps) {
  const waits = props.publications.some(({ readers }) => readers === 'unsigned')
  return (
    <>
      <WayThere {...props} />
      {waits && (
        <p>
          {words.waits}
          <a href={paths.teamHistory()}>{words.waitsWhere}</a>
          {words.waitsWhy}
        </p>
      )}
    </>
  )
}

function WayThere({ publications, words: open }: PublicPageProps) {
  const seen = publications.findLast(({ readers }) => readers === 'seen')
  const later = publications.findLast(({ readers }) => readers === 'later')
  if (seen) {
    return (
      <p>
        <a href={seen.path} target="_blank" rel="noreferrer">
          {open}
        </a>
      </p>
    )
  }
  return (
    later && (
      <p>
        {words.visibleFrom} <When at={later.visibleFrom} />.
      </p>
    )
  )
}

/** One numbered publication. */
export function PublicationLine({ publication }: { publication: PublicationView }) {
  const { number, by, at, visibleFrom, readers, approvedBy, unsaved, note } = publication
  return (
    <li value={number}>
      {words.number(number)}, {words.by(by)}, <When at={at} />
      {readers === 'never' && `, ${words.neverSeen}`}
      {readers === 'unsigned' && `, ${words.unsigned}`}
      {(readers === 'later' || (readers === 'seen' && visibleFrom > at)) && (
        <>
          , {words.from[readers]} <When at={visibleFrom} />
        </>
      )}
      . {words.approvedBy(approvedBy.join(', '))}.
      {unsaved.length > 0 && <p className="quiet">{words.without(unsaved, note)}</p>}
    </li>
  )
}
