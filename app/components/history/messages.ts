const notThatItIsAll = (type: string) =>
  `It proves that these entries were recorded so, not that nothing else was recorded of the ${type}, nor that it is true.`

export const historyMessages = {
  backToClaim: 'The claim in its report',
  title: 'History',
  ofTeam: 'History of the team',
  ofPerson: (name: string) => `What ${name} did`,
  backToTeam: 'Team',
  ofReport: (title: string) => `History of “${title}”`,
  ofClaim: (number: number, statement: string) => `History of claim ${number}: ${statement}`,
  filters: 'Filter the history',
  person: 'Person',
  anyone: 'Anyone',
  kind: 'Kind',
  anything: 'Anything',
  claim: 'Claim',
  anyClaim: 'Any claim',
  from: 'From',
  to: 'To',
  daysOfUtc: 'Days begin and end at midnight UTC.',
  show: 'Show',
  clear: 'Clear filters',
  none: 'Nothing in the history matches these filters.',
  older: 'Older changes',
  claimNumber: (number: number) => `Claim ${number}:`,
  textsThen: 'The texts then',
  textsAfter: (deed: string | null) =>
    deed === null ? 'The texts as they stood then' : `The texts as they stood after ${deed}`,
  textNames: { statement: 'Statement', analysis: 'Analysis', notes: 'Notes' },
  empty: '(empty)',
  removed: 'removed: ',
  added: 'added: ',
  signedUpTo: (size: number) => `Signed by this server's key: the first ${size} entries, the last of them recorded`,
  checkpoint: 'What was signed',
  key: 'The public key',
  unsignedSince: 'What was recorded is not signed since',
  askWhoRuns: 'The log of the server says why; ask whoever runs it.',
  leftBehind: 'What was signed before the fork',
  notSigned: 'Nothing more is signed of this history',
  whatToDo:
    'First ask whoever runs the server whether the right database, key and folder are in use. If they are, as after an older backup was restored, two people can leave what was signed and begin a new origin; everybody can see that.',
  proposeFork: 'Propose a fork',
  confirmFork: 'Confirm the fork',
  withdrawFork: 'Withdraw the proposal',
  forkReason: 'Why what was signed is left',
  forkMeans: (signed: number, size: number) =>
    `What was signed of ${signed} entries is left as it is, and the history, of ${size} entries now, is signed on under a new origin.`,
  forkProposedBy: (name: string) => `${name} proposed to leave it`,
  forkConfirmed: 'Two people left what was signed before. The history is signed under a new origin within a minute.',
  proof: 'Export and verify',
  exportFile: (entries: number) => `Export ${entries === 1 ? '1 entry' : `${entries} entries`}`,
  exportHere: 'Export and verify here',
  verifyFile: 'Verify an exported file',
  whatItIs:
    'A file with the entries, their proofs, and a program by which anybody can check them without Plumbline. Notes and comments of the team are in it as well.',
  verifying: (entries: number, of: number) =>
    of === 0 ? 'Signing and reading …' : `Verified ${entries} of ${of} entries`,
  stop: 'Stop',
  save: 'Save the file',
  agrees: {
    team: 'Verified: everything agrees',
    report: 'Verified: every entry here was signed',
    claim: 'Verified: every entry here was signed',
  },
  ofAnother: (type: 'team' | 'report' | 'claim') =>
    `It agrees, but it is the history of another ${type} than this page`,
  disagrees: 'Not so: this is not what was signed',
  checkedAt: 'Checked',
  checked: (entries: number, first: number, last: number) =>
    entries === 1 ? `entry ${first}, recorded` : `${entries} entries, ${first} to ${last}, the last of them recorded`,
  against: (size: number, origin: string) =>
    `Against the checkpoint of ${size} entries of ${origin}, signed by this server's key.`,
  leftOut: (count: number) =>
    `${count === 1 ? 'One payload is' : `${count} payloads are`} left out; their entries are proven.`,
  beyond: {
    team: 'It proves that what was recorded was not changed, not that it is true.',
    report: notThatItIsAll('report'),
    claim: notThatItIsAll('claim'),
  },
  faultAt: (seq: number | null, subject: string, what: string) =>
    seq === null ? `${subject}: ${what}.` : `Entry ${seq} (${subject}): ${what}.`,
  noAnswer: 'The server did not answer. Nothing was verified; try again.',
  meanwhile: (name: string) => `[meanwhile ${name}:] `,
} as const
