import { useEffect } from 'react'
import { Link } from '@remix-run/react'
import type { ReviewView } from '#server/review/review-view.ts'
import { useReportRoom } from '#app/editor/use-report-room.ts'
import { paths } from '#app/paths.ts'
import { PublicMark } from '../claims/public-mark.tsx'
import { StageChip } from '../claims/stage-chip.tsx'
import { PublishAll } from './publish-all.tsx'
import { ReviewedClaim } from './reviewed-claim.tsx'
import { WholeReport } from './whole-report.tsx'
import { useSeenInTime } from './use-seen-in-time.ts'
import { wholeMessages } from './whole-messages.ts'
import { reviewMessages as words } from './review-messages.ts'
import styles from './review.module.css'

/** A report with the claims that are with its editors or with readers, and one of them, or all of it, to decide on. */
export function ReviewPage({ view }: { view: ReviewView }) {
  const { report, claims, open, whole, seq, viewer } = view
  const { setClaim } = useReportRoom(report.id, { personId: viewer.personId, seq })
  useSeenInTime(view)
  const openId = open?.id ?? null
  useEffect(() => setClaim(openId), [setClaim, openId])
  return (
    <div className={styles.page}>
      <p>
        <Link to={paths.report(report.id)}>
          ← <bdi>{report.title}</bdi>
        </Link>
      </p>
      <h1 className={styles.title}>{words.title(report.title)}</h1>
      <div className={styles.panes}>
        <nav aria-label={words.claims}>
          {claims.length === 0 && <p className="quiet">{words.none}</p>}
          <PublishAll key={report.id} view={view} />
          <p className={styles.lines}>
            <Link to={paths.review(report.id)} preventScrollReset aria-current={open ? undefined : 'page'}>
              {wholeMessages.title} <StageChip {...report} />
            </Link>
          </p>
          <ol className={styles.lines}>
            {claims.map((line) => (
              <li key={line.id}>
                <Link
                  to={paths.review(report.id, line.id)}
                  preventScrollReset
                  aria-current={line.id === open?.id ? 'page' : undefined}
                  dir="auto"
                >
                  <span className="quiet">{line.number}</span>{' '}
                  <span className={styles.statement}>{line.statement}</span> <StageChip {...line} />{' '}
                  <PublicMark claim={line} />
                </Link>
              </li>
            ))}
          </ol>
        </nav>
        {open && <ReviewedClaim key={open.id} claim={open} reportId={report.id} />}
        {whole && <WholeReport key={report.id} report={report} whole={whole} />}
      </div>
    </div>
  )
}
