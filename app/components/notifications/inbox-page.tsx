import { useEffect, useRef } from 'react'
import { Link, useRevalidator, useSearchParams } from '@remix-run/react'
import { Group } from '@mantine/core'
import type { InboxView, NoticeView } from '#server/notifications/notice.ts'
import { usePageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { DeedButton } from '../forms/deed-button.tsx'
import { postDeed } from '../forms/use-deed.ts'
import { When } from '../history/when.tsx'
import { inboxMessages as words, noticeSentences } from './messages.ts'
import styles from './inbox.module.css'

/** What others did that the viewer is to know of. */
export function InboxPage({ inbox: { notices, unread, older } }: { inbox: InboxView }) {
  const [params] = useSearchParams()
  useLoadingNews(unread)
  const [newest] = notices
  return (
    <div className="plain-page">
      <Group justify="space-between">
        <h1>{words.title}</h1>
        {newest && unread > 0 && (
          <DeedButton action={paths.inboxMarks()} intent="readAll" fields={{ seq: String(newest.seq) }}>
            {words.markAll}
          </DeedButton>
        )}
      </Group>
      {notices.length === 0 && <p>{words.none}</p>}
      <ul className={styles.notices}>
        {notices.map((notice) => (
          <Notice key={notice.seq} notice={notice} />
        ))}
      </ul>
      <Group gap="md">
        {params.has('before') && <Link to={paths.inbox()}>{words.newest}</Link>}
        {older !== null && <Link to={paths.inbox(older)}>{words.older}</Link>}
      </Group>
    </div>
  )
}

/** Loads the page again when the bell counts something else than it shows, from the first: both are asked for apart. */
function useLoadingNews(shown: number): void {
  const { unread } = usePageState()
  const { revalidate, state } = useRevalidator()
  const last = useRef(shown)
  useEffect(() => {
    if (state !== 'idle' || unread === last.current) return
    last.current = unread
    if (unread !== shown) revalidate()
  }, [unread, shown, state, revalidate])
}

const isOfReport = (kind: NoticeView['kind']) => kind === 'report-return' || kind === 'report-retraction'

function placeOf({ kind, reportId, claimId, threadId, changeId }: NoticeView): string {
  if (isOfReport(kind)) return paths.review(reportId)
  if (changeId) return paths.change(reportId, changeId)
  return claimId && threadId ? paths.thread(reportId, claimId, threadId) : paths.report(reportId, claimId ?? undefined)
}

function Notice({ notice }: { notice: NoticeView }) {
  const { seq, kind, by, at, isRead, reportTitle, statement, words: said } = notice
  const title = `${by} ${noticeSentences[kind]}`
  // Nothing waits for it: whoever follows the link has seen what it is about.
  const read = () => void (isRead || postDeed(paths.inboxMarks(), 'read', { seq: String(seq) }))
  return (
    <li className={styles.notice} data-read={isRead || undefined} data-notice={kind}>
      <div>
        {!isRead && <span className={styles.unread}>{words.unread}</span>}
        <Link to={placeOf(notice)} onClick={read}>
          {title}
        </Link>{' '}
        <span className="quiet">
          <When at={at} />
        </span>
      </div>
      {said && (
        <blockquote className={styles.said} dir="auto">
          {said.length > 280 ? `${said.slice(0, 280)}…` : said}
        </blockquote>
      )}
      <p className="quiet" dir="auto">
        {isOfReport(kind) ? reportTitle : `${statement || words.noStatement} · ${reportTitle}`}
      </p>
      {!isRead && (
        <DeedButton
          action={paths.inboxMarks()}
          intent="read"
          fields={{ seq: String(seq) }}
          label={words.markReadOf(title)}
          quiet
        >
          {words.markRead}
        </DeedButton>
      )}
    </li>
  )
}
