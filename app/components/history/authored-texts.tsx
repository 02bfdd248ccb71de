import { textLabels } from '#server/history/timeline.ts'
import type { AuthoredRun, Moment, ReplayView } from '#server/history/replay.ts'
import { textNames } from '#server/realtime/protocol.ts'
import { replayMessages as words } from './replay-messages.ts'
import { When } from './when.tsx'
import styles from './replay.module.css'

type Authors = ReplayView['authors']

interface Props {
  readonly texts: Moment['texts']
  readonly authors: Authors
}

/** Besides their colour, so that whoever does not see it can tell two people's words apart. */
const lines = ['solid', 'dashed', 'dotted', 'double'] as const

function lookOf(authors: Authors, personId: string) {
  const place = Math.max(
    0,
    authors.findIndex((each) => each.personId === personId),
  )
  const { color = 'currentcolor', colorLight = 'transparent' } = authors[place] ?? {}
  const line = lines[place % lines.length] ?? 'solid'
  return {
    backgroundColor: colorLight,
    borderBlockEnd: `${line === 'double' ? 3 : 2}px ${line} ${color}`,
  }
}

const saidOf = ({ writer, restored }: AuthoredRun): string =>
  restored ? words.restored(writer, restored.by) : words.wrote(writer)

/** The three texts of a claim with the words of each person in their colour, and whose they are. */
export function AuthoredTexts({ texts, authors }: Props) {
  const writers = new Set(textNames.flatMap((name) => texts[name].map(({ writerId }) => writerId)))
  const shown = authors.filter(({ personId }) => writers.has(personId))
  return (
    <section aria-labelledby="texts-then">
      <h2 id="texts-then">{words.texts}</h2>
      {shown.length > 0 && (
        <ul className={styles.legend} aria-label={words.authors}>
          {shown.map(({ personId, name }) => (
            <li key={personId}>
              <bdi style={lookOf(authors, personId)}>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
      {textNames.map((name) => (
        <div key={name} className={styles.part}>
          <h3 className={styles.label}>{textLabels[name]}</h3>
          <p className={styles.words} dir="auto" data-text={name}>
            {texts[name].length === 0 && <span className={styles.quiet}>{words.empty}</span>}
            {/* Runs have no name of their own; their place in the text is what they are. */}
            {texts[name].map((run, index) => (
              <span
                key={`${index} ${run.writerId}`}
                style={lookOf(authors, run.writerId)}
                title={saidOf(run).slice(0, -2)}
              >
                <span className={styles.spoken} dir="ltr">
                  {saidOf(run)}
                </span>
                {run.text}
              </span>
            ))}
          </p>
        </div>
      ))}
      <WhoWrote texts={texts} />
    </section>
  )
}

/** Words in a list are cut to so many letters. */
const longest = 160

function shortened(text: string): string {
  const characters = Array.from(text)
  return characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text
}

function WhoWrote({ texts }: Pick<Props, 'texts'>) {
  const count = textNames.reduce((sum, name) => sum + texts[name].length, 0)
  if (count === 0) return null
  return (
    <details className={styles.whoWrote}>
      <summary>{words.whoWrote(count)}</summary>
      {textNames
        .filter((name) => texts[name].length > 0)
        .map((name) => (
          <div key={name}>
            <h3 className={styles.label}>{textLabels[name]}</h3>
            <ol>
              {texts[name].map((run, index) => (
                <li key={`${index} ${run.writerId}`}>
                  <strong>
                    <bdi>{run.writer}</bdi>
                  </strong>
                  , <Period {...run.written} />
                  {run.restored && (
                    <>
                      , {words.putBackBy(run.restored.by)} <Period {...run.restored} />
                    </>
                  )}
                  : <q dir="auto">{shortened(run.text)}</q>
                </li>
              ))}
            </ol>
          </div>
        ))}
    </details>
  )
}

function Period({ first, last }: { first: string; last: string }) {
  if (first === last) return <When at={first} />
  return (
    <>
      <When at={first} /> {words.to} <When at={last} />
    </>
  )
}
