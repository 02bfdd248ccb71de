import { useState } from 'react'
import { Link } from '@remix-run/react'
import { Alert, Button, Group, NativeSelect, Progress } from '@mantine/core'
import { paths } from '#app/paths.ts'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { IconAlert } from '#app/ui/icons.ts'
import { ratings, scale } from '#server/claims/verdict.ts'
import { ratingKey } from '#server/reports/claim-review/identity.ts'
import { ratingWords } from '#server/reports/claim-review/import.ts'
import { ImportItem } from './import-item.tsx'
import { importMessages as words } from './import-messages.ts'
import styles from './import.module.css'
import { isNew, type Import, type Preview } from './use-import.ts'

interface Props {
  readonly state: Import
  readonly preview: Preview
}

/** What was read: what could not be, the ratings to map, every review, and the import itself. */
export function ImportPreview({ state, preview }: Props) {
  const { reviews, unread, known } = preview
  const { chosen, choose, run, busy } = state
  const open = reviews.flatMap((each, at) => (isNew(each, known[at]) ? [at] : []))
  const isFixed = busy === 'import' || run !== null
  return (
    <>
      {unread.length > 0 && (
        <Alert mt="md" color="yellow" icon={<IconAlert size={18} />}>
          <strong>{words.unread}</strong>
          {unread.map(({ sentence }) => (
            <div key={sentence}>{sentence}</div>
          ))}
        </Alert>
      )}
      <p role="status">{words.found(reviews.length)}</p>
      {reviews.length > 0 && <Ratings state={state} preview={preview} isFixed={isFixed} />}
      {reviews.length > 0 && (
        <section aria-labelledby="reviews-read">
          <Group justify="space-between">
            <h2 id="reviews-read">{words.reviews}</h2>
            <Group gap="xs">
              <Button size="compact-xs" variant="default" disabled={isFixed} onClick={() => choose(open, true)}>
                {words.chooseAll}
              </Button>
              <Button size="compact-xs" variant="default" disabled={isFixed} onClick={() => choose(open, false)}>
                {words.chooseNone}
              </Button>
            </Group>
          </Group>
          <Importing state={state} />
          <ol className={styles.reviews}>
            {reviews.map((review, at) => (
              <ImportItem
                key={at}
                review={review}
                known={known[at]}
                reportId={run?.reportId ?? ''}
                outcome={run?.outcomes.get(at)}
                isChosen={chosen.has(at)}
                isFixed={isFixed}
                onChoose={(isChosen) => choose([at], isChosen)}
              />
            ))}
          </ol>
        </section>
      )}
    </>
  )
}

const options = [
  { value: '', label: words.noVerdict },
  ...ratings.map((rating) => ({ value: rating, label: scale[rating].name })),
]

function Ratings({ state, preview, isFixed }: Props & { readonly isFixed: boolean }) {
  const all = new Map(preview.reviews.map((review) => [ratingKey(review), ratingWords(review)]))
  return (
    <section aria-labelledby="ratings-read">
      <h2 id="ratings-read">{words.ratings}</h2>
      <p className="quiet">{words.ratingsHint}</p>
      <div className={styles.ratings}>
        {[...all]
          .filter(([, written]) => written !== '')
          .map(([key, written]) => (
            <NativeSelect
              key={key}
              size="xs"
              label={written}
              data={options}
              disabled={isFixed}
              value={state.ratings.get(key) ?? ''}
              onChange={({ currentTarget: { value } }) =>
                state.rate(key, ratings.find((rating) => rating === value) ?? null)
              }
            />
          ))}
      </div>
    </section>
  )
}

function Importing({ state: { run, busy, chosen, start, stop } }: { readonly state: Import }) {
  const [isStopping, setStopping] = useState(false)
  const isRunning = busy === 'import'
  const isOver = run !== null && run.left.length === 0
  const done = run ? run.all - run.left.length : 0
  const go = () => {
    setStopping(false)
    void start()
  }
  const halt = () => {
    setStopping(true)
    stop()
  }
  const said = isOver
    ? words.finished
    : isRunning
      ? run
        ? words.progress(done, run.all)
        : words.begins
      : run && `${words.stopped} ${words.progress(done, run.all)}`
  return (
    <div className={styles.importing}>
      <Group gap="sm">
        {!isOver && (
          <BusyButton busy={isRunning} disabled={!run && chosen.size === 0} onClick={go}>
            {run && !isRunning ? words.goOn : words.start(run ? run.all : chosen.size)}
          </BusyButton>
        )}
        {isRunning && (
          <BusyButton variant="default" busy={isStopping} onClick={halt}>
            {words.stop}
          </BusyButton>
        )}
        {run && <Link to={paths.report(run.reportId)}>{words.openReport}</Link>}
      </Group>
      {run && <Progress mt="xs" value={(done / run.all) * 100} aria-label={words.progressLabel} />}
      <p role="status">{said}</p>
    </div>
  )
}
