/** Loads one after another, each when asked for, and rests between the beginnings of two: many wishes are one load. */
export class RestingLoads {
  readonly #begin: () => void
  readonly #rest: number
  #isWanted = false
  #isRunning = false
  #restsUntil = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `rest` in ms. */
  constructor(begin: () => void, rest: number) {
    this.#begin = begin
    this.#rest = rest
  }

  /** Asks for a load that begins after this moment. */
  want(): void {
    this.#isWanted = true
    this.#next()
  }

  /** Tells whether a load is running now, whoever began it. */
  note(isRunning: boolean): void {
    this.#isRunning = isRunning
    this.#next()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isWanted = false
  }

  #next(): void {
    if (!this.#isWanted || this.#isRunning || this.#timer) return
    const rest = this.#restsUntil - performance.now()
    if (rest > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined
        this.#next()
      }, rest)
      return
    }
    this.#isWanted = false
    this.#restsUntil = performance.now() + this.#rest
    this.#begin()
  }
}
