/** A page as it is sent. */
export interface Page {
  readonly status: number
  readonly type: string
  readonly plain: Body
  readonly gzip: Body
}

interface Body {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** A strong one: for exactly these bytes. */
  readonly etag: string
}

interface Kept {
  readonly version: string
  readonly page: Promise<Page | null>
  bytes: number
}

/**
 * Pages that were made and are kept until their version is another one or there is no more room: whoever asks first has
 * one made, and whoever asks meanwhile waits for the same.
 */
export class KeptPages {
  readonly #pages = new Map<string, Kept>()
  readonly #room: number
  #bytes = 0

  /** With room for so many bytes. */
  constructor(room = 64 * 1024 * 1024) {
    this.#room = room
  }

  /** Whether a page of this address is kept, in whatever version. */
  has(address: string): boolean {
    return this.#pages.has(address)
  }

  /** The page at this address in this version, if it is kept. */
  async find(address: string, version: string): Promise<Page | null> {
    const kept = this.#pages.get(address)
    if (kept?.version !== version) return null
    return this.get(address, version, () => kept.page)
  }

  /** The page at this address in this version, made if need be. What is null, or fails, is not kept. */
  get(address: string, version: string, make: () => Promise<Page | null>): Promise<Page | null> {
    const kept = this.#pages.get(address)
    if (kept) this.#drop(address, kept)
    if (kept?.version === version) {
      // Put at the end again: what was asked for longest ago goes first.
      this.#keep(address, kept)
      return kept.page
    }
    const made: Kept = { version, page: make(), bytes: 0 }
    this.#keep(address, made)
    made.page.then(
      (page) => this.#measure(address, made, page),
      () => this.#drop(address, made),
    )
    return made.page
  }

  #measure(address: string, made: Kept, page: Page | null): void {
    if (!this.#drop(address, made) || !page) return
    made.bytes = page.plain.bytes.length + page.gzip.bytes.length
    this.#keep(address, made)
    for (const [oldest, kept] of this.#pages) {
      if (this.#bytes <= this.#room) return
      this.#drop(oldest, kept)
    }
  }

  #keep(address: string, kept: Kept): void {
    this.#pages.set(address, kept)
    this.#bytes += kept.bytes
  }

  #drop(address: string, kept: Kept): boolean {
    if (this.#pages.get(address) !== kept) return false
    this.#bytes -= kept.bytes
    return this.#pages.delete(address)
  }
}
