import { Button } from '@mantine/core'
import type { ThreadView } from '#server/review/thread-view.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { IconComment } from '#app/ui/icons.ts'
import { Section } from '../claims/section.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { useWhyNot } from '../reports/workspace-context.ts'
import { CommentFields } from './comment-fields.tsx'
import { threadMessages as words } from './thread-messages.ts'
import { keyOf, type Target } from './target.ts'
import { ThreadItem } from './thread-item.tsx'
import { useThreads } from './use-threads.ts'
import styles from './threads.module.css'

/** What is being said about the open claim, its evidence and the words of its texts. */
export function ThreadsSection({ claim }: { claim: ClaimView }) {
  const { view, hasFailed, begun, begin } = useThreads()
  const whyNot = useWhyNot('thread.start', claim)
  const open = view?.threads.filter(({ isOpen }) => isOpen) ?? []
  const closed = view?.threads.filter(({ isOpen }) => !isOpen) ?? []
  const start = (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconComment size={14} aria-hidden />}
      disabled={whyNot !== undefined}
      title={whyNot}
      data-thread-open
      onClick={() => begin({ on: 'claim' })}
    >
      {words.start}
    </Button>
  )
  return (
    <Section title={words.discussion} aside={start}>
      {!view && <p className={styles.quiet}>{hasFailed ? words.failed : words.loading}</p>}
      {view && view.threads.length === 0 && begun.length === 0 && <p className={styles.quiet}>{words.none}</p>}
      {begun.map((target) => (
        <StartForm key={keyOf(target)} claim={claim} target={target} />
      ))}
      <ul className={styles.threads}>
        {open.map((thread) => (
          <ThreadItem key={thread.id} claim={claim} thread={thread} />
        ))}
      </ul>
      {closed.length > 0 && (
        // What is being written in one that somebody resolves meanwhile stays in sight.
        <details className={styles.closed} open={closed.some(hasBegun)}>
          <summary>{words.resolvedThreads(closed.length)}</summary>
          <ul className={styles.threads}>
            {closed.map((thread) => (
              <ThreadItem key={thread.id} claim={claim} thread={thread} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

const hasBegun = ({ id, comments }: ThreadView): boolean =>
  hasDraft(paths.threadDeeds(id), 'comment.add') ||
  comments.some((comment) => hasDraft(paths.threadDeeds(id), 'comment.edit', comment.id))

function StartForm({ claim, target }: { claim: ClaimView; target: Target }) {
  const { end } = useThreads()
  const close = () => end(target)
  const about = target.on === 'evidence' && claim.evidence.find(({ id }) => id === target.evidenceId)?.source
  return (
    <div className={styles.thread}>
      {target.on === 'words' && (
        <p className={styles.about}>
          <span className={styles.quiet}>{words.textNames[target.textName]}:</span> <q>{target.quote}</q>
        </p>
      )}
      {about && <p className={styles.about}>{words.startOnEvidence(about.title || about.url)}</p>}
      <DeedForm
        action={paths.claimThreads(claim.id)}
        intent="thread.start"
        subject={keyOf(target)}
        label={words.newOn[target.on]}
        submit={words.send}
        values={{ words: '', mentions: '' }}
        readOnly={useWhyNot('thread.start', claim)}
        onDone={close}
        onCancel={close}
      >
        {({ values, errors }) => (
          <>
            {Object.entries(target).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <CommentFields values={values} errors={errors} />
          </>
        )}
      </DeedForm>
    </div>
  )
}
