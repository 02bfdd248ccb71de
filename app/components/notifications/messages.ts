import type { NoticeKind } from '#server/notifications/notice.ts'

export const inboxMessages = {
  title: 'Inbox',
  bell: (unread: string) => (unread === '0' ? 'Inbox, nothing unread' : `Inbox, ${unread} unread`),
  news: (unread: string) => `Something new in your inbox: ${unread} unread.`,
  none: 'Nothing here yet. You will find here who mentioned you, answered you, assigned a claim to you, sent a claim or report of yours back or rated a claim differently than you, who corrected or took back a claim or a report that you worked on, who wants a report of yours changed, and what became of your requests.',
  unread: 'Unread',
  markRead: 'Mark as read',
  markReadOf: (what: string) => `Mark as read: ${what}`,
  markAll: 'Mark all as read',
  older: 'Older',
  newest: 'Back to the newest',
  noStatement: 'a claim without a statement',
} as const

/** What somebody did, read behind their name. */
export const noticeSentences: Readonly<Record<NoticeKind, string>> = {
  mention: 'mentioned you',
  reply: 'replied in a thread of yours',
  assignment: 'assigned a claim to you',
  return: 'sent your claim back from review to checking',
  difference: 'rated a claim differently than you',
  correction: 'wrote a correction of a claim that you worked on',
  retraction: 'took back a published claim that you worked on',
  'report-retraction': 'took back a published report that you worked on',
  'report-return': 'sent your report back from review to checking',
  request: 'requested a change in a report of yours',
  accepted: 'accepted a change that you requested',
  declined: 'declined a change that you requested',
  done: 'made a change that you requested',
}
