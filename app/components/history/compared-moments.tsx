import type { Comparison } from '#server/history/replay.ts'
import { happenedAt } from './moment-controls.tsx'
import { PartWords } from './part-words.tsx'
import { replayMessages as words } from './replay-messages.ts'
import { When } from './when.tsx'
import styles from './replay.module.css'

/** What differs between two moments, word by word and field by field. */
export function ComparedMoments({ compared: { from, to, texts, things } }: { compared: Comparison }) {
  return (
    <section aria-labelledby="differences" className={styles.compared}>
      <h2 id="differences">{words.differences}</h2>
      <p className={styles.quiet}>
        {words.between} <When at={from.at} exact /> (<bdi>{happenedAt(from)}</bdi>) {words.and}{' '}
        <When at={to.at} exact /> (<bdi>{happenedAt(to)}</bdi>)
      </p>
      {texts.length + things.length === 0 && <p>{words.same}</p>}
      {texts.map((part) => (
        <PartWords key={part.label} part={part} />
      ))}
      {things.map(({ thing, title, parts }) => (
        <div key={thing}>
          <h3 className={styles.label}>
            <bdi>{title}</bdi>
          </h3>
          {parts.map((part) => (
            <PartWords key={part.label} part={part} />
          ))}
        </div>
      ))}
    </section>
  )
}
