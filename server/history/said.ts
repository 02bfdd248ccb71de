import type { Json } from './canonical-json.ts'
import type { Word } from './marks.ts'
import { blocked } from './substitute.ts'

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

/** A digit of any script as one of ours. In Unicode they stand one behind the other, ten by ten from a zero on. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return String(value % 10)
}

/** The different words of a text as they are looked for: without accents, points of vowels, and capitals, figures as ours. */
export function wordsIn(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/(?![0-9])\p{Nd}/gu, digitOf)
    .toLowerCase()
  const simple = plain.replaceAll(/[łøđðħıßæœ]/gu, (letter) => spelled[letter] ?? letter)
  const found = [...simple.matchAll(word)].map(([each]) => beginningOf(each))
  return [...new Set(found)].slice(0, mostWords)
}

/** As much of a word as is kept, and no half of a letter: the database would keep something else for that. */
const beginningOf = (found: string): string => found.slice(0, longestWord).replace(/\p{Cs}$/u, '')

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
  const told = kind === 'erasure.propose' ? withoutErased(payload) : payload
  const said = Object.entries(told).filter(([name]) => name !== alsoUnsaid[kind])
  return wordsIn(textsIn(Object.fromEntries(said), kind === 'figure.set').join(' '))
}

/** Words that shall be erased are shown to nobody who does not ask for them: neither are they found. */
function withoutErased({ words, reason }: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  return { reason: blocked(String(reason), String(words)) }
}

function textsIn(value: Json | undefined, withNumbers: boolean): string[] {
  if (typeof value === 'string') return madeUp.test(value) ? [] : [value]
  if (typeof value === 'number') return withNumbers ? [String(value)] : []
  if (Array.isArray(value)) return value.flatMap((each: Json) => textsIn(each, withNumbers))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => (unsaid.has(name) ? [] : textsIn(each, withNumbers)))
}

/**
 * The words that the person of a burst put into a text or took out of it: whole words, though only a letter of them
 * changed. What others put in meanwhile is theirs.
 */
export function wordsOfBurst(words: readonly Word[]): string[] {
  const [before, after] = (['added', 'removed'] as const).map((not) =>
    words.map(({ text, change }) => (change === not ? '' : text)).join(''),
  ) as [string, string]
  const said = changesIn(words).flatMap(({ gone, come }) => {
    const [had, has] = [wordsIn(wholeWords(before, gone)), wordsIn(wholeWords(after, come))]
    return [...had.filter((each) => !has.includes(each)), ...has.filter((each) => !had.includes(each))]
  })
  return [...new Set(said)].slice(0, mostWords)
}

/** Where a change stands in the text before and in the text after, from one place to another. */
interface ChangedPlaces {
  readonly gone: readonly [number, number]
  readonly come: readonly [number, number]
}

function changesIn(words: readonly Word[]): ChangedPlaces[] {
  const places: ChangedPlaces[] = []
  let [before, after, isGoingOn] = [0, 0, false]
  for (const { text, change } of words) {
    const [gone, come] = [change === 'added' ? 0 : text.length, change === 'removed' ? 0 : text.length]
    const isOwn = change === 'added' || change === 'removed'
    const last = isGoingOn ? places.pop() : undefined
    if (isOwn) {
      const [goneFrom, comeFrom] = [last?.gone[0] ?? before, last?.come[0] ?? after]
      places.push({ gone: [goneFrom, before + gone], come: [comeFrom, after + come] })
    } else if (last) places.push(last)
    ;[before, after, isGoingOn] = [before + gone, after + come, isOwn]
  }
  return places
}

/** A stretch of a text, with the whole of the words that reach over its ends. */
function wholeWords(text: string, [start, end]: readonly [number, number]): string {
  const from = start - reach((back) => text[start - back])
  return text.slice(from, end + reach((on) => text[end + on - 1]))
}

/** How many letters of a word reach over an end of what changed, told by the one so many places away. */
function reach(letter: (away: number) => string | undefined): number {
  let count = 0
  while (count < longestWord && /[\p{L}\p{N}\p{M}\p{Cs}]/u.test(letter(count + 1) ?? '')) count += 1
  return count
}
