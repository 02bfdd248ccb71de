import { closeCode, type TextName } from '#server/realtime/protocol.ts'

export const textLabels: Readonly<Record<TextName, { label: string; hint: string }>> = {
  statement: { label: 'Statement', hint: 'What is claimed, in one line' },
  analysis: { label: 'Analysis', hint: 'For readers: what you found, in Markdown' },
  notes: { label: 'Notes', hint: 'For the team only' },
}

export const editorMessages = {
  unreachable: 'The live texts could not be opened. You read them as this page last heard of them; it goes on trying.',
  tryAgain: 'Try again',
  startAnew: 'Start anew with the saved text',
  unsavedBelow: 'These are your texts as they stand here, to copy. They may hold words that were not saved.',
  full: (limit: number) => `This text is at its limit of ${limit.toLocaleString('en')} characters.`,
  bold: 'Bold',
  italic: 'Italic',
  link: 'Link',
  list: 'List',
  quote: 'Quote',
  tools: (label: string) => `Formatting of ${label}`,
} as const

/** What happened to a document that ended. */
export function endingSentence(code: number | null): string {
  switch (code) {
    case closeCode.forbidden:
      return 'You can no longer write here: your role changed, or somebody else is signed in.'
    case closeCode.closedForWriting:
      return 'This claim was withdrawn, so its texts are closed.'
    case closeCode.unknownClient:
      return 'Somebody else is signed in now, or this document was opened elsewhere. It was closed here.'
    case closeCode.diverged:
      return 'This page had come apart from the saved text. It was loaded anew; what you see now is what is saved.'
    default:
      return 'The server did not accept the last edit, and this document was closed. Nothing that was saved is lost.'
  }
}
