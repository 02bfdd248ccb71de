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
 * all of a deletion, alone or among other words, or large parts of one. Null for every letter that is new.
 */
export function recall(text: string, forgotten: readonly Forgotten[]): (Y.ID | null)[] {
  const from = Array.from<Y.ID | null>({ length: text.length }).fill(null)
  const latest = forgotten.slice(0, Math.max(1, Math.floor(mostLooks / Math.max(1, text.length))))
  for (const deletion of latest) {
    const { text: old, ids } = deletion
    if (text.length >= least.whole && text === old) return [...ids]
    for (const { at, start, length } of old.length < least.part ? within(text, old) : sharedParts(text, deletion)) {
      for (let index = 0; index < length; index += 1) from[at + index] ??= ids[start + index] ?? null
    }
  }
  return from
}

/** A long text is looked for in few deletions, so that no edit takes long to tell. */
const mostLooks = 200_000

/** Letters of a text, from `at` on, that are the same as those of a deletion from `start` on. */
interface Shared {
  readonly at: number
  readonly start: number
  readonly length: number
}

function within(text: string, old: string): Shared[] {
  const at = old.length >= least.within ? text.indexOf(old) : -1
  return at < 0 ? [] : [{ at, start: 0, length: old.length }]
}

/** Large parts of a deletion in a text, from the left; what stands in the deletion twice is its first. */
function sharedParts(text: string, deletion: Forgotten): Shared[] {
  const shared: Shared[] = []
  if (text.length < least.part) return shared
  const starts = startsOf(deletion)
  for (let at = 0; at + least.part <= text.length; at += 1) {
    const start = starts.get(text.slice(at, at + least.part))
    if (start === undefined) continue
    let length: number = least.part
    while (at + length < text.length && text[at + length] === deletion.text[start + length]) length += 1
    shared.push({ at, start, length })
    at += length - 1
  }
  return shared
}

const knownStarts = new WeakMap<Forgotten, ReadonlyMap<string, number>>()

/** Where each part of the least length stands first in a deletion; made once, when it is first asked for. */
function startsOf(deletion: Forgotten): ReadonlyMap<string, number> {
  const known = knownStarts.get(deletion)
  if (known) return known
  const starts = new Map<string, number>()
  for (let start = deletion.text.length - least.part; start >= 0; start -= 1) {
    starts.set(deletion.text.slice(start, start + least.part), start)
  }
  knownStarts.set(deletion, starts)
  return starts
}

/** A letter at a place that words may have been put back before; one that went unheard may be any. */
export interface OldLetter {
  readonly id: Y.ID | null
  readonly letter: string | null
  /** Whether it was deleted by whoever may have put it back. */
  readonly isOwn: boolean
  readonly isLost: boolean
}

/** In how many places of a text what follows its words unheard is looked for. */
const mostPlaces = 8

/**
 * Where the last letters of a text were written first, if they are the first of the old ones; null for every letter
 * that is new. Answers null when none was there before. Undo puts back what its person deleted; the same letters as
 * somebody else's deletion are theirs only if they are many.
 */
export function putBack(text: string, old: readonly OldLetter[]): (Y.ID | null)[] | null {
  const lost = old.findIndex(({ isLost }) => isLost)
  const told = old.findIndex(({ letter }) => letter === null)
  const lettersOf = (until: number) => (until < 0 ? old : old.slice(0, until)).map(({ letter }) => letter).join('')
  const places = [text.length - overlap(text, lettersOf(told))]
  if (lost >= 0) places.push(...placesOf(lettersOf(lost), text, text.length - old.length))
  let best: { readonly from: (Y.ID | null)[]; readonly known: number } = { from: [], known: 0 }
  for (const place of places) {
    const from = standing(text, old, place)
    const known = from.filter((id) => id !== null).length
    if (known > best.known) best = { from, known }
  }
  return best.known > 0 ? best.from : null
}

function placesOf(words: string, text: string, first: number): number[] {
  const places: number[] = []
  let place = text.indexOf(words, Math.max(0, first))
  while (place >= 0 && place < text.length && places.length < mostPlaces) {
    places.push(place)
    place = text.indexOf(words, place + 1)
  }
  return places
}

/** The old letters as they stand from this place of a text on; none if they do not. */
function standing(text: string, old: readonly OldLetter[], place: number): (Y.ID | null)[] {
  const from = Array.from<Y.ID | null>({ length: text.length }).fill(null)
  const others: number[] = []
  for (let index = place; index < text.length; index += 1) {
    const each = old[index - place]
    if (each?.letter === text[index]) from[index] = each?.id ?? null
    else if (!each?.isLost) return []
    if (from[index] && !each?.isOwn) others.push(index)
  }
  if (others.length < least.part) for (const index of others) from[index] = null
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
