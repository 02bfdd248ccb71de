import type { TimelinePart } from '#server/history/timeline.ts'
import { historyMessages } from './messages.ts'
import styles from './history.module.css'

/** The words of one field before and after, with what each change was said as well as shown. */
export function PartWords({ part }: { part: TimelinePart }) {
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
