import { inQuotes } from '#server/claims/in-quotes.ts'
import type { AboutView } from '#server/review/thread-view.ts'

export const threadMessages = {
  discussion: 'Discussion',
  open: (count: number) => (count === 1 ? '1 open thread' : `${count} open threads`),
  none: 'Nothing is being discussed. Comment on the claim, on a piece of evidence, or select words in a text.',
  loading: 'Loading the threads…',
  failed: 'The threads could not be loaded. They are asked for again when something changes here.',
  start: 'Comment on the claim',
  startShort: 'Comment',
  startOnEvidence: (source: string) => `Comment on the evidence from ${source}`,
  newOn: { claim: 'Comment on the claim', evidence: 'Comment on the evidence', words: 'Comment on the chosen words' },
  send: 'Comment',
  reply: 'Reply',
  replyTo: (about: string) => `Reply in the thread on ${about}`,
  words: 'Comment',
  hint: 'Write @ and a name to mention somebody.',
  edit: 'Edit',
  editOwn: 'Edit your comment',
  saveEdit: 'Save comment',
  withdraw: 'Withdraw',
  withdrawOwn: 'Withdraw your comment',
  withdrawn: 'This comment was withdrawn. It stays in the history.',
  edited: 'edited',
  earlier: (count: number) => (count === 1 ? '1 earlier wording' : `${count} earlier wordings`),
  resolve: 'Resolve',
  resolveOf: (about: string) => `Resolve the thread on ${about}`,
  reopen: 'Reopen',
  reopenOf: (about: string) => `Reopen the thread on ${about}`,
  resolvedBy: (name: string) => `resolved by ${name}`,
  resolvedThreads: (count: number) => `Resolved (${count})`,
  now: 'Now:',
  gone: 'words no longer in the text',
  goneEvidence: 'evidence that was withdrawn',
  movedTo: 'moved to',
  people: 'Members to mention',
  peopleFound: (count: number) => (count === 1 ? '1 member' : `${count} members`),
  choosing: 'Use the arrow keys and Enter to choose.',
  news: (names: string) => `New in the discussion, from ${names}`,
  textNames: { statement: 'statement', analysis: 'analysis', notes: 'notes' },
} as const

const shortened = (words: string, most: number): string => (words.length > most ? `${words.slice(0, most)}…` : words)

/** What a thread is about, in a few words: for the names of its buttons. */
export function aboutName(about: Pick<AboutView, 'on'> & { readonly quote?: string }): string {
  if (about.on === 'words') return inQuotes(shortened(about.quote ?? '', 60))
  return about.on === 'claim' ? 'the claim' : 'evidence'
}

/** Words as they stand now, not so many that they fill the page. */
export const standingWords = (words: string): string => shortened(words, 300)
