import type { ReactNode } from 'react'
import { reportMoves, whyNotFrom, type ReportDeed } from '#server/claims/stage.ts'
import { wholeRefusals } from '#server/reports/whole.ts'
import type { ReviewedReport } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { AskedDeed, Long, PublishingFields, type AskedFields } from './asked-deed.tsx'
import { reviewMessages } from './review-messages.ts'
import { reportDeedWords, wholeMessages as words } from './whole-messages.ts'
import styles from './review.module.css'

interface Props {
  readonly reportId: string
  readonly whole: ReviewedReport
  /** The content hash of what the page displays. */
  readonly hash: string
  /** Another list stands than the page displays: nothing is decided before it is looked at. */
  readonly isFrozen: boolean
}

const order: readonly ReportDeed[] = [
  'report.submit',
  'report.approve',
  'report.return',
  'report.publish',
  'report.retract',
  'report.reopen',
]

/** These name what they decide on. */
const bound: readonly ReportDeed[] = ['report.approve', 'report.publish']

/** What can be done with a report as a whole now, each with the reason where its person cannot. */
export function WholeDeeds({ reportId, whole, hash, isFrozen }: Props) {
  const { stage, whyNot } = whole
  // Whoever approves wants to know what publishing waits for; what readers never had is not taken back.
  const isAsked = (deed: ReportDeed) =>
    whyNotFrom<ReportDeed>(reportMoves, stage, deed) === null
      ? whyNot[deed] !== wholeRefusals['nothing-public']
      : deed === 'report.publish' && stage === 'in-review'
  return (
    <section aria-label={words.decisions} className={styles.deeds}>
      {order.filter(isAsked).map((deed) => (
        <AskedDeed
          key={deed}
          action={paths.reportPublication(reportId)}
          intent={deed}
          label={reportDeedWords[deed]}
          whyNot={whyNot[deed] ?? (isFrozen && bound.includes(deed) ? words.changedSince : null)}
          isPlain={deed === 'report.submit' || deed === 'report.approve'}
          isMain={deed === 'report.publish'}
          hash={bound.includes(deed) ? hash : null}
        >
          {(form) => <Fields deed={deed} {...form} />}
        </AskedDeed>
      ))}
    </section>
  )
}

function Fields({ deed, ...form }: AskedFields & { deed: ReportDeed }): ReactNode {
  switch (deed) {
    case 'report.submit':
    case 'report.approve':
      return null
    case 'report.return':
      return <Long {...form} name="comment" label={reviewMessages.comment} focus />
    case 'report.reopen':
      return <Long {...form} name="reason" label={reviewMessages.reason} focus />
    case 'report.publish':
      return <PublishingFields {...form} />
    case 'report.retract':
      return <Long {...form} name="note" label={reviewMessages.publicNote} hint={words.publicNoteHint} focus />
  }
}
