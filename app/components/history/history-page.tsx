import type { ReactNode } from 'react'
import { Link, useLocation } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import type { Plot } from '#server/history/plot.ts'
import type { TimelineView } from '#server/history/timeline.ts'
import { ActivityPlot } from './activity-plot.tsx'
import { historyMessages } from './messages.ts'
import { TimelineFilters, type ChosenFilters } from './timeline-filters.tsx'
import { Proof, type Provable } from './proof.tsx'
import { TimelineItem } from './timeline-item.tsx'
import { When } from './when.tsx'
import styles from './history.module.css'

interface Props {
  readonly title: string
  readonly back?: { readonly to: string; readonly words: string }
  readonly timeline: TimelineView
  readonly plot: Plot | null
  readonly chosen: ChosenFilters
  /** What is wrong with what was chosen, by filter. */
  readonly wrong: Readonly<Record<string, string>>
  readonly withClaims?: boolean
  /** The claim that it is the history of, where it is of one. */
  readonly claimId?: string
  /** Where more than one report is looked at. */
  readonly withReports?: boolean
  /** What can be taken along and checked. */
  readonly proof: Provable
  /** What stands of all this: how far it is signed, or what holds it. */
  readonly above?: ReactNode
}

/** Who did what, when: the newest first, with what each text said before and after. */
export function HistoryPage(props: Props) {
  const {
    title,
    back,
    timeline,
    plot,
    chosen,
    wrong,
    withClaims = false,
    withReports = false,
    claimId,
    proof,
    above,
  } = props
  const { pathname } = useLocation()
  const older = timeline.older === null ? null : new URLSearchParams({ ...chosen, before: String(timeline.older) })
  return (
    <div className={styles.page}>
      {back && (
        <Link to={back.to} className={styles.back}>
          ← <bdi>{back.words}</bdi>
        </Link>
      )}
      <h1 className={styles.title}>{title}</h1>
      {above}
      <Proof key={proof.address} {...proof} />
      {claimId && (
        <p>
          <Link to={paths.claimReplay(claimId)}>{historyMessages.replay}</Link>
        </p>
      )}
      <TimelineFilters timeline={timeline} chosen={chosen} wrong={wrong} withClaims={withClaims} />
      {plot && <ActivityPlot plot={plot} chosen={chosen} />}
      {timeline.toldUpTo !== null && (
        <p className={styles.quiet} role="status">
          {historyMessages.stillRead}
          {timeline.toldUpTo && (
            <>
              {' '}
              {historyMessages.goesUpTo} <When at={timeline.toldUpTo} />
            </>
          )}
        </p>
      )}
      {timeline.items.length === 0 && Object.keys(wrong).length === 0 && (
        <p className={styles.quiet}>{older ? historyMessages.noneYet : historyMessages.none}</p>
      )}
      <ol className={styles.items}>
        {timeline.items.map((item) => (
          <TimelineItem
            key={`${item.seq} ${item.sentence}`}
            item={item}
            withClaim={withClaims || withReports}
            withReport={withReports}
            claimId={item.claim?.id ?? claimId}
          />
        ))}
      </ol>
      {older && <Link to={`${pathname}?${older}`}>{historyMessages.older}</Link>}
    </div>
  )
}
