import type { Aggregate, Event, Mark, Refusal } from '../history/aggregate.ts'
import type { TextName } from '../realtime/protocol.ts'
import { threadRows } from './thread-rows.ts'

/**
 * What a thread is about: a claim as a whole, a piece of its evidence, or chosen words of one of its live texts: the
 * letters themselves, and the words that they were after the entry at `textSeq`.
 */
export type About =
  | { readonly on: 'claim' }
  | { readonly on: 'evidence'; readonly evidenceId: string }
  | {
      readonly on: 'words'
      readonly textName: TextName
      readonly quote: string
      readonly letters: readonly string[]
      readonly textSeq: number
    }

/** Talk about a claim. Comments are their writers' own; one that was withdrawn stays, marked, without words. */
export interface ThreadState {
  readonly thread: Standing | null
  readonly comments: readonly Comment[]
}

interface Standing {
  readonly seq: number
  readonly claimId: string
  readonly about: About
  readonly resolved: { readonly by: string; readonly at: string } | null
}

export interface Comment {
  readonly id: string
  readonly seq: number
  readonly words: string
  readonly mentions: readonly Mention[]
  readonly madeBy: string
  readonly madeAt: string
  readonly madeSeq: number
  readonly editedAt: string | null
  readonly withdrawn: boolean
  /** The wordings before the present one, the first one first. */
  readonly earlier: readonly Wording[]
}

export interface Wording {
  readonly words: string
  /** When it was written. */
  readonly at: string
}

/** A person named in a comment; one who was named and no longer is, or whose comment went, is withdrawn. */
export interface Mention {
  readonly personId: string
  readonly seq: number
  readonly madeSeq: number
  readonly madeAt: string
  readonly withdrawn: boolean
}

interface Said {
  readonly commentId: string
  readonly words: string
  readonly mentions: readonly string[]
}

export type ThreadCommand =
  | ({ kind: 'thread.start'; claimId: string; about: About } & Said)
  | ({ kind: 'comment.add' } & Said)
  | ({ kind: 'comment.edit'; by: string; seen: number } & Said)
  | { kind: 'comment.withdraw'; commentId: string; by: string }
  | { kind: 'thread.resolve' }
  | { kind: 'thread.reopen' }

/** An event is its command without what it was judged by: what was asked for is what happened. */
type Happened<C> = C extends { seen: number } | { by: string } ? Omit<C, 'seen' | 'by'> : C
export type ThreadEvent = Happened<ThreadCommand> & Event

const refuse = (refused: string, because: Refusal['because'] = 'invalid'): Refusal => ({ refused, because })

function refusal({ thread, comments }: ThreadState, command: ThreadCommand): Refusal | null {
  if (command.kind === 'thread.start') return thread ? refuse('This thread exists already.') : null
  if (!thread) return refuse('This thread does not exist.', 'not-found')
  if (command.kind === 'thread.reopen') return thread.resolved ? null : refuse('This thread is open already.')
  if (thread.resolved) return refuse('This thread was resolved. Reopen it to go on.')
  if (command.kind !== 'comment.edit' && command.kind !== 'comment.withdraw') return null
  const comment = comments.find(({ id }) => id === command.commentId)
  if (!comment) return refuse('This comment does not exist.', 'not-found')
  if (comment.madeBy !== command.by) return refuse('A comment is changed by its writer alone.', 'forbidden')
  if (comment.withdrawn) return refuse('This comment was withdrawn.', 'not-found')
  return command.kind === 'comment.edit' && command.seen !== comment.seq
    ? refuse('You changed this comment elsewhere while you had it open here.', 'changed-since')
    : null
}

function evolve(state: ThreadState, event: ThreadEvent, mark: Mark): ThreadState {
  const { seq, at, actor } = mark
  if (event.kind === 'thread.start') {
    const { claimId, about } = event
    return { thread: { seq, claimId, about, resolved: null }, comments: [said(event, mark)] }
  }
  if (!state.thread) return state
  const thread = { ...state.thread, seq }
  switch (event.kind) {
    case 'comment.add':
      return { thread, comments: [...state.comments, said(event, mark)] }
    case 'comment.edit':
      return { thread, comments: withChanged(state.comments, event.commentId, (each) => reworded(each, event, mark)) }
    case 'comment.withdraw':
      return { thread, comments: withChanged(state.comments, event.commentId, (each) => withdrawn(each, mark)) }
    case 'thread.resolve':
      return { ...state, thread: { ...thread, resolved: { by: actor, at } } }
    case 'thread.reopen':
      return { ...state, thread: { ...thread, resolved: null } }
  }
}

const withChanged = (comments: readonly Comment[], id: string, change: (comment: Comment) => Comment) =>
  comments.map((each) => (each.id === id ? change(each) : each))

const named = (personId: string, { seq, at }: Mark): Mention => ({
  personId,
  seq,
  madeSeq: seq,
  madeAt: at,
  withdrawn: false,
})

function said({ commentId: id, words, mentions }: Said, mark: Mark): Comment {
  return {
    id,
    seq: mark.seq,
    words,
    mentions: mentions.map((personId) => named(personId, mark)),
    madeBy: mark.actor,
    madeAt: mark.at,
    madeSeq: mark.seq,
    editedAt: null,
    withdrawn: false,
    earlier: [],
  }
}

function reworded(comment: Comment, { words, mentions }: Said, mark: Mark): Comment {
  const earlier = [...comment.earlier, { words: comment.words, at: comment.editedAt ?? comment.madeAt }]
  const isNamed = ({ personId }: Mention) => mentions.includes(personId)
  const kept = comment.mentions.map((each) => {
    if (isNamed(each)) return each.withdrawn ? named(each.personId, mark) : each
    return each.withdrawn ? each : { ...each, seq: mark.seq, withdrawn: true }
  })
  const known = comment.mentions.map(({ personId }) => personId)
  const added = mentions.filter((id) => !known.includes(id)).map((id) => named(id, mark))
  return { ...comment, seq: mark.seq, words, mentions: [...kept, ...added], editedAt: mark.at, earlier }
}

function withdrawn(comment: Comment, { seq }: Mark): Comment {
  const mentions = comment.mentions.map((each) => (each.withdrawn ? each : { ...each, seq, withdrawn: true }))
  return { ...comment, seq, mentions, withdrawn: true }
}

/** How threads change. */
export const threadAggregate: Aggregate<ThreadState, ThreadCommand, ThreadEvent> = {
  type: 'thread',
  initial: { thread: null, comments: [] },
  decide(state, command) {
    const refused = refusal(state, command)
    if (refused) return refused
    const { seen: _, by: __, ...event } = command as ThreadCommand & { seen?: number; by?: string }
    return event
  },
  evolve,
  rows: threadRows,
}
