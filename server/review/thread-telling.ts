import { inQuotes } from '../claims/in-quotes.ts'
import type { KindNames, Telling } from '../history/telling.ts'
import type { About, ThreadEvent } from './thread.ts'

export const threadKindNames: KindNames = {
  'thread.start': 'Started a thread',
  'thread.resolve': 'Resolved a thread',
  'thread.reopen': 'Reopened a thread',
  'comment.add': 'Replied',
  'comment.edit': 'Changed a comment',
  'comment.withdraw': 'Withdrew a comment',
}

/** What a deed in a thread says. */
export function tellThread(event: ThreadEvent): Telling {
  switch (event.kind) {
    case 'thread.start': {
      const fields = { Comment: event.words }
      return { thing: `comment ${event.commentId}`, sentence: `commented on ${placeName(event.about)}`, fields }
    }
    case 'comment.add':
      return { thing: `comment ${event.commentId}`, sentence: 'replied in a thread', fields: { Comment: event.words } }
    case 'comment.edit':
      return {
        thing: `comment ${event.commentId}`,
        sentence: 'changed their comment',
        fields: { Comment: event.words },
      }
    case 'comment.withdraw':
      return { thing: `comment ${event.commentId}`, sentence: 'withdrew their comment', fields: {} }
    case 'thread.resolve':
      return { thing: 'resolution', sentence: 'resolved a thread', fields: {} }
    case 'thread.reopen':
      return { thing: 'resolution', sentence: 'reopened a thread', fields: {} }
  }
}

function placeName(about: About): string {
  switch (about.on) {
    case 'claim':
      return 'the claim'
    case 'evidence':
      return 'a piece of evidence'
    case 'words':
      return `${inQuotes(about.quote)} in the ${about.textName}`
  }
}
