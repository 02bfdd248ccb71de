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
  // From which character on how many more stood before it.
  const shifts: { readonly from: number; readonly by: number }[] = []
  let dropped = 0
  const spaced = text.replaceAll(/\s{2,}|[^\S ]/gu, (run: string, offset: number) => {
    const from = offset - dropped + 1
    dropped += run.length - 1
    if (run.length > 1) shifts.push({ from, by: dropped })
    return ' '
  })
  const at = (index: number): number => {
    let [low, high] = [0, shifts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((shifts[middle]?.from ?? 0) <= index) low = middle + 1
      else high = middle
    }
    return index + (shifts[low - 1]?.by ?? 0)
  }
  return { spaced, at }
}
