import type { ReactNode } from 'react'
import { reportMoves, whyNotFrom, type ReportDeed } from '#server/claims/stage.ts'
import { wholeRefusals } from '#server/reports/whole.ts'
import type { ReviewedReport } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import {
  AskedDeeds,
  hasReaders,
  Long,
  NoteToReaders,
  PublishingFields,
  type Asked,
  type AskedFields,
} from './asked-deed.tsx'
import { reviewMessages } from './review-messages.ts'
import { reportDeedWords, wholeMessages as words } from './whole-messages.ts'

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
  const asked = order.filter(isAsked).map((deed) => askedOf(deed, { reportId, whole, hash, isFrozen }))
  return <AskedDeeds label={words.decisions} deeds={asked} />
}

function askedOf(deed: ReportDeed, { reportId, whole, hash, isFrozen }: Props): Asked {
  const isBound = bound.includes(deed)
  return {
    action: paths.reportPublication(reportId),
    intent: deed,
    label: deed === 'report.retract' && !hasReaders(whole.publications) ? words.takeBackUnseen : reportDeedWords[deed],
    whyNot: whole.whyNot[deed] ?? (isFrozen && isBound ? words.changedSince : null),
    isPlain: deed === 'report.submit' || deed === 'report.approve',
    isMain: deed === 'report.publish',
    hash: isBound ? hash : null,
    hint: deed === 'report.reopen' ? words.reopenHint : undefined,
    fields: (form) => <Fields deed={deed} whole={whole} {...form} />,
  }
}

function Fields({ deed, whole, ...form }: AskedFields & { deed: ReportDeed; whole: ReviewedReport }): ReactNode {
  switch (deed) {
    case 'report.submit':
    case 'report.approve':
      return null
    case 'report.return':
      return <Long {...form} name="comment" label={reviewMessages.comment} focus />
    case 'report.reopen':
      return <Long {...form} name="reason" label={reviewMessages.reason} focus />
    case 'report.publish':
      return (
        <>
          <PublishingFields {...form} />
          <p className="quiet">{words.waits}</p>
        </>
      )
    case 'report.retract':
      return <NoteToReaders {...form} publications={whole.publications} hint={words.publicNoteHint} />
  }
}
