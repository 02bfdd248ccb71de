import type * as Y from 'yjs'
import { behind } from './piece.ts'

/** A stretch of what one document instance lost, and where the words began that it had put back, if it had. */
interface Lost {
  readonly clock: number
  readonly length: number
  readonly first: Y.ID | null
}

/** What was written and went again before the server heard of it: it came deleted, so without its letters. */
export class LostText {
  /** Of each document instance, in the order of its clocks; none stands for another that stands for something. */
  readonly #lost = new Map<number, Lost[]>()

  /**
   * Adds what follows all that its document instance lost before: so many letters, the first of which put back those
   * from `first` on.
   */
  add({ client, clock }: Y.ID, length: number, first: Y.ID | null, restored: number): void {
    const lost = this.#lost.get(client) ?? []
    this.#lost.set(client, lost)
    let done = 0
    while (first && done < restored) {
      const source = behind(first, done)
      const known = this.#from(source)
      const here = Math.min(restored - done, known.length)
      lost.push({ clock: clock + done, length: here, first: known.first ?? source })
      done += here
    }
    if (done < length) lost.push({ clock: clock + done, length: length - done, first: null })
  }

  has(id: Y.ID): boolean {
    return this.#at(id) !== null
  }

  /** The letter that one stands for which was put back and lost; the letter itself if it was not. */
  firstOf(id: Y.ID): Y.ID {
    const found = this.#at(id)
    return found?.first ? behind(found.first, id.clock - found.clock) : id
  }

  /** How many letters from this one on are alike in being lost or not, and what they stand for. */
  #from(id: Y.ID): { readonly length: number; readonly first: Y.ID | null } {
    const found = this.#at(id)
    if (found) return { length: found.clock + found.length - id.clock, first: found.first && this.firstOf(id) }
    const next = this.#lost.get(id.client)?.[this.#countUpTo(id)]
    return { length: (next?.clock ?? Infinity) - id.clock, first: null }
  }

  #at(id: Y.ID): Lost | null {
    const found = this.#lost.get(id.client)?.[this.#countUpTo(id) - 1]
    return found && id.clock < found.clock + found.length ? found : null
  }

  /** How many stretches begin at this letter or before it. */
  #countUpTo({ client, clock }: Y.ID): number {
    const lost = this.#lost.get(client) ?? []
    let [low, high] = [0, lost.length]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if ((lost[middle]?.clock ?? 0) <= clock) low = middle + 1
      else high = middle
    }
    return low
  }
}
