import { inQuotes } from '#server/claims/in-quotes.ts'
import type { ChangeState, MoveKind } from '#server/review/requested-change.ts'

export const changeMessages = {
  changes: 'Requested changes',
  count: (open: number) =>
    open === 0 ? 'Requested changes' : `${open} requested ${open === 1 ? 'change' : 'changes'}`,
  countTitle: 'Requested changes that are not declined, done or withdrawn',
  backToClaims: 'Back to the claims',
  sheet: 'Sheet to print',
  none: 'No changes requested yet. Select words in the report, then choose “Request a change”.',
  noneInState: 'No requested change is in this state.',
  filter: 'State',
  any: 'Any state',
  ofState: (state: string, count: number) => `${state} (${count})`,
  ask: 'Request a change',
  askOf: (words: string) => `Request a change of ${inQuotes(words)}`,
  askTitle: 'Request a change',
  words: 'Words',
  replacement: 'New words',
  replacementHint: 'What should stand there instead. Leave it empty when the words should go.',
  reason: 'Why',
  claim: 'Comes from claim',
  noClaim: 'No claim',
  claimOption: (number: number, statement: string) => `${number} ${statement}`.slice(0, 80),
  send: 'Request',
  sent: 'The change is requested.',
  overlapping: (numbers: readonly number[]) =>
    `Something else is requested for some of these words: ${numbers.map((number) => `change ${number}`).join(', ')}.`,
  number: (number: number) => `Change ${number}`,
  replaceWith: (number: number) => `change ${number}, replace with:`,
  drop: (number: number) => `change ${number}:`,
  dropped: 'leave out',
  fromClaim: (number: number) => `Claim ${number}`,
  edition: (number: number) => `edition ${number}`,
  requestedBy: (person: string) => `requested by ${person}`,
  movedBy: (state: string, person: string) => `${state} by ${person}`,
  showInText: (number: number) => `Show change ${number} in the text`,
  declineTitle: (number: number) => `Decline change ${number}`,
  declineReason: 'Why is it declined?',
  ofClaim: 'Its requested changes',
  noneOfClaim: 'None comes from this claim yet.',
  sheetStates: 'Changes that are',
  sheetShow: 'Show these',
  sheetFile: 'Download as .docx',
  sheetHint: 'Print this page, or download it for a word processor. With nothing chosen, all are shown.',
  news: (number: number, person: string, state: string) => `${person}: change ${number} is ${state}`,
} as const

/** What the button of each move says. */
export const moveNames: Readonly<Record<MoveKind, string>> = {
  'change.accept': 'Accept',
  'change.decline': 'Decline…',
  'change.finish': 'Done',
  'change.withdraw': 'Withdraw',
  'change.reopen': 'Request again',
}

/** A state as a chip shows it: a sign and a word. */
export const stateSigns: Readonly<Record<ChangeState, string>> = {
  requested: '?',
  accepted: '✓',
  declined: '✗',
  done: '✓✓',
  withdrawn: '–',
}
