import { block } from '#server/history/erasure.ts'
import { placesOf } from '#server/history/substitute.ts'
import type { TextName } from '#server/realtime/protocol.ts'
import type { KnownLetter } from './onlooker.ts'

type Letters = readonly KnownLetter[]

/**
 * Knows which letters are erased with words, from all that anybody ever read: those that stood in the words, and what had been
 * deleted between two of them. What nobody read, as whether a letter that was long gone stood before or behind one that came
 * later, it does not know.
 */
export class ErasedForOnlooker {
  readonly #states = new Map<TextName, Letters[]>()
  readonly #gone = new Set<KnownLetter>()
  readonly #maybe = new Set<KnownLetter>()
  /** What came or went in an edit that did both: there may have been a moment between. */
  readonly #mixed = new Map<TextName, Set<KnownLetter>>()

  see(name: TextName, letters: Letters): void {
    const states = this.#states.get(name) ?? []
    this.#states.set(name, states)
    const [now, before] = [new Set(letters), new Set(states.at(-1))]
    const [came, went] = [[...now].filter((each) => !before.has(each)), [...before].filter((each) => !now.has(each))]
    if (came.length > 0 && went.length > 0) {
      this.#mixed.set(name, new Set([...(this.#mixed.get(name) ?? []), ...came, ...went]))
    }
    states.push(letters)
  }

  erase(name: TextName, words: string): void {
    const places = new Map<KnownLetter, readonly [Letters, number]>()
    const states = this.#states.get(name) ?? []
    for (const [index, letters] of states.entries()) {
      const text = letters.map((each) => (this.#gone.has(each) ? block : each.letter)).join('')
      for (const at of placesOf(text, words)) {
        const standing = letters.slice(at, at + words.length)
        // Where they stood last, most had gone between them.
        if (standing[0]) places.set(standing[0], [standing, index])
      }
    }
    for (const [standing, index] of places.values()) this.#eraseAt(states, standing, index)
    for (const each of this.#mixed.get(name) ?? []) if (words.includes(each.letter)) this.#maybe.add(each)
  }

  #eraseAt(states: readonly Letters[], standing: Letters, index: number): void {
    for (const each of standing) if (!this.#maybe.has(each)) this.#gone.add(each)
    const now = new Set(states[index])
    const before = new Set(states.slice(0, index).flat())
    for (const each of before) {
      if (now.has(each)) continue
      const found = isBetween(states, standing, each)
      if (found) this.#gone.add(each)
      else if (found === null) this.#maybe.add(each)
    }
  }

  isShownAs(known: KnownLetter, letter: string): boolean {
    if (this.#gone.has(known)) return letter === block
    return letter === known.letter || (letter === block && this.#maybe.has(known))
  }
}

/** Whether somebody read a letter between two of these; null where nobody could tell. */
function isBetween(states: readonly Letters[], standing: Letters, letter: KnownLetter): boolean | null {
  let [after, before] = [false, false]
  const [first, last] = [standing[0], standing.at(-1)]
  for (const letters of states) {
    const at = letters.indexOf(letter)
    if (at < 0) continue
    const places = standing.map((each) => letters.indexOf(each)).filter((place) => place >= 0)
    after ||= places.some((place) => place < at)
    before ||= places.some((place) => place > at)
    if (first && letters.indexOf(first) > at) return false
    const end = last ? letters.indexOf(last) : -1
    if (end >= 0 && end < at) return false
  }
  return after && before ? true : null
}
