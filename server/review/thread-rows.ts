import type { Rows } from '../history/aggregate.ts'
import type { About, ThreadState } from './thread.ts'

const nowhere = { evidenceId: '', textName: '', quote: '', letters: [] as readonly string[], textSeq: 0 }

function columnsOf(about: About): typeof nowhere {
  switch (about.on) {
    case 'claim':
      return nowhere
    case 'evidence':
      return { ...nowhere, evidenceId: about.evidenceId }
    case 'words': {
      const { textName, quote, letters, textSeq } = about
      return { ...nowhere, textName, quote, letters, textSeq }
    }
  }
}

/** The rows that a thread stands for. One in which nothing is said any more waits for nobody: it is not open. */
export function threadRows(id: string, teamId: string, { thread, comments }: ThreadState): Rows {
  if (!thread) return {}
  const { seq, claimId, about, resolved } = thread
  const isOpen = !resolved && comments.some((each) => !each.withdrawn)
  const standing = { seq, claimId, isOpen, resolvedBy: resolved?.by ?? null, resolvedAt: resolved?.at ?? null }
  return {
    thread: [Object.assign({ id, teamId }, standing, columnsOf(about))],
    comment: comments.map(({ mentions: _, earlier: __, ...comment }) =>
      Object.assign({ threadId: id, teamId }, comment),
    ),
    mention: comments.flatMap((comment) =>
      comment.mentions.map((each) => Object.assign({ commentId: comment.id, teamId }, each)),
    ),
  }
}
