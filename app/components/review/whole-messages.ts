import type { ReportDeed } from '#server/claims/stage.ts'
import type { ListDeed } from '#server/reports/list-authors.ts'
import type { ReviewedReport } from '#server/review/review-view.ts'

const listDeedWords: Readonly<Record<ListDeed, string>> = {
  'report.create': 'brought the report in',
  'claim.make': 'made claims',
  'claim.import': 'imported claims',
  'claim.carve': 'split claims',
  'claim.split': 'split claims',
  'claim.merge': 'merged claims',
  'claim.absorb': 'merged claims',
  'claim.move': 'moved claims',
  'claim.withdraw': 'withdrew claims',
  'claim.restore': 'restored claims',
  'claim.drop': 'changed, took up or took back claims that were approved, or in the last list',
}

const didWhat = (deeds: readonly ListDeed[]) => [...new Set(deeds.map((deed) => listDeedWords[deed]))].join(', ')

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
  authors: (all: ReviewedReport['authors']) =>
    `Authors of the list, who do not approve it: ${all.map(({ name, deeds }) => `${name} (${didWhat(deeds)})`).join('; ')}.`,
  mayApprove: (names: readonly string[]) =>
    names.length === 0
      ? 'No editor may approve this report: all of them are authors of its list. Ask an admin for another editor.'
      : `May approve the report: ${names.join(', ')}.`,
  decisions: 'Decide on the report',
  returned: (by: string) => `${by} returned the report:`,
  noPublication: 'Readers have no publication of the report as a whole yet.',
  takenBack: 'Taken back',
  reopenHint:
    'It goes back to checking, and its list as it stands then is submitted and approved anew. What readers have stays.',
  open: 'Open the report’s public page',
  waits: 'It waits for those of its claims that readers see only later, if there are any.',
  takeBackUnseen: 'Take the report back before readers see it',
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
