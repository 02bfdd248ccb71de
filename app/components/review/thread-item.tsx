import { useEffect, useRef, useState } from 'react'
import { Button, Group } from '@mantine/core'
import type { AboutView, ThreadView } from '#server/review/thread-view.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { ClaimLink } from '../claims/claim-link.tsx'
import { DeedButton } from '../forms/deed-button.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { When } from '../history/when.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { CommentFields } from './comment-fields.tsx'
import { CommentItem } from './comment-item.tsx'
import { aboutName, standingWords, threadMessages as words } from './thread-messages.ts'
import { useThreads } from './use-threads.ts'
import styles from './threads.module.css'

interface Props {
  readonly claim: ClaimView
  readonly thread: ThreadView
}

/** One thread: what it is about, what was said, and whether it is settled. */
export function ThreadItem({ claim, thread }: Props) {
  const { id, about, comments, resolved } = thread
  const { wanted } = useThreads()
  const item = useRef<HTMLLIElement>(null)
  const whyNot = useWhyNot('comment.add')
  useEffect(() => {
    if (wanted?.id !== id) return
    item.current?.closest('details')?.setAttribute('open', '')
    item.current?.scrollIntoView({ block: 'center' })
    item.current?.focus({ preventScroll: true })
  }, [wanted, id])
  return (
    <li ref={item} tabIndex={-1} className={styles.thread} data-thread-item={id} aria-label={aboutName(about)}>
      <About claim={claim} thread={thread} />
      <ol className={styles.comments}>
        {comments.map((comment) => (
          <CommentItem key={comment.id} threadId={id} comment={comment} mayWrite={!resolved && !whyNot} />
        ))}
      </ol>
      {resolved && (
        <Group gap="xs">
          <span className={styles.quiet}>
            {words.resolvedBy(resolved.by)}, <When at={resolved.at} />
          </span>
          <DeedButton
            action={paths.threadDeeds(id)}
            intent="thread.reopen"
            fields={{}}
            whyNot={whyNot}
            label={words.reopenOf(aboutName(about))}
            quiet
          >
            {words.reopen}
          </DeedButton>
        </Group>
      )}
      {(!resolved || hasDraft(paths.threadDeeds(id), 'comment.add')) && <Answering thread={thread} whyNot={whyNot} />}
    </li>
  )
}

function Answering({ thread, whyNot }: { thread: ThreadView; whyNot: string | undefined }) {
  const action = paths.threadDeeds(thread.id)
  const [replying, setReplying] = useState(() => hasDraft(action, 'comment.add'))
  const name = aboutName(thread.about)
  if (replying) {
    return (
      <DeedForm
        action={action}
        intent="comment.add"
        label={words.replyTo(name)}
        submit={words.reply}
        values={{ words: '', mentions: '' }}
        readOnly={whyNot}
        onDone={() => setReplying(false)}
        onCancel={() => setReplying(false)}
      >
        {({ values, errors }) => <CommentFields values={values} errors={errors} />}
      </DeedForm>
    )
  }
  return (
    <Group gap="xs">
      <Button
        size="compact-xs"
        variant="default"
        aria-label={words.replyTo(name)}
        disabled={whyNot !== undefined}
        title={whyNot}
        onClick={() => setReplying(true)}
      >
        {words.reply}
      </Button>
      <DeedButton
        action={action}
        intent="thread.resolve"
        fields={{}}
        whyNot={whyNot}
        label={words.resolveOf(name)}
        quiet
      >
        {words.resolve}
      </DeedButton>
    </Group>
  )
}

function About({ claim, thread: { id, about, isOpen } }: Props) {
  const { live } = useThreads()
  if (about.on === 'claim') return null
  if (about.on === 'evidence') {
    return <OnEvidence claim={claim} about={about} />
  }
  return <Anchored about={about} now={live.has(id) ? (live.get(id) ?? null) : about.now} isOpen={isOpen} />
}

interface OnEvidenceProps {
  readonly claim: ClaimView
  readonly about: Extract<AboutView, { on: 'evidence' }>
}

/** The evidence that was commented on; when the claim has it no longer, all it says, and where it went. */
function OnEvidence({ claim, about: { evidenceId, gone } }: OnEvidenceProps) {
  const standing = claim.evidence.find(({ id }) => id === evidenceId)
  const source = standing ? standing.source.title || standing.source.url : gone?.source
  const movedTo = standing ? claim.mergedInto : gone?.movedTo
  return (
    <div className={styles.about}>
      {source}
      {!standing && gone?.quote && (
        <>
          {': '}
          <q>{gone.quote}</q>
        </>
      )}
      {movedTo ? (
        <p className={styles.gone}>
          {words.movedTo} <ClaimLink id={movedTo} />
        </p>
      ) : (
        !standing && <p className={styles.gone}>{words.goneEvidence}</p>
      )}
    </div>
  )
}

interface AnchoredProps {
  readonly about: Extract<AboutView, { on: 'words' }>
  readonly now: string | null
  readonly isOpen: boolean
}

/** The words that were commented on, and beside them what has become of them. */
function Anchored({ about: { quote, textName }, now, isOpen }: AnchoredProps) {
  return (
    <div className={styles.about}>
      <span className={styles.quiet}>{words.textNames[textName]}:</span> <q>{quote}</q>
      {isOpen && now === null && <p className={styles.gone}>{words.gone}</p>}
      {isOpen && now !== null && now !== quote && (
        <p className={styles.now}>
          {words.now} <q>{standingWords(now)}</q>
        </p>
      )}
    </div>
  )
}
