import type { KindNames, Telling } from '../history/telling.ts'
import { changeMoves, changeStateNames, type MoveKind, type RequestedChangeEvent } from './requested-change.ts'

export const changeKindNames: KindNames = {
  'change.request': 'Requested a change',
  'change.accept': 'Accepted a change',
  'change.decline': 'Declined a change',
  'change.finish': 'Changed the words',
  'change.withdraw': 'Withdrew a requested change',
  'change.reopen': 'Reopened a requested change',
}

const sentences: Readonly<Record<MoveKind, string>> = {
  'change.accept': 'accepted the requested change',
  'change.decline': 'declined the requested change',
  'change.finish': 'said that the requested change is done',
  'change.withdraw': 'withdrew the requested change',
  'change.reopen': 'reopened the requested change',
}

/** What a deed on a requested change says. */
export function tellChange(event: RequestedChangeEvent): Telling {
  if (event.kind === 'change.request') {
    const { quote, replacement, reason, edition } = event
    return {
      thing: 'words',
      sentence: `requested ${replacement ? 'a change of' : 'that the text drop'} words`,
      fields: { Words: quote, 'New words': replacement },
      also: [{ thing: 'request', fields: { Reason: reason, Edition: String(edition) } }],
    }
  }
  const state = changeStateNames[changeMoves[event.kind].to]
  const why = event.kind === 'change.decline' ? event.reason : ''
  return { thing: 'state', sentence: sentences[event.kind], fields: { State: state, Answer: why }, about: 'words' }
}
