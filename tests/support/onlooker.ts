import * as Y from 'yjs'
import { block } from '#server/history/erasure.ts'
import { textNames, type TextName } from '#server/realtime/protocol.ts'
import { ErasedForOnlooker } from './erased-for-onlooker.ts'

/** A code unit of a text, who typed it first (nobody knows of a block that was put back), and who put it where it stands if that was somebody else. */
export interface KnownLetter {
  readonly letter: string
  readonly writer: string
  readonly restoredBy: string | null
}

/** What is known of a claim's texts, letter by letter. */
export type KnownTexts = Readonly<Record<TextName, readonly KnownLetter[]>>

/**
 * Knows whose every letter is, and by no rule that recognises what was put back: no character is ever typed twice, so
 * one that comes and was typed before was put back by whoever brings it. Where letters come and go is what Yjs tells of
 * an edit while it makes it.
 */
export class Onlooker {
  readonly #doc = new Y.Doc()
  readonly #typed = new Map<string, string>()
  /** Whose edit is looked at. */
  #actor = ''
  #texts: KnownTexts = { statement: [], analysis: [], notes: [] }
  readonly #erased = new ErasedForOnlooker()

  constructor() {
    for (const name of textNames) {
      this.#doc.getText(name).observe(({ delta }) => {
        this.#texts = { ...this.#texts, [name]: this.#after(this.#texts[name], delta) }
      })
    }
  }

  get texts(): KnownTexts {
    return this.#texts
  }

  /** A character that nobody typed before; every fourth has two code units. */
  next(writer: string): string {
    const number = this.#typed.size
    const character = String.fromCodePoint((number % 4 === 3 ? 0x2_00_00 : 0x4e_00) + number)
    this.#typed.set(character, writer)
    return character
  }

  /** Looks on while somebody's edit is made; the first words of a claim are of whoever made it. */
  see(actor: string, update: Uint8Array): void {
    this.#actor = actor
    Y.applyUpdate(this.#doc, update)
    for (const name of textNames) this.#erased.see(name, this.#texts[name])
  }

  /** Takes in that words were erased which stand in the texts. */
  erase(words: string): void {
    for (const name of textNames) this.#erased.erase(name, words)
  }

  /** Whether this is how a letter must be shown now; of a few that came and went beside erased ones, either is right. */
  isShownAs(known: KnownLetter, letter: string): boolean {
    return this.#erased.isShownAs(known, letter)
  }

  end(): void {
    this.#doc.destroy()
  }

  #after(before: readonly KnownLetter[], delta: Y.YTextEvent['delta']): KnownLetter[] {
    const after: KnownLetter[] = []
    let place = 0
    for (const { retain = 0, insert, delete: gone = 0 } of delta) {
      after.push(...before.slice(place, place + retain))
      place += retain + gone
      if (typeof insert === 'string') after.push(...Array.from(insert).flatMap((each) => this.#come(each)))
    }
    return [...after, ...before.slice(place)]
  }

  #come(character: string): KnownLetter[] {
    // A block tells nothing of who typed what stood there.
    if (character === block) return [{ letter: block, writer: '', restoredBy: null }]
    const writer = this.#typed.get(character) ?? this.#actor
    this.#typed.set(character, writer)
    const restoredBy = writer === this.#actor ? null : this.#actor
    return character.split('').map((letter) => ({ letter, writer, restoredBy }))
  }
}
