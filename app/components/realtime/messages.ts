export const realtimeMessages = {
  here: 'Here',
  onClaim: (number: number) => `On claim ${number} now`,
  saved: 'Saved',
  saving: 'Saving…',
  notSaved: (unsaved: number) => (unsaved > 0 ? `Not saved (${unsaved})` : 'Not saved'),
  unsavedEdits: (unsaved: number) =>
    unsaved === 1
      ? '1 edit of this page has not reached the server yet.'
      : `${unsaved} edits of this page have not reached the server yet.`,
  reconnecting: 'Reconnecting',
  signedOut: 'Signed out',
  inOtherTeam: 'In another team',
  noMember: 'No longer a member',
  readOnly: 'Read only',
  refused: 'Not accepted: copy your text',
  stranded: 'Words that you typed were not accepted by the server. They are kept here to copy:',
  claimOf: (number: number, report: string) => `Claim ${number} of “${report}”`,
  textOf: (label: string, number: number) => `${label} of claim ${number}`,
  copied: 'I have copied them',
  waitsIn: (number: number, report: string | null) =>
    report === null ? `Not saved in claim ${number}` : `Not saved in claim ${number} of “${report}”`,
  stale:
    'The server does not answer, so what others do is not shown here for now. It is tried again by itself; what you type stays on this page.',
  stayed: 'The server does not answer, so you are still on this page. Follow the link again once it does.',
  stayedWithWords:
    'The server does not answer, so you are still on this page: words that you typed in it are not saved yet. Follow the link again once they are.',
  elsewhere: 'Words that you typed are not saved yet. They wait in this browser tab; do not close it.',
  toWords: 'Go to them',
  joined: (name: string) => `${name} is here.`,
  left: (name: string) => `${name} has left.`,
  verdictSet: (person: string, number: number, rating: string) => `${person} set claim ${number} to ${rating}.`,
  claimChanged: (number: number) => `Claim ${number}, which you have open, was changed.`,
} as const
