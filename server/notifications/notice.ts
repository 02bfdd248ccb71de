export const noticeKinds = [
  'mention',
  'reply',
  'assignment',
  'return',
  // Two people's blind ratings of a claim, one of them one's own.
  'difference',
  // Of a claim that one worked on.
  'correction',
  'retraction',
  // Of a report that one worked on.
  'report-retraction',
  'report-return',
  'request',
  // What became of one's own request.
  'accepted',
  'declined',
  'done',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** What somebody did that another person is to know of; it is found in the facts, never stored. Dates are ISO strings. */
export interface NoticeView {
  /** The entry that it tells of: no two notices of one person share it. */
  readonly seq: number
  readonly kind: NoticeKind
  readonly at: string
  readonly by: string
  readonly isRead: boolean
  readonly reportId: string
  readonly reportTitle: string
  /** Null for a notice about a requested change, or about a report. */
  readonly claimId: string | null
  /** Null for a notice about a claim, or about a report. */
  readonly changeId: string | null
  /** The claim's statement, or the words that shall change; empty for a notice about a report. */
  readonly statement: string
  /** The thread to open; null for a notice about the claim itself. */
  readonly threadId: string | null
  /** What was said there, or the reason that was given; empty for none. */
  readonly words: string
}

/** A page of somebody's inbox, the newest first. */
export interface InboxView {
  readonly notices: readonly NoticeView[]
  readonly unread: number
  /** Ask for what came before this seq; null when this is all. */
  readonly older: number | null
  readonly viewer: { readonly personId: string; readonly name: string; readonly teamId: string }
}

/** Of more unread notices than this only that much is said. */
export const mostCounted = 99
