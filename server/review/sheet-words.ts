import { changeStateNames, changeStates } from './requested-change.ts'
import type { ChangesSheet, SheetItem } from './sheet.ts'

/** What the sheet says, on the page and in the file. */
export const sheetWords = {
  title: 'Requested changes',
  number: 'No.',
  passage: 'Old and new words',
  reason: 'Why',
  state: 'State',
  dropped: 'leave out',
  none: 'No requested change of this report is in these states.',
  about: ({ report: { publisher, edition } }: ChangesSheet) =>
    [publisher, `edition ${edition}`].filter(Boolean).join(' · '),
  states: ({ states, items }: ChangesSheet) => {
    const number = `${items.length} ${items.length === 1 ? 'change' : 'changes'}`
    if (states.length === changeStates.length) return `${number}, in any state`
    return `${number}: ${states.map((state) => changeStateNames[state]).join(', ')}`
  },
  printed: ({ printedAt }: ChangesSheet) => `As of ${moment(printedAt)}`,
  claim: ({ number, statement, verdict }: NonNullable<SheetItem['claim']>) =>
    `Claim ${number}: ${statement} (${verdict ?? 'no verdict'})`,
  stateOf: ({ state }: SheetItem) => changeStateNames[state],
  requested: ({ requestedBy, requestedAt }: SheetItem) => `Requested by ${requestedBy}, ${moment(requestedAt)}`,
  moved: ({ to, by, at, reason }: SheetItem['moves'][number]) =>
    `${to === 'requested' ? 'Reopened' : capital(changeStateNames[to])} by ${by}, ${moment(at)}${reason && `: ${reason}`}`,
  overlaps: (numbers: readonly number[]) => `Overlaps with ${numbers.join(', ')}`,
  edition: (number: number) => `Edition ${number}`,
} as const

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** A moment as paper shows it: whoever reads it may be anywhere, so in UTC. */
const moment = (at: string): string => `${format.format(new Date(at))} UTC`
