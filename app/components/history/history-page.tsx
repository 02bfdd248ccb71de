import type { ReactNode } from 'react'
import { Link, useLocation } from '@remix-run/react'
import type { Plot } from '#server/history/plot.ts'
import type { TimelineView } from '#server/history/timeline.ts'
import { ActivityPlot } from './activity-plot.tsx'
import { historyMessages } from './messages.ts'
import { TimelineFilters, type ChosenFilters } from './timeline-filters.tsx'
import { Proof, type Provable } from './proof.tsx'
import { TextsThen, type Moment } from './texts-then.tsx'
import { TimelineItem } from './timeline-item.tsx'
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
  /** Where more than one report is looked at. */
  readonly withReports?: boolean
  /** The texts as they stood after an entry; undefined where no single claim is looked at. */
  readonly past?: Moment | null
  /** What can be taken along and checked. */
  readonly proof: Provable
  /** How far all this is signed. */
  readonly signed?: ReactNode
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
    past,
    proof,
    signed,
  } = props
  const { pathname } = useLocation()
  const told = timeline.items.find(({ seq }) => seq === past?.seq)
  const older = timeline.older === null ? null : new URLSearchParams({ ...chosen, before: String(timeline.older) })
  return (
    <div className={styles.page}>
      {back && (
        <Link to={back.to} className={styles.back}>
          ← <bdi>{back.words}</bdi>
        </Link>
      )}
      <h1 className={styles.title}>{title}</h1>
      {signed}
      <Proof key={proof.address} {...proof} />
      {past && <TextsThen key={past.seq} moment={past} after={told ? `${told.person} ${told.sentence}` : null} />}
      <TimelineFilters timeline={timeline} chosen={chosen} wrong={wrong} withClaims={withClaims} />
      {plot && <ActivityPlot plot={plot} chosen={chosen} />}
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
            {...(past !== undefined && {
              moment: {
                to: `?${new URLSearchParams({ ...chosen, at: String(item.seq) })}`,
                isShown: past?.seq === item.seq,
              },
            })}
          />
        ))}
      </ol>
      {older && <Link to={`${pathname}?${older}`}>{historyMessages.older}</Link>}
    </div>
  )
}
