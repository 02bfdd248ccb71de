import { Link } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import type { TimelineView } from '#server/history/timeline.ts'
import { historyMessages } from './messages.ts'
import { PartWords } from './part-words.tsx'
import { When } from './when.tsx'
import styles from './history.module.css'

type Item = TimelineView['items'][number]

interface Props {
  readonly item: Item
  readonly withClaim: boolean
  readonly withReport: boolean
  /** The claim whose state then can be looked at. */
  readonly claimId: string | undefined
}

/** One change: who, when, what, and its words before and after. */
export function TimelineItem({ item, withClaim, withReport, claimId }: Props) {
  return (
    <li className={styles.item} data-seq={item.seq} data-kind={item.kind}>
      <p className={styles.line}>
        <Link to={paths.personHistory(item.personId)} className={styles.person}>
          <bdi>{item.person}</bdi>
        </Link>{' '}
        {item.sentence}{' '}
        <span className={styles.quiet}>
          <When at={item.at} exact /> · {historyMessages.entry(item.seq)}
        </span>{' '}
        {claimId && item.kind !== 'history.take' && (
          <Link to={paths.claimReplay(claimId, item.seq)} aria-label={historyMessages.stoodAfter(item.seq)}>
            {historyMessages.stoodThen}
          </Link>
        )}
      </p>
      {withReport && item.report && (
        <p className={styles.quiet}>
          <Link to={paths.report(item.report.id, item.claim?.id)}>
            <bdi>{item.report.title}</bdi>
          </Link>
        </p>
      )}
      {withClaim && item.claim && (
        <p className={styles.quiet}>
          {historyMessages.claimNumber(item.claim.number)} <bdi>{item.claim.statement}</bdi>
        </p>
      )}
      {item.parts.map((part) => (
        <PartWords key={part.label} part={part} />
      ))}
    </li>
  )
}
