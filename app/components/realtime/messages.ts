export const realtimeMessages = {
  hereAre: (names: string) => `Here: ${names}`,
  countHere: (count: number) => (count === 1 ? '1 person here' : `${count} people here`),
  saved: 'Saved',
  saving: 'Saving…',
  notSaved: (unsaved: number) => (unsaved > 0 ? `Not saved (${unsaved})` : 'Not saved'),
  reconnecting: 'Reconnecting',
  readOnly: 'Read only',
  refused: 'Not accepted: copy your text',
  joined: (name: string) => `${name} is here.`,
  left: (name: string) => `${name} has left.`,
  verdictSet: (person: string, number: number, rating: string) => `${person} set claim ${number} to ${rating}.`,
  claimChanged: (number: number) => `Claim ${number}, which you have open, was changed.`,
} as const
