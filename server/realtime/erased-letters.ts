import { concatBytes } from '@noble/hashes/utils.js'
import * as Y from 'yjs'
import { block } from '../history/erasure.ts'
import { placesOf } from '../history/substitute.ts'
import { textNames } from './protocol.ts'
import { rewritten } from './rewrite.ts'

/**
 * The edits of a claim's texts, which are all of them and in order, with a block for every letter that ever stood in one
 * of these words, and for what was deleted between two of its letters; null for an edit that brought none of them.
 */
export function withoutLetters(edits: readonly Uint8Array[], words: string): (Uint8Array | null)[] {
  const erased = new Letters()
  const doc = new Y.Doc({ gc: false })
  for (const name of textNames) doc.getText(name)
  for (const edit of edits) {
    erased.findWithin(edit, words)
    // What came and went in one edit stood in between.
    const { partsEnd } = rewritten(edit, same)
    Y.applyUpdate(doc, concatBytes(edit.subarray(0, partsEnd), noDeletions))
    erased.findIn(doc, words)
    Y.applyUpdate(doc, edit)
    erased.findIn(doc, words)
  }
  doc.destroy()
  return edits.map((edit) => erased.takeFrom(edit))
}

const noDeletions = Uint8Array.of(0)
const same = (_client: number, _clock: number, letters: string) => letters

/** Letters of texts, by who wrote them and when. */
class Letters {
  readonly #clocks = new Map<number, Set<number>>()

  #add(client: number, clock: number): void {
    const known = this.#clocks.get(client)
    if (known) known.add(clock)
    else this.#clocks.set(client, new Set([clock]))
  }

  /** Adds the words that stand in what an edit brings, whether or not they were ever seen. */
  findWithin(edit: Uint8Array, words: string): void {
    rewritten(edit, (client, clock, letters) => {
      for (const at of placesOf(letters, words)) {
        for (let index = at; index < at + words.length; index += 1) this.#add(client, clock + index)
      }
      return letters
    })
  }

  /** Adds the words that stand in the texts now. */
  findIn(doc: Y.Doc, words: string): void {
    for (const name of textNames) {
      const text = doc.getText(name)
      const places = placesOf(text.toString(), words)
      if (places.length > 0) this.#findAt(text, spansOf(places, words.length))
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

  /** An edit without these letters; null where it has none of them. */
  takeFrom(edit: Uint8Array): Uint8Array | null {
    let isChanged = false
    const { update } = rewritten(edit, (client, clock, letters) => {
      const clocks = this.#clocks.get(client)
      if (!clocks) return letters
      const others = Array.from(letters, () => '')
      for (let index = 0; index < letters.length; index += 1) {
        others[index] = clocks.has(clock + index) ? block : letters.charAt(index)
      }
      const written = others.join('')
      isChanged ||= written !== letters
      return written
    })
    return isChanged ? update : null
  }
}

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
