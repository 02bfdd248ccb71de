import type { Span } from '../reports/passage.ts'

/** No more places of the same words are looked for. */
const mostPlaces = 1_000

/**
 * Finds words in a report: every place at which they stand, in order, whatever the white space between them. Letters
 * and their case must be the same.
 */
export function wordsFinder(text: string): (words: string) => readonly Span[] {
  const { spaced, at } = singleSpaced(text)
  return (words) => {
    const wanted = words.normalize('NFC').trim().replaceAll(/\s+/gu, ' ')
    const places: Span[] = []
    if (wanted === '') return places
    let found = spaced.indexOf(wanted)
    while (found !== -1 && places.length < mostPlaces) {
      places.push({ start: at(found), end: at(found + wanted.length - 1) + 1 })
      found = spaced.indexOf(wanted, found + 1)
    }
    return places
  }
}

/** A text with single spaces, and where each of its characters stood. */
function singleSpaced(text: string): { readonly spaced: string; at(index: number): number } {
  const parts: string[] = []
  const stood = new Uint32Array(text.length)
  let length = 0
  for (const { 0: run, index } of text.matchAll(/\s+|\S+/gu)) {
    const isSpace = run.trim() === ''
    parts.push(isSpace ? ' ' : run)
    for (let step = 0; step < (isSpace ? 1 : run.length); step += 1) stood[length + step] = index + step
    length += isSpace ? 1 : run.length
  }
  return { spaced: parts.join(''), at: (index) => stood[index] ?? 0 }
}
