export const formMessages = {
  notSent: 'Not sent yet',
  save: 'Save',
  saving: 'Saving…',
  cancel: 'Cancel',
  unreachable: 'The server could not be reached. What you typed is still here; try again when you are connected.',
  signedOut: 'You are signed out. What you typed is still here; sign in again, then save again.',
  failed: 'Something went wrong on the server and nothing was saved. What you typed is still here; try again.',
  changedTitle: 'Changed meanwhile',
  keptYours: 'What you typed is kept above. It now reads:',
  mine: 'Use mine anyway',
  theirs: 'Take what stands now',
  readOnly: 'You can read everything here; only checkers and editors change it.',
} as const
