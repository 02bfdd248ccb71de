import type { TextName } from '#server/realtime/protocol.ts'
import { draftsOf } from '../forms/drafts.ts'

/** What a thread that is about to be started is about. */
export type Target =
  | { readonly on: 'claim' }
  | { readonly on: 'evidence'; readonly evidenceId: string }
  | {
      readonly on: 'words'
      readonly textName: TextName
      readonly quote: string
      readonly start: string
      readonly end: string
    }

/** Tells targets apart. */
export function keyOf(target: Target): string {
  if (target.on === 'evidence') return `evidence ${target.evidenceId}`
  return target.on === 'claim' ? 'claim' : `${target.textName} ${target.start} ${target.end}`
}

/** The targets of comments that were begun at this address and not sent. */
export function begunTargets(action: string): readonly Target[] {
  return draftsOf(action, 'thread.start').map(({ fields }) => {
    const { words: _, mentions: __, ...target } = fields
    return target as unknown as Target
  })
}
