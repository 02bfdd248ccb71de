/** What is in the fields of a form by their names, a field with several values line by line. */
export type Typed = Readonly<Record<string, string>>

/** What a form was filled from: a seq, and what its fields held then. */
export interface Base {
  readonly seen: number | undefined
  readonly fields: Typed
}

/** What was typed in a form and not sent. */
export interface Draft {
  readonly fields: Typed
  readonly base: Base
}

/** A draft with what its form is about. */
export interface DraftOf extends Draft {
  readonly subject: string
}

// A page has one memory, like its document; the server renders forms and never fills them in.
const drafts = new Map<string, Draft>()
/** The names of forms that wait for an answer: until it comes nobody knows whether their drafts are needed. */
const underway = new Set<string>()
const listeners = new Set<() => void>()
let changes = 0

function noteChange(): void {
  changes++
  for (const listener of listeners) listener()
}

/** Tells when any draft has changed; answers how to stop. */
export function onDrafts(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Another number after each change. */
export const draftChanges = (): number => changes

/** The name of a form's draft: the form goes with the claim that is open, its draft stays until it is sent or dropped. */
export const draftName = (action: string, intent: string, subject = ''): string => [action, intent, subject].join(' ')

/** Whether something was typed in this form and not sent. */
export const hasDraft = (...form: Parameters<typeof draftName>): boolean => drafts.has(draftName(...form))

/** What was typed in any form with this action and intent, whatever it is about. */
export function draftsOf(action: string, intent: string): readonly DraftOf[] {
  const start = draftName(action, intent)
  return [...drafts]
    .filter(([name]) => name.startsWith(start))
    .map(([name, draft]) => ({ ...draft, subject: name.slice(start.length) }))
}

/** What was typed in such forms about something that is not there any more, and is not being sent. */
export const goneDrafts = (action: string, intent: string, standing: readonly string[]): readonly DraftOf[] =>
  draftsOf(action, intent).filter(
    ({ subject }) => !standing.includes(subject) && !underway.has(draftName(action, intent, subject)),
  )

/** Whether a form with this name waits for an answer, also one that was left and opened again meanwhile. */
export const isUnderway = (name: string): boolean => underway.has(name)

export const draftOf = (name: string): Draft | null => drafts.get(name) ?? null

/** What is in a form's fields now. */
export function typedIn(data: FormData): Typed {
  const fields: Record<string, string> = {}
  for (const [field, value] of data) {
    if (typeof value === 'string') fields[field] = field in fields ? `${fields[field]}\n${value}` : value
  }
  return fields
}

/**
 * What is ticked in a field of several boxes: what was left ticked, where anything was typed in its form before, else what
 * stands. A draft holds nothing of a field in which no box was ticked.
 */
export const tickedIn = (draft: Typed, field: string, standing: readonly string[]): readonly string[] =>
  Object.keys(draft).length === 0 ? standing : (draft[field]?.split('\n') ?? [])

export function keepDraft(name: string, draft: Draft): void {
  drafts.set(name, draft)
  noteChange()
}

/** What was typed, but for the fields that nobody touched: those are as they stand now. */
export const touchedOver = (standing: Typed, { fields, base }: Draft): Typed =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [
      field,
      value === base.fields[field] ? (standing[field] ?? value) : value,
    ]),
  )

export function dropDraft(name: string): void {
  drafts.delete(name)
  noteChange()
}

export const hasAnyDraft = (): boolean => drafts.size > 0

/**
 * Follows a form that is being sent. Call what it answers when the server has answered; that says whether something
 * else was typed since.
 */
export function sendDraft(name: string, sent: Typed): () => boolean {
  const before = drafts.get(name)
  underway.add(name)
  noteChange()
  return () => {
    underway.delete(name)
    noteChange()
    const now = drafts.get(name)
    return now !== undefined && now !== before && !isSame(now.fields, sent)
  }
}

function isSame(one: Typed, other: Typed): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((field) => one[field] === other[field])
}
