import type { Json } from './canonical-json.ts'

/** Scripts without spaces between words: each letter counts as a word. */
const letterwise =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}'
const word = new RegExp(`[${letterwise}]|(?:(?![${letterwise}])[\\p{L}\\p{N}])+`, 'gu')
const longestWord = 64

/** So many words of one entry are looked for at most. */
const mostWords = 2_000

/** Letters that Unicode takes for whole ones, and typists for others with a stroke or joined. */
const spelled: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
}

/** The different words of a text as they are looked for: without accents, points of vowels, and capitals. */
export function wordsIn(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
  const simple = plain.replaceAll(/[łøđðħıßæœ]/gu, (letter) => spelled[letter] ?? letter)
  const found = [...simple.matchAll(word)].map(([each]) => each.slice(0, longestWord))
  return [...new Set(found)].slice(0, mostWords)
}

/** What no reader of a timeline sees of a deed: whole texts of reports, what was signed, and what programs made. */
const unsaid: ReadonlySet<string> = new Set(['form', 'hash', 'key', 'letters', 'raw'])
/** By kind. */
const alsoUnsaid: Readonly<Record<string, string>> = { 'report.create': 'text', 'fork.propose': 'note' }

const madeUp = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64})$/u

/**
 * The words that a deed says, by its payload. A rating that nobody has opened says nothing: only its giver may know it, and
 * what opens it says both.
 */
export function wordsOfDeed(kind: string, payload: Readonly<Record<string, Json>>): string[] {
  if (kind === 'rating.give' && payload['opens'] === null) return []
  const said = Object.entries(payload).filter(([name]) => name !== alsoUnsaid[kind])
  return wordsIn(textsIn(Object.fromEntries(said), kind === 'figure.set').join(' '))
}

function textsIn(value: Json | undefined, withNumbers: boolean): string[] {
  if (typeof value === 'string') return madeUp.test(value) ? [] : [value]
  if (typeof value === 'number') return withNumbers ? [String(value)] : []
  if (Array.isArray(value)) return value.flatMap((each: Json) => textsIn(each, withNumbers))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => (unsaid.has(name) ? [] : textsIn(each, withNumbers)))
}

/** The words that an edit took out of a text and put into it, as far as they stand beside the change. */
export interface ChangedWords {
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

/** What an edit made of the words of a text: whole words, though it may have changed a letter of them only. */
export function changedWords(before: string, after: string): ChangedWords {
  if (before === after) return { gone: [], come: [] }
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start += 1
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  start -= reach((back) => before[start - back])
  end -= reach((back) => before[before.length - end + back - 1])
  const [gone, come] = [before.slice(start, before.length - end), after.slice(start, after.length - end)].map(wordsIn)
  return {
    gone: (gone ?? []).filter((each) => !come?.includes(each)),
    come: (come ?? []).filter((each) => !gone?.includes(each)),
  }
}

/** How many letters of a word reach over an end of what changed, told by the one so many places away. */
function reach(letter: (back: number) => string | undefined): number {
  let count = 0
  while (count < longestWord && /[\p{L}\p{N}\p{M}\p{Cs}]/u.test(letter(count + 1) ?? '')) count += 1
  return count
}

/** Whether an edit did nothing but go on with a word: what it was is not looked for any more, but what it became. */
export const isGoingOn = ({ gone: [before, ...others], come: [after, ...more] }: ChangedWords): boolean =>
  before !== undefined && others.length + more.length === 0 && after !== undefined && after.startsWith(before)
