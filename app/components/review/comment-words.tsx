import { Fragment } from 'react'
import { partsOf, type Nameable } from '#server/review/mentions.ts'
import styles from './threads.module.css'

/** The words of a comment, with whom it mentions set apart. */
export function CommentWords({ words, mentioned }: { words: string; mentioned: readonly Nameable[] }) {
  return (
    <p className={styles.words} dir="auto">
      {partsOf(words, mentioned).map(({ text, personId }, index) => {
        // Words have no name of their own; their place in the comment is what they are.
        const key = `${index}-${personId ?? ''}`
        return personId ? (
          <span key={key} className={styles.mention}>
            {text}
          </span>
        ) : (
          <Fragment key={key}>{text}</Fragment>
        )
      })}
    </p>
  )
}
