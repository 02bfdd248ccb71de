import { TextPast } from './text-past.ts'

/**
 * The pasts of the texts that were looked at lately, so that the next moment of one is told at once: to take in 23,000
 * edits takes seconds. They are forgotten, the one that was asked for longest ago first, when there is no more room.
 */
export class KeptPasts {
  readonly #pasts = new Map<string, Promise<TextPast>>()
  readonly #bytes = new Map<string, number>()
  readonly #erasedUpTo = new Map<string, number>()
  readonly #room: number

  /** With room for so many bytes of edits; in memory they take up to about seventy times as much. The newest always has room. */
  constructor(room = 1024 * 1024) {
    this.#room = room
  }

  /**
   * The past of a claim's texts, after `takeIn` has given it the edits that it lacks: of each claim one after the other.
   * One that fails is not kept, nor one that was begun before words were erased by the entry `erasedUpTo`, 0 for none.
   */
  async get(claimId: string, takeIn: (past: TextPast) => Promise<void>, erasedUpTo = 0): Promise<TextPast> {
    if (this.#erasedUpTo.get(claimId) !== erasedUpTo) this.#forget(claimId)
    this.#erasedUpTo.set(claimId, erasedUpTo)
    const before = this.#pasts.get(claimId) ?? Promise.resolve(new TextPast())
    // Whoever waited for one that failed tries anew.
    const next = before
      .catch(() => new TextPast())
      .then(async (past) => {
        await takeIn(past)
        return past
      })
    // Put at the end again: what was asked for longest ago goes first.
    this.#pasts.delete(claimId)
    this.#pasts.set(claimId, next)
    try {
      const past = await next
      if (this.#pasts.has(claimId)) this.#bytes.set(claimId, past.bytes)
      this.#makeRoom()
      return past
    } catch (error) {
      if (this.#pasts.get(claimId) === next) this.#forget(claimId)
      throw error
    }
  }

  #makeRoom(): void {
    for (const claimId of this.#pasts.keys()) {
      const bytes = [...this.#bytes.values()].reduce((sum, each) => sum + each, 0)
      if (bytes <= this.#room || this.#pasts.size === 1) return
      this.#forget(claimId)
    }
  }

  #forget(claimId: string): void {
    this.#pasts.delete(claimId)
    this.#bytes.delete(claimId)
    this.#erasedUpTo.delete(claimId)
  }
}
