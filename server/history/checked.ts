import type { About, LeftOut } from './bundle.ts'
import type { BundledTimestamp } from './bundled-timestamp.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { BareEntry } from './entry.ts'
import type { Erased } from './erasure.ts'
import type { NoteKey } from './note.ts'

/** What is wrong with a bundle: at which entry, where it is one, and what in plain words. */
export interface Fault {
  readonly seq: number | null
  readonly subject: string
  readonly what: string
  /** It says nothing of the history: what was given is not in the form of a bundle, and nothing was checked. */
  readonly isUnread?: true
}

/** What was checked of a bundle in which everything agrees. */
export interface Checked {
  readonly about: About
  readonly key: NoteKey
  readonly checkpoint: Checkpoint
  readonly entries: number
  readonly subjects: number
  readonly first: Pick<BareEntry, 'seq' | 'at'>
  readonly last: Pick<BareEntry, 'seq' | 'at'>
  readonly leftOut: Readonly<Record<LeftOut, number>>
  readonly erased: Erased
  /** Of how many entries the checkpoint was that somebody had kept, and with which it agrees; null for none. */
  readonly kept: number | null
  /** What a timestamp in it says, by whomever; null where there is none. */
  readonly timestamp: BundledTimestamp | null
}

/** Whether a bundle was found to be wrong. */
export const isFault = (outcome: object): outcome is Fault => 'what' in outcome
