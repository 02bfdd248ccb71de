import type * as Y from 'yjs'

/** Words that somebody deleted in one go, and the id of each of their letters. */
export interface Forgotten {
  readonly text: string
  readonly ids: readonly Y.ID[]
}

/** Fewer letters than these are written anew more often than put back, unless they are all that was deleted. */
const least = { whole: 2, within: 8, part: 12 } as const

/**
 * Where the letters of a text were written first, if it puts back what its writer deleted, the latest deletion first:
 * all of a deletion, alone or among other words, or a large part of one. Null for every letter that is new.
 */
export function recall(text: string, forgotten: readonly Forgotten[]): (Y.ID | null)[] {
  const from = Array.from<Y.ID | null>({ length: text.length }).fill(null)
  for (const { text: old, ids } of forgotten) {
    if (text.length >= least.whole && text === old) return [...ids]
    const within = old.length >= least.within ? text.indexOf(old) : -1
    if (within >= 0 && from.slice(within, within + old.length).every((id) => id === null)) {
      from.splice(within, old.length, ...ids)
    } else if (text.length >= least.part && old.includes(text)) {
      const start = old.indexOf(text)
      return ids.slice(start, start + text.length)
    }
  }
  return from
}

/** How many letters at the end of one text are the beginning of the other (the prefix function of Knuth–Morris–Pratt). */
export function overlap(text: string, old: string): number {
  const fallback: number[] = [0]
  const advance = (matched: number, letter: string | undefined): number => {
    let length = matched
    while (length > 0 && (length === old.length || old[length] !== letter)) length = fallback[length - 1] ?? 0
    return old[length] === letter && length < old.length ? length + 1 : length
  }
  for (let index = 1; index < old.length; index += 1) fallback.push(advance(fallback[index - 1] ?? 0, old[index]))
  let matched = 0
  for (let index = 0; index < text.length; index += 1) matched = advance(matched, text[index])
  return matched
}
