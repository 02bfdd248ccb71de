/** What was typed in a form and not sent, a field with several values line by line, and the seq that the form was filled from. */
export interface Draft {
  readonly fields: Readonly<Record<string, string>>
  readonly seen: number | undefined
}

// A page has one memory, like its document; the server renders forms and never fills them in.
const drafts = new Map<string, Draft>()

/** The name of a form's draft: the form goes with the claim that is open, its draft stays until it is sent or dropped. */
export const draftName = (action: string, intent: string, subject = ''): string => [action, intent, subject].join(' ')

/** Whether something was typed in this form and not sent. */
export const hasDraft = (...form: Parameters<typeof draftName>): boolean => drafts.has(draftName(...form))

/** What was typed in any form with this action and intent, whatever it is about. */
export const draftsOf = (action: string, intent: string): readonly Draft[] =>
  [...drafts].filter(([name]) => name.startsWith(draftName(action, intent, ''))).map(([, draft]) => draft)

export const draftOf = (name: string): Draft | null => drafts.get(name) ?? null

export function keepDraft(name: string, form: HTMLFormElement, seen: number | undefined): void {
  const fields: Record<string, string> = {}
  for (const [field, value] of new FormData(form)) {
    if (typeof value === 'string') fields[field] = field in fields ? `${fields[field]}\n${value}` : value
  }
  drafts.set(name, { fields, seen })
}

export const dropDraft = (name: string): void => void drafts.delete(name)

export const hasAnyDraft = (): boolean => drafts.size > 0
