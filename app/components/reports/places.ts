export interface Place {
  readonly start: number
  readonly end: number
}

/** The same place without the white space at its ends; null when nothing else is left. */
export function trimmed(text: string, place: Place): Place | null {
  const words = text.slice(place.start, place.end)
  const start = place.start + (words.length - words.trimStart().length)
  const end = place.end - (words.length - words.trimEnd().length)
  return start < end ? { start, end } : null
}

const escaped = (word: string) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Where these words stand in the text, whatever the white space between them and the case; in order of place. */
export function placesOf(text: string, words: string): readonly Place[] {
  const parts = words.normalize('NFC').trim().split(/\s+/u).filter(Boolean)
  if (parts.length === 0) return []
  const pattern = new RegExp(parts.map(escaped).join(String.raw`\s+`), 'giu')
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
}
