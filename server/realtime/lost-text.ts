import type * as Y from 'yjs'
import { behind } from './piece.ts'

/** A stretch of what one document instance lost; if it had put words back, the first of them and how many. */
interface Lost {
  readonly clock: number
  readonly length: number
  readonly first: Y.ID | null
  readonly restored: number
}

/** How often words may have been put back and lost again before they are no longer followed. */
const mostTimes = 16

/** What was written and went again before the server heard of it: it came deleted, so without its letters. */
export class LostText {
  /** Of each document instance, in the order of its clocks. */
  readonly #lost = new Map<number, Lost[]>()

  /**
   * Adds what follows all that its document instance lost before: so many letters, the first of which put back those
   * from `first` on. It costs the same whatever those are.
   */
  add({ client, clock }: Y.ID, length: number, first: Y.ID | null, restored: number): void {
    const lost = this.#lost.get(client) ?? []
    this.#lost.set(client, lost)
    lost.push({ clock, length, first, restored })
  }

  has(id: Y.ID): boolean {
    return this.#at(id) !== null
  }

  /** The letter that one stands for which was put back and lost; the letter itself if it was not. */
  firstOf(id: Y.ID): Y.ID {
    let first = id
    for (let times = 0; times < mostTimes; times += 1) {
      const found = this.#at(first)
      if (!found?.first || first.clock >= found.clock + found.restored) return first
      first = behind(found.first, first.clock - found.clock)
    }
    return id
  }

  #at({ client, clock }: Y.ID): Lost | null {
    const lost = this.#lost.get(client) ?? []
    let [low, high] = [0, lost.length]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if ((lost[middle]?.clock ?? 0) <= clock) low = middle + 1
      else high = middle
    }
    const found = lost[low - 1]
    return found && clock < found.clock + found.length ? found : null
  }
}
