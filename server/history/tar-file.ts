import { concatBytes } from '@noble/hashes/utils.js'

/** A file in an archive or a folder: its path below the folder, with forward slashes. */
export interface BundledFile {
  readonly name: string
  readonly bytes: Uint8Array
}

const block = 512
/** No file of ours is nearly as long as this; what says that it is was not made by us. */
const longest = 32 * 1024 * 1024

const padding = (length: number): Uint8Array => new Uint8Array((block - (length % block)) % block)

/** A file as a tar archive has it (POSIX ustar). @throws {Error} for a name of more than 100 bytes. */
export function tarFile({ name, bytes }: BundledFile, modified: Date): Uint8Array {
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`
  const header = new Uint8Array(block)
  const put = (text: string, at: number, length: number) => {
    const encoded = new TextEncoder().encode(text)
    if (encoded.length > length) throw new Error(`“${text}” is too long for an archive.`)
    header.set(encoded, at)
  }
  put(name, 0, 100)
  put(`${octal(0o644, 8)}${octal(0, 8)}${octal(0, 8)}`, 100, 24)
  put(octal(bytes.length, 12), 124, 12)
  put(octal(Math.floor(modified.getTime() / 1_000), 12), 136, 12)
  put('        0', 148, 9)
  put('ustar\x0000', 257, 8)
  put(`${octal(checksumOf(header), 7)} `, 148, 8)
  return concatBytes(header, bytes, padding(bytes.length))
}

/** What ends an archive. */
export const tarEnd: Uint8Array = new Uint8Array(2 * block)

/** With spaces in the place of the checksum itself. */
const checksumOf = (header: Uint8Array): number =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0)

/** Bytes that are no archive with one folder, or not to their end. */
export class BadArchive extends Error {}

/**
 * The files of an archive, below the one folder that it has, one after another as its bytes come in. It holds nothing
 * that somebody who unpacks it would have besides, or under another name.
 * @throws {BadArchive} when they are no such archive, end within it, or go on behind its end.
 */
export async function* filesIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BundledFile> {
  const reader = new Reader(chunks)
  let folder: string | null = null
  try {
    for (;;) {
      const bytes = await reader.take(block)
      if (!bytes) throw new BadArchive('it ends before its end is written')
      if (isEmpty(bytes)) return await reader.takeEmptyRest()
      const { name, size, isFolder } = headerIn(bytes)
      const [top = '', ...path] = name.split('/')
      folder ??= top
      if (top !== folder || path.includes('..')) throw new BadArchive('it has more than one folder')
      const content = await reader.take(size)
      if (!content || !(await reader.take(padding(size).length))) throw new BadArchive('it ends within a file')
      if (!isFolder) yield { name: path.join('/'), bytes: content }
    }
  } finally {
    await reader.end()
  }
}

function headerIn(header: Uint8Array): { readonly name: string; readonly size: number; readonly isFolder: boolean } {
  const field = (at: number, length: number) => text(header.subarray(at, at + length)).split('\0', 1)[0] ?? ''
  const [name, kind, prefix] = [field(0, 100), field(156, 1), field(345, 155)]
  const size = Number.parseInt(field(124, 12), 8)
  const isRight = field(257, 5) === 'ustar' && Number.parseInt(field(148, 8), 8) === checksumOf(header)
  if (!isRight || !(size >= 0 && size <= longest)) throw new BadArchive('it is no archive, or was damaged')
  // Links and longer names are unpacked by others, and checked by nobody.
  if (!['0', '', '5'].includes(kind) || prefix !== '') throw new BadArchive('it holds what is no plain file')
  return { name, size, isFolder: kind === '5' }
}

const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Takes so many bytes at a time from what comes in pieces of any length. */
class Reader {
  readonly #chunks: AsyncIterator<Uint8Array>
  #parts: Uint8Array[] = []
  #length = 0

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Nothing more is taken. */
  async end(): Promise<void> {
    await this.#chunks.return?.()
  }

  /** To the last byte: whoever gave them knows then that they are whole, and some would unpack what stands there. */
  async takeEmptyRest(): Promise<void> {
    let rest = await this.take(this.#length)
    while (rest) {
      if (!isEmpty(rest)) throw new BadArchive('it goes on behind its end')
      const next = await this.#chunks.next()
      rest = next.done ? null : next.value
    }
  }

  /** Null when fewer are left. */
  async take(count: number): Promise<Uint8Array | null> {
    while (this.#length < count) {
      const next = await this.#chunks.next()
      if (next.done) return null
      this.#parts.push(next.value)
      this.#length += next.value.length
    }
    const all = this.#parts.length === 1 && this.#parts[0] ? this.#parts[0] : concatBytes(...this.#parts)
    this.#parts = [all.subarray(count)]
    this.#length -= count
    return all.subarray(0, count)
  }
}
