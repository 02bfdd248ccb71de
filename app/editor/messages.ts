import { closeCode, type TextName } from '#server/realtime/protocol.ts'

export const textLabels: Readonly<Record<TextName, { label: string; hint: string }>> = {
  statement: { label: 'Statement', hint: 'What is claimed, in one line' },
  analysis: { label: 'Analysis', hint: 'For readers: what you found, in Markdown' },
  notes: { label: 'Notes', hint: 'For the team only' },
}

const count = (characters: number): string => characters.toLocaleString('en')

export const editorMessages = {
  unreachable:
    'The texts cannot be edited just now. They are shown as this page last heard of them; it goes on trying by itself.',
  tryAgain: 'Try again',
  startAnew: 'Start anew with the saved text',
  left: (team: string) => `You can no longer write here: you are no longer a member of ${team}.`,
  erasedBelow:
    'Words of this claim were erased, and may still stand below. Copy only what you typed yourself, and start anew with the saved text.',
  unsavedBelow: 'These are your texts as they stand here, to copy. They may hold words that were not saved.',
  full: (limit: number) => `This text is at its limit of ${count(limit)} characters.`,
  over: (more: number, limit: number) =>
    `${count(more)} ${more === 1 ? 'character' : 'characters'} over the limit of ${count(limit)}. It can go to review when it is shorter.`,
  tooLong: (most: number) =>
    `Nothing was changed: this text would be longer than the ${count(most)} characters that it can hold. What you copied is still in your clipboard; insert a part of it.`,
  comment: 'Comment',
  chooseFewer: (most: number) => `Choose at most ${count(most)} characters to comment on`,
  bold: 'Bold',
  italic: 'Italic',
  link: 'Link',
  list: 'List',
  quote: 'Quote',
  tools: (label: string) => `Formatting of ${label}`,
} as const

/** What there is to say of a text of this length; null while it is within its limit. */
export function lengthNotice(length: number, limit: number): string | null {
  if (length > limit) return editorMessages.over(length - limit, limit)
  return length === limit ? editorMessages.full(limit) : null
}

/** What happened to a document that ended. */
export function endingSentence(code: number | null): string {
  switch (code) {
    case closeCode.forbidden:
      return 'You can no longer write here: your role changed, or somebody else is signed in.'
    case closeCode.closedForWriting:
      return 'This claim was withdrawn, so its texts are closed.'
    case closeCode.unknownClient:
      return 'Somebody else is signed in now, or this document was opened elsewhere. It was closed here.'
    case closeCode.erased:
      return 'Words of this claim were erased. It was loaded anew; what you see now is what is saved.'
    case closeCode.diverged:
      return 'This page had come apart from the saved text. It was loaded anew; what you see now is what is saved.'
    default:
      return 'The server did not accept the last edit, and this document was closed. Nothing that was saved is lost.'
  }
}
