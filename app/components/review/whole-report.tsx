import { useEffect, useMemo, useState } from 'react'
import { Alert, Button } from '@mantine/core'
import { isWithEditors } from '#server/claims/stage.ts'
import { contentHash, formText } from '#server/publication/form.ts'
import type { ReviewedReport, ReviewView } from '#server/review/review-view.ts'
import { IconAlert, IconCheck } from '#app/ui/icons.ts'
import { StageChip } from '../claims/stage-chip.tsx'
import { When } from '../history/when.tsx'
import { ListedClaims } from './listed-claims.tsx'
import { MissingClaims } from './missing-claims.tsx'
import { PublicationLine } from './publications.tsx'
import { ReturnedNotice } from './returned-notice.tsx'
import { reviewMessages } from './review-messages.ts'
import { WholeDeeds } from './whole-deeds.tsx'
import { wholeMessages as words } from './whole-messages.ts'
import styles from './review.module.css'

interface Props {
  readonly report: ReviewView['report']
  readonly whole: ReviewedReport
}

/**
 * A report as a whole to decide on: the list of its claims as readers would see it. While it is with the editors the page
 * is frozen, hashes what it shows, and when another list stands it shows the difference and asks to look again.
 */
export function WholeReport({ report, whole }: Props) {
  const { stage, form, publishedLast, publications, returned } = whole
  const isHeld = isWithEditors(stage)
  const [looked, setLooked] = useState(form)
  useEffect(() => {
    if (!isHeld) setLooked(form)
  }, [isHeld, form])
  const hash = useMemo(() => contentHash(formText(looked)), [looked])
  const standing = useMemo(() => contentHash(formText(form)), [form])
  const hasChanged = isHeld && hash !== standing
  const last = publishedLast && { form: publishedLast, title: words.comparedWith(publications.at(-1)?.number ?? 0) }
  return (
    <section aria-label={words.title}>
      <div className={styles.head}>
        <h2>{words.title}</h2>
        <StageChip {...report} />
      </div>
      {returned && <ReturnedNotice returned={returned} title={words.returned(returned.by)} />}
      {hasChanged ? (
        <Alert role="alert" color="yellow" p="xs" my="sm" icon={<IconAlert size={18} />} title={words.changedSince}>
          <ListedClaims now={form} before={{ form: looked, title: words.changedHint }} />
          <Button size="xs" mt="xs" onClick={() => setLooked(form)}>
            {words.lookedAgain}
          </Button>
        </Alert>
      ) : (
        <ListedClaims now={isHeld ? looked : form} before={last} />
      )}
      <p className={styles.hash} title={reviewMessages.contentHint}>
        {reviewMessages.content} <code>{hash.slice(0, 12)}</code>
      </p>
      <MissingClaims reportId={report.id} missing={whole.missing} />
      <Approvals whole={whole} />
      <WholeDeeds reportId={report.id} whole={whole} hash={hash} isFrozen={hasChanged} />
      <BeforeReaders whole={whole} />
    </section>
  )
}

function Approvals({ whole: { approvals, needed, mayApprove, authors, submittedBy } }: { whole: ReviewedReport }) {
  return (
    <>
      <h3>
        {reviewMessages.approvals} {reviewMessages.count(approvals.length, needed)}
      </h3>
      <ul className={styles.rules}>
        {approvals.map(({ by, at }) => (
          <li key={by}>
            <IconCheck size={16} aria-hidden /> {words.approved(by)}, <When at={at} />
          </li>
        ))}
      </ul>
      <p className="quiet">
        {words.mayApprove(mayApprove)} {words.authors(authors)} {submittedBy !== null && words.submitted(submittedBy)}
      </p>
    </>
  )
}

function BeforeReaders({ whole: { publications, retraction } }: { whole: ReviewedReport }) {
  const path = publications[0]?.path
  return (
    <section aria-label={reviewMessages.publications}>
      <h3>{reviewMessages.publications}</h3>
      {publications.length === 0 && <p className="quiet">{words.noPublication}</p>}
      {retraction && (
        <p>
          {words.takenBack} <When at={retraction.at} />: {retraction.note}
        </p>
      )}
      <ol className={styles.rules} reversed>
        {publications.toReversed().map((publication) => (
          <PublicationLine key={publication.number} publication={publication} />
        ))}
      </ol>
      {path && (
        <p>
          <a href={path} target="_blank" rel="noreferrer">
            {words.open}
          </a>
        </p>
      )}
    </section>
  )
}
