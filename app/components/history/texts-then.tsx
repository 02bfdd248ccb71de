import { useEffect, useRef } from 'react'
import { textNames, type TextName } from '#server/realtime/protocol.ts'
import { historyMessages } from './messages.ts'
import styles from './history.module.css'

/** The three texts of a claim as they stood after an entry. */
export interface Moment {
  readonly seq: number
  readonly texts: Readonly<Record<TextName, string>>
}

interface Props {
  readonly moment: Moment
  /** What happened then, in words, if it is on the page. */
  readonly after: string | null
}

/** What a claim said at a moment of its history. */
export function TextsThen({ moment: { texts }, after }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever followed the link lands on what it led to.
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className={styles.then} aria-labelledby="texts-then">
      <h2 id="texts-then" ref={heading} tabIndex={-1}>
        {historyMessages.textsAfter(after)}
      </h2>
      {textNames.map((name) => (
        <div key={name} className={styles.part}>
          <span className={styles.label}>{historyMessages.textNames[name]}</span>
          <span className={styles.words} dir="auto">
            {texts[name] || historyMessages.empty}
          </span>
        </div>
      ))}
    </section>
  )
}
