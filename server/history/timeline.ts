import { diffWordsWithSpace } from 'diff'
import type { TextName } from '../realtime/protocol.ts'

/** Who did what, when: newest first. Dates are ISO strings. */
export interface TimelineView {
  readonly items: readonly TimelineItem[]
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly kinds: readonly { readonly kind: string; readonly name: string }[]
  readonly claims: readonly TimelineClaim[]
  /** Ask for what came before this seq; null when this is all. */
  readonly older: number | null
}

export interface TimelineItem {
  readonly seq: number
  readonly at: string
  readonly person: string
  readonly personId: string
  readonly kind: string
  readonly claim: TimelineClaim | null
  /** Reads after the person's name: "set the verdict to False". */
  readonly sentence: string
  readonly parts: readonly TimelinePart[]
}

export interface TimelineClaim {
  readonly id: string
  readonly number: number
  readonly statement: string
}

export interface TimelinePart {
  readonly label: string
  readonly words: readonly Word[]
}

export interface Word {
  readonly text: string
  readonly change: 'same' | 'added' | 'removed'
}

/** One recorded edit of a claim's texts, with the words of the texts that it changed. */
export interface TextChange {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly texts: readonly TextBeforeAfter[]
}

export interface TextBeforeAfter {
  readonly name: TextName
  readonly before: string
  readonly after: string
}

/** One person's typing in one text without a long pause; `seq` and `at` are those of its last edit. */
export type Burst = TextChange

/** A pause of this many milliseconds ends a burst. */
const pause = 60_000

/**
 * Joins a claim's edits, given in order, into bursts: the same person in the same text, less than a minute between
 * edits, and nobody else changing that text meanwhile.
 */
export function burstsOf(changes: Iterable<TextChange>): Burst[] {
  const bursts = new Set<Burst>()
  const latest = new Map<TextName, Burst>()
  for (const change of changes) {
    if (change.texts.length === 0) continue
    const open = openBurst(latest, change)
    const burst = open ? joined(open, change) : change
    if (open) bursts.delete(open)
    bursts.add(burst)
    for (const { name } of burst.texts) latest.set(name, burst)
  }
  return [...bursts]
}

function openBurst(latest: ReadonlyMap<TextName, Burst>, change: TextChange): Burst | null {
  const [first] = change.texts
  const open = first && latest.get(first.name)
  if (!open || open.actor !== change.actor || open.texts.length !== change.texts.length) return null
  if (Date.parse(change.at) - Date.parse(open.at) >= pause) return null
  return change.texts.every(({ name }) => latest.get(name) === open) ? open : null
}

function joined(open: Burst, change: TextChange): Burst {
  const texts = open.texts.map((text) => {
    const next = change.texts.find(({ name }) => name === text.name)
    return next ? { ...text, after: next.after } : text
  })
  return { ...change, texts }
}

/** How much of a long unchanged stretch is shown beside a change, in characters. */
const beside = 120

/** The words before and after, told apart. Long unchanged stretches are cut to what stands beside a change. */
export function wordsBetween(before: string, after: string): Word[] {
  if (before === after) return before ? [{ text: shortened(before, true, true), change: 'same' }] : []
  const found = before && after ? diffWordsWithSpace(before, after, { timeout: 250 }) : undefined
  if (!found) return replaced(before, after)
  return found.map(({ value, added, removed }, index) => {
    if (added) return { text: value, change: 'added' }
    if (removed) return { text: value, change: 'removed' }
    return { text: shortened(value, index === 0, index === found.length - 1), change: 'same' }
  })
}

function replaced(before: string, after: string): Word[] {
  const words: Word[] = [
    { text: before, change: 'removed' },
    { text: after, change: 'added' },
  ]
  return words.filter(({ text }) => text !== '')
}

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  const characters = Array.from(text)
  if (characters.length <= beside * 2 + 20) return text
  const head = isFirst && !isLast ? '' : characters.slice(0, beside).join('')
  const tail = isLast && !isFirst ? '' : characters.slice(-beside).join('')
  return `${head} … ${tail}`.trim()
}

const textLabels: Readonly<Record<TextName, string>> = { statement: 'Statement', analysis: 'Analysis', notes: 'Notes' }

/** What a burst did, in words, with each text before and after. */
export function burstWords({ texts }: Burst): Pick<TimelineItem, 'sentence' | 'parts'> {
  const names = texts.map(({ name }) => `the ${name}`).join(' and ')
  const verb = texts.every(({ before }) => before === '')
    ? 'wrote'
    : texts.every(({ after }) => after === '')
      ? 'emptied'
      : 'changed'
  const parts = texts.map(({ name, before, after }) => ({
    label: textLabels[name],
    words: wordsBetween(before, after),
  }))
  return { sentence: `${verb} ${names}`, parts }
}
