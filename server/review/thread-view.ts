import type { TextName } from '../realtime/protocol.ts'
import type { Nameable } from './mentions.ts'

/** The threads of one claim as its readers see them: exactly this leaves the server. Dates are ISO strings. */
export interface ThreadsView {
  /** Open ones first, each part with the thread first in which something was said last. */
  readonly threads: readonly ThreadView[]
  /** Who can be named: everybody who is a member now. */
  readonly people: readonly Nameable[]
}

export interface ThreadView {
  readonly id: string
  readonly about: AboutView
  readonly isOpen: boolean
  readonly resolved: { readonly by: string; readonly at: string } | null
  readonly comments: readonly CommentView[]
}

export type AboutView =
  | { readonly on: 'claim' }
  | { readonly on: 'evidence'; readonly evidenceId: string; readonly gone: GoneEvidence | null }
  | {
      readonly on: 'words'
      readonly textName: TextName
      readonly quote: string
      readonly letters: readonly string[]
      /** How the words read in the saved text; null when none of them is left, or the thread was resolved. */
      readonly now: string | null
    }

/** What a thread is about when it is evidence that its claim has no longer. */
export interface GoneEvidence {
  /** The title of its source, or the address of one without. */
  readonly source: string
  readonly quote: string
  /** The id of the claim that it moved to when this one was split; null when it was withdrawn. */
  readonly movedTo: string | null
}

export interface CommentView {
  readonly id: string
  /** Send this back as `seen` with comment.edit. */
  readonly seq: number
  /** Empty when it was withdrawn. */
  readonly words: string
  readonly mentioned: readonly Nameable[]
  readonly by: Nameable
  readonly at: string
  readonly editedAt: string | null
  /** The wordings before this one, the newest first. */
  readonly earlier: readonly { readonly words: string; readonly at: string }[]
  readonly withdrawn: boolean
}
