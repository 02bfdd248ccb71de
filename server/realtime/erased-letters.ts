import { concatBytes } from '@noble/hashes/utils.js'
import * as Y from 'yjs'
import { block } from '../history/erasure.ts'
import { placesOf } from '../history/substitute.ts'
import { textNames } from './protocol.ts'
import { rewritten } from './rewrite.ts'

/**
 * The letters of a claim's texts that ever stood in some words, and what was deleted between two of them: told by all edits
 * of the texts, taken in order.
 */
export class ErasedLetters {
  readonly #words: string
  readonly #doc = new Y.Doc({ gc: false })
  readonly #clocks = new Map<number, Set<number>>()

  constructor(words: string) {
    this.#words = words
    for (const name of textNames) this.#doc.getText(name)
  }

  /** Takes in the next edit. */
  take(edit: Uint8Array): void {
    this.#findWithin(edit)
    // What came and went in one edit stood in between.
    const { partsEnd } = rewritten(edit, same)
    Y.applyUpdate(this.#doc, concatBytes(edit.subarray(0, partsEnd), noDeletions))
    this.#find()
    Y.applyUpdate(this.#doc, edit)
    this.#find()
  }

  /** An edit with a block for each of these letters; null where it brought none of them. */
  without(edit: Uint8Array): Uint8Array | null {
    let isChanged = false
    const { update } = rewritten(edit, (client, clock, letters) => {
      const clocks = this.#clocks.get(client)
      if (!clocks) return letters
      const others = Array.from({ length: letters.length }, (_, index) =>
        clocks.has(clock + index) ? block : letters.charAt(index),
      )
      const written = others.join('')
      isChanged ||= written !== letters
      return written
    })
    return isChanged ? update : null
  }

  end(): void {
    this.#doc.destroy()
  }

  #add(client: number, clock: number): void {
    const known = this.#clocks.get(client)
    if (known) known.add(clock)
    else this.#clocks.set(client, new Set([clock]))
  }

  /** Adds the words that stand in what an edit brings, whether or not they were ever seen. */
  #findWithin(edit: Uint8Array): void {
    rewritten(edit, (client, clock, letters) => {
      for (const at of placesOf(letters, this.#words)) {
        for (let index = at; index < at + this.#words.length; index += 1) this.#add(client, clock + index)
      }
      return letters
    })
  }

  /** Adds the words that stand in the texts now. */
  #find(): void {
    for (const name of textNames) {
      const text = this.#doc.getText(name)
      const places = placesOf(text.toString(), this.#words)
      if (places.length > 0) this.#findAt(text, spansOf(places, this.#words.length))
    }
  }

  #findAt(text: Y.Text, spans: readonly Span[]): void {
    let [before, at] = [0, 0]
    // oxlint-disable-next-line no-underscore-dangle -- where a list of parts begins is told by nothing else
    for (let item = text._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue
      for (let index = 0; index < item.length; index += 1) {
        while ((spans[at]?.end ?? Infinity) <= before) at += 1
        const { start = Infinity } = spans[at] ?? {}
        if (item.deleted ? start < before : start <= before) this.#add(item.id.client, item.id.clock + index)
        if (!item.deleted) before += 1
      }
    }
  }
}

const noDeletions = Uint8Array.of(0)
const same = (_client: number, _clock: number, letters: string) => letters

interface Span {
  readonly start: number
  readonly end: number
}

/** What words of this length cover that stand at these places, from the first on. */
function spansOf(places: readonly number[], length: number): Span[] {
  const spans: { start: number; end: number }[] = []
  for (const start of places) {
    const last = spans.at(-1)
    if (last && start < last.end) last.end = start + length
    else spans.push({ start, end: start + length })
  }
  return spans
}
