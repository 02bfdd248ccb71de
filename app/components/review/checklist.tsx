import { Link } from '@remix-run/react'
import type { ReviewedClaim } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { IconAlert, IconCheck, IconX } from '#app/ui/icons.ts'
import { When } from '../history/when.tsx'
import { reviewMessages as words } from './review-messages.ts'
import styles from './review.module.css'

/** How a claim stands before the rules of its team, who approved it and who may. */
export function Checklist({ claim, reportId }: { claim: ReviewedClaim; reportId: string }) {
  return (
    <section aria-label={words.checklist}>
      <h3>{words.checklist}</h3>
      <ul className={styles.rules}>
        {claim.findings.map(({ rule, name, part, missing }) => (
          <li key={rule} data-holds={missing === null}>
            {missing === null ? (
              <IconCheck size={16} aria-label={words.holds} />
            ) : (
              <IconX size={16} aria-label={words.misses} />
            )}{' '}
            {missing === null || part === 'review' ? name : <Link to={paths.report(reportId, claim.id)}>{name}</Link>}
            {missing !== null && <>: {missing}</>}
          </li>
        ))}
      </ul>
      {claim.hasPage && <ClaimReviewFindings findings={claim.claimReview} />}
      <h3>
        {words.approvals} {words.count(claim.approvals.length, claim.needed)}
      </h3>
      <ul className={styles.rules}>
        {claim.approvals.map(({ by, at }) => (
          <li key={by}>
            <IconCheck size={16} aria-hidden /> {words.approvedBy(by)}, <When at={at} />
          </li>
        ))}
      </ul>
      <p className="quiet">{words.mayApprove(claim.mayApprove)}</p>
      <p className="quiet">{words.authors(claim.authors)}</p>
    </section>
  )
}

/** What other sites would be told of it, and what stands in the way. */
function ClaimReviewFindings({ findings }: { findings: ReviewedClaim['claimReview'] }) {
  return (
    <>
      <h3>{words.claimReview}</h3>
      {findings.length === 0 && <p className="quiet">{words.claimReviewGood}</p>}
      <ul className={styles.rules}>
        {findings.map(({ id, field, sentence }) => (
          <li key={id} data-holds={id.startsWith('W')}>
            {id.startsWith('W') ? (
              <IconAlert size={16} aria-label={words.warning} />
            ) : (
              <IconX size={16} aria-label={words.error} />
            )}{' '}
            <code>{id}</code> {field}: {sentence}
          </li>
        ))}
      </ul>
    </>
  )
}
