import { useMemo, useState } from 'react'
import { Link } from '@remix-run/react'
import { Alert, Button } from '@mantine/core'
import { contentHash, formText, type ClaimForm } from '#server/publication/form.ts'
import type { ReviewedClaim as Reviewed } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { IconAlert } from '#app/ui/icons.ts'
import { StageChip } from '../claims/stage-chip.tsx'
import { When } from '../history/when.tsx'
import { Checklist } from './checklist.tsx'
import { ComparedForms } from './compared-forms.tsx'
import { Publications } from './publications.tsx'
import { ReturnedNotice } from './returned-notice.tsx'
import { ReviewDeeds } from './review-deeds.tsx'
import { reviewMessages as words } from './review-messages.ts'
import styles from './review.module.css'

/**
 * A claim to decide on. The page is frozen: it shows what its editor looked at, hashes that, and when something else
 * stands it shows the difference and asks to look again.
 */
export function ReviewedClaim({ claim, reportId }: { claim: Reviewed; reportId: string }) {
  const [looked, setLooked] = useState<ClaimForm>(claim.form)
  const hash = useMemo(() => contentHash(formText(looked)), [looked])
  const standing = useMemo(() => contentHash(formText(claim.form)), [claim.form])
  const hasChanged = hash !== standing
  return (
    <section aria-label={words.claim(claim.number)}>
      <div className={styles.head}>
        <h2>{words.claim(claim.number)}</h2>
        <StageChip stage={claim.stage} />
        <Link to={paths.report(reportId, claim.id)}>{words.toClaim}</Link>
        {claim.hasPage && (
          <a href={paths.claimPreview(claim.id)} target="_blank" rel="noreferrer">
            {words.preview}
          </a>
        )}
      </div>
      {claim.returned && <ReturnedNotice returned={claim.returned} title={words.returned(claim.returned.by)} />}
      {hasChanged ? (
        <Alert role="alert" color="yellow" p="xs" my="sm" icon={<IconAlert size={18} />} title={words.changed}>
          <p>{words.changedHint}</p>
          <ComparedForms before={looked} now={claim.form} beforeTitle={words.looked} />
          <Button size="xs" mt="xs" onClick={() => setLooked(claim.form)}>
            {words.lookedAgain}
          </Button>
        </Alert>
      ) : (
        <Content claim={claim} looked={looked} />
      )}
      <p className={styles.hash} title={words.contentHint}>
        {words.content} <code>{hash.slice(0, 12)}</code>
      </p>
      <Checklist claim={claim} reportId={reportId} />
      <ReviewDeeds claim={claim} hash={hash} isFrozen={hasChanged} />
      <Publications claim={claim} />
    </section>
  )
}

function Content({ claim: { approvedLast }, looked }: { claim: Reviewed; looked: ClaimForm }) {
  if (!approvedLast) {
    return (
      <>
        <p className="quiet">{words.nothingBefore}</p>
        <ComparedForms before={null} now={looked} beforeTitle="" />
      </>
    )
  }
  return (
    <>
      <p className="quiet">
        {words.before(approvedLast.by)}, <When at={approvedLast.at} />
      </p>
      <ComparedForms before={approvedLast.form} now={looked} beforeTitle={words.before(approvedLast.by)} />
    </>
  )
}
