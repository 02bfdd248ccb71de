import { diffWordsWithSpace } from 'diff'
import type { ClaimForm } from '../publication/form.ts'
import { formWords } from '../publication/form-words.ts'
import { linked, type LinkedWords } from './linked-words.ts'

/** One thing that a form says, as it was and as it is, with the words marked that differ. */
export interface Compared {
  readonly label: string
  readonly isChanged: boolean
  readonly isMarkdown: boolean
  readonly before: readonly LinkedWords[]
  readonly now: readonly LinkedWords[]
}

export interface MarkedWords {
  readonly text: string
  readonly isChanged: boolean
}

/** Longer than this, in milliseconds, no two texts are compared word by word: then they differ as a whole. */
const patience = 500

/** What differs between two forms, row by row; rows that say nothing in either are left out. */
export function compareForms(before: ClaimForm, now: ClaimForm): Compared[] {
  const then = new Map(formWords(before).map((words) => [words.label, words]))
  return formWords(now).flatMap(({ label, text, addresses, isMarkdown }) => {
    const old = then.get(label)
    const was = old?.text ?? ''
    if (was === '' && text === '') return []
    const words = marked(was, text)
    const links = { before: linked(words.before, old?.addresses ?? []), now: linked(words.now, addresses) }
    return [{ label, isChanged: was !== text, isMarkdown, ...links }]
  })
}

function marked(before: string, now: string): Record<'before' | 'now', MarkedWords[]> {
  const same = (text: string) => (text === '' ? [] : [{ text, isChanged: false }])
  if (before === now) return { before: same(before), now: same(now) }
  const pieces = diffWordsWithSpace(before, now, { timeout: patience })
  if (!pieces) return { before: [{ text: before, isChanged: true }], now: [{ text: now, isChanged: true }] }
  return {
    before: pieces.flatMap(({ value, added, removed }) => (added ? [] : [{ text: value, isChanged: removed }])),
    now: pieces.flatMap(({ value, added, removed }) => (removed ? [] : [{ text: value, isChanged: added }])),
  }
}
