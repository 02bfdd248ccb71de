import { Link } from '@remix-run/react'
import type { TimelineView } from '#server/history/timeline.ts'
import { paths } from '#app/paths.ts'
import { historyMessages } from './messages.ts'
import { When } from './when.tsx'
import styles from './history.module.css'

type Item = TimelineView['items'][number]
type Part = Item['parts'][number]

interface Props {
  readonly item: Item
  readonly withClaim: boolean
  readonly withReport: boolean
  /** Where the texts as they stood then are shown. */
  readonly moment?: { readonly to: string; readonly isShown: boolean }
}

/** One change: who, when, what, and its words before and after. */
export function TimelineItem({ item, withClaim, withReport, moment }: Props) {
  return (
    <li className={styles.item} data-seq={item.seq} data-kind={item.kind}>
      <p className={styles.line}>
        <Link to={paths.personHistory(item.personId)} className={styles.person}>
          <bdi>{item.person}</bdi>
        </Link>{' '}
        {item.sentence}{' '}
        <span className={styles.quiet}>
          <When at={item.at} />
        </span>{' '}
        {moment && (
          <Link to={moment.to} aria-current={moment.isShown ? 'true' : undefined}>
            {historyMessages.textsThen}
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
        <Words key={part.label} part={part} />
      ))}
    </li>
  )
}

function Words({ part }: { part: Part }) {
  return (
    <div className={styles.part}>
      <span className={styles.label}>{part.label}</span>
      <span className={styles.words} dir="auto">
        {part.words.map(({ text, change, by }, index) => {
          // Words have no name of their own; their place in the sentence is what they are.
          const key = `${index}-${change}`
          if (change === 'meanwhile') return <Meanwhile key={key} by={by ?? ''} text={text} />
          if (change === 'same') return <span key={key}>{text}</span>
          if (change === 'removed') return <Marked key={key} as="del" said={historyMessages.removed} text={text} />
          return <Marked key={key} as="ins" said={historyMessages.added} text={text} />
        })}
      </span>
    </div>
  )
}

function Meanwhile({ by, text }: { by: string; text: string }) {
  return (
    <span className={styles.meanwhile}>
      <span className={styles.by} dir="ltr">
        {historyMessages.meanwhile(by)}
      </span>
      {text}
    </span>
  )
}

function Marked({ as: Tag, said, text }: { as: 'ins' | 'del'; said: string; text: string }) {
  return (
    <Tag>
      <span className={styles.spoken} dir="ltr">
        {said}
      </span>
      {text}
    </Tag>
  )
}
