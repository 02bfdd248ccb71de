import type { ReportDeed } from '#server/claims/stage.ts'

export const wholeMessages = {
  title: 'The whole report',
  listed: (count: number) => (count === 1 ? '1 claim is in it:' : `${count} claims are in it, in this order:`),
  empty: 'Nothing is in it yet: a claim is in it once it is approved.',
  comparedWith: (number: number) => `Compared with publication ${number}:`,
  same: 'Nothing is different.',
  added: 'new',
  changed: 'changed',
  gone: 'No longer in it:',
  reordered: 'The order is another one.',
  missing: 'Not in it yet',
  changedSince: 'The list changed since you looked.',
  changedHint: 'Below is what stands now, compared with what you looked at. Look at it again before you decide.',
  lookedAgain: 'I have looked at the list again',
  approved: (name: string) => `${name} approved this list`,
  submitted: (name: string) => `${name} submitted it.`,
  author: (name: string) => `${name} brought the report in, and does not approve it.`,
  mayApprove: (names: readonly string[]) =>
    names.length === 0
      ? 'No editor may approve this report. Ask an admin for another editor.'
      : `May approve the report: ${names.join(', ')}.`,
  decisions: 'Decide on the report',
  returned: (by: string) => `${by} returned the report:`,
  noPublication: 'Readers have no publication of the report as a whole yet.',
  takenBack: 'Taken back',
  reopenHint: 'It goes back to checking, and what was approved of its list counts no more. What readers have stays.',
  open: 'Open the report’s public page',
  publicNoteHint: 'Readers see it on the page of the report. Its claims stay as they are.',
} as const

export const reportDeedWords: Readonly<Record<ReportDeed, string>> = {
  'report.submit': 'Submit the report',
  'report.approve': 'Approve the report',
  'report.return': 'Return the report',
  'report.publish': 'Publish the report',
  'report.retract': 'Take the report back in public',
  'report.reopen': 'Take the report up again',
}
