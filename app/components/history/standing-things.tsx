import type { Moment } from '#server/history/replay.ts'
import { StageChip } from '../claims/stage-chip.tsx'
import { VerdictBadge } from '../claims/verdict-badge.tsx'
import { replayMessages as words } from './replay-messages.ts'
import styles from './replay.module.css'

/** What stood of a claim besides its texts. */
export function StandingThings({ moment: { things, stage, rating } }: { moment: Moment }) {
  const shown = things
    .map(({ thing, title, fields }) => ({ thing, title, fields: Object.entries(fields).filter(([, value]) => value) }))
    .filter(({ fields }) => fields.length > 0)
  return (
    <section aria-labelledby="standing-then">
      <h2 id="standing-then">{words.standing}</h2>
      <ul className={styles.things}>
        {shown.map(({ thing, title, fields }) => (
          <li key={thing} data-thing={thing.split(' ')[0]}>
            <h3 className={styles.label}>
              <bdi>{title}</bdi>
            </h3>
            <dl>
              {fields.map(([label, value]) => (
                <div key={label} className={styles.part}>
                  <dt className={styles.label}>{label}</dt>
                  <dd className={styles.words} dir="auto">
                    {label === 'Verdict' ? (
                      <VerdictBadge rating={rating} />
                    ) : label === 'Stage' ? (
                      <StageChip stage={stage} />
                    ) : (
                      value
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}
