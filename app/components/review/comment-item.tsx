import { useState } from 'react'
import { Button, Group } from '@mantine/core'
import type { CommentView } from '#server/review/thread-view.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { When } from '../history/when.tsx'
import { useWorkspace } from '../reports/workspace-context.ts'
import { CommentFields } from './comment-fields.tsx'
import { CommentWords } from './comment-words.tsx'
import { threadMessages as words } from './thread-messages.ts'
import styles from './threads.module.css'

interface Props {
  readonly threadId: string
  readonly comment: CommentView
  /** Whether the thread is open and its reader may write in it. */
  readonly mayWrite: boolean
}

/** What one person said; its writer can put it in other words or take it back. */
export function CommentItem({ threadId, comment, mayWrite }: Props) {
  const { view } = useWorkspace()
  const [editing, setEditing] = useState(() => hasDraft(paths.threadDeeds(threadId), 'comment.edit', comment.id))
  const isOwn = comment.by.personId === view.viewer.personId
  return (
    <li className={styles.comment} data-comment={comment.id}>
      <p className={styles.by}>
        <strong>{comment.by.name}</strong>{' '}
        <span className={styles.quiet}>
          <When at={comment.at} />
          {comment.editedAt && ` · ${words.edited}`}
        </span>
      </p>
      {comment.withdrawn && <p className={styles.quiet}>{words.withdrawn}</p>}
      {editing && !comment.withdrawn ? (
        <EditForm threadId={threadId} comment={comment} onDone={() => setEditing(false)} />
      ) : (
        !comment.withdrawn && <CommentWords words={comment.words} mentioned={comment.mentioned} />
      )}
      {comment.earlier.length > 0 && <Earlier comment={comment} />}
      {isOwn && mayWrite && !comment.withdrawn && !editing && (
        <Group gap="xs">
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={words.editOwn}
            onClick={() => setEditing(true)}
          >
            {words.edit}
          </Button>
          <DeedButton
            action={paths.threadDeeds(threadId)}
            intent="comment.withdraw"
            fields={{ commentId: comment.id }}
            quiet
            label={words.withdrawOwn}
          >
            {words.withdraw}
          </DeedButton>
        </Group>
      )}
    </li>
  )
}

function Earlier({ comment }: { comment: CommentView }) {
  return (
    <details className={styles.earlier}>
      <summary>{words.earlier(comment.earlier.length)}</summary>
      <ol>
        {comment.earlier.map((wording) => (
          <li key={wording.at}>
            <span className={styles.quiet}>
              <When at={wording.at} />
            </span>
            <CommentWords words={wording.words} mentioned={[]} />
          </li>
        ))}
      </ol>
    </details>
  )
}

function EditForm({ threadId, comment, onDone }: Omit<Props, 'mayWrite'> & { onDone: () => void }) {
  const mentions = comment.mentioned.map(({ personId }) => personId).join(' ')
  return (
    <DeedForm
      action={paths.threadDeeds(threadId)}
      intent="comment.edit"
      subject={comment.id}
      label={words.editOwn}
      submit={words.saveEdit}
      values={{ words: comment.words, mentions }}
      seen={comment.seq}
      standing={comment.words}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ values, errors }) => (
        <>
          <input type="hidden" name="commentId" value={comment.id} />
          <CommentFields values={values} errors={errors} />
        </>
      )}
    </DeedForm>
  )
}
