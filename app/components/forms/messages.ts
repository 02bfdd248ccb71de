export const formMessages = {
  saved: 'Saved',
  notSent: 'Not sent yet',
  notSentSince: 'Saved. What you typed since is not sent yet.',
  addedSince: 'Added. What you typed since is not sent yet; saving adds it as another one.',
  gone: 'What you typed for something that is gone:',
  drop: 'Drop it',
  save: 'Save',
  saving: 'Saving…',
  cancel: 'Cancel',
  unreachable: 'The server could not be reached. What you typed is still here; try again when you are connected.',
  signedOut: 'You are signed out. What you typed is still here; sign in again, then save again.',
  failed: 'Something went wrong on the server and nothing was saved. What you typed is still here; try again.',
  keptYours: 'What you typed is kept above. It now reads:',
  /** What stands, field by field. */
  standing: (said: Readonly<Record<string, string>>) =>
    Object.entries(said)
      .filter(([, value]) => value !== '')
      .map(([field, value]) => `${field}: ${value}`)
      .join(' · ') || 'nothing',
  mine: 'Use mine anyway',
  mineInParts: 'Save what I changed',
  theirs: 'Take what stands now',
  readOnly: 'You can read everything here; only checkers and editors change it.',
} as const
