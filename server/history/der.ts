import { concatBytes } from '@noble/hashes/utils.js'

/** A value in DER (X.690): what it is, what is in it, and the bytes that it is made of, to the letter. */
export interface Der {
  readonly tag: number
  readonly content: Uint8Array
  readonly bytes: Uint8Array
}

/** The kinds of values that timestamps are made of; `of(n)` is the constructed one that its place names. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
  time: 0x18,
  of: (place: number): number => 0xa0 + place,
} as const

/** Bytes that are no DER, or hold something else than what is asked for. */
export class BadDer extends Error {
  override name = 'BadDer'
}

/** Takes values that stand one after another, in order; one level at a time, so that none is too deep. */
export class DerReader {
  #rest: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#rest = bytes
  }

  /** The next value. @throws {BadDer} when it is of another kind, or there is none. */
  take(tag: number): Der {
    const next = this.takeAny()
    if (next.tag !== tag) throw new BadDer(`there is a value ${next.tag} where one of ${tag} belongs`)
    return next
  }

  /** The next value if it is of this kind. */
  takeIf(tag: number): Der | null {
    return this.#rest[0] === tag ? this.takeAny() : null
  }

  /** The next value, whatever it is. @throws {BadDer} when there is none. */
  takeAny(): Der {
    const { tag, start, end } = headerIn(this.#rest)
    const value = { tag, content: this.#rest.subarray(start, end), bytes: this.#rest.subarray(0, end) }
    this.#rest = this.#rest.subarray(end)
    return value
  }

  /** All that are left. */
  takeRest(): Der[] {
    const all: Der[] = []
    while (this.#rest.length > 0) all.push(this.takeAny())
    return all
  }

  /** @throws {BadDer} when anything is left. */
  end(): void {
    if (this.#rest.length > 0) throw new BadDer('there is more than what belongs there')
  }
}

/** Reads what is in a value. */
export const within = ({ content }: Der): DerReader => new DerReader(content)

function headerIn(bytes: Uint8Array): { readonly tag: number; readonly start: number; readonly end: number } {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) throw new BadDer('it ends too soon')
  if (tag % 32 === 31) throw new BadDer('it has a kind of value that no timestamp has')
  const digits = first < 128 ? 0 : first - 128
  // A length that is told later, at the end of the value, is none in DER.
  if (first === 128 || digits > 4) throw new BadDer('it has a length that is none')
  const encoded = bytes.subarray(2, 2 + digits)
  const length = digits === 0 ? first : encoded.reduce((sum, digit) => sum * 256 + digit, 0)
  if (encoded.length < digits || (digits > 0 && (encoded[0] === 0 || length < 128))) {
    throw new BadDer('it has a length that is none')
  }
  const end = 2 + digits + length
  if (end > bytes.length) throw new BadDer('it ends too soon')
  return { tag, start: 2 + digits, end }
}

/** A value of one kind with this in it. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents)
  return concatBytes(Uint8Array.of(tag, ...lengthOf(content.length)), content)
}

function lengthOf(length: number): number[] {
  if (length < 128) return [length]
  const digits: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return [128 + digits.length, ...digits]
}

/** The name of a kind of thing (an object identifier) as a value, by its numbers, such as `1.2.840`. */
export function oid(numbers: string): Uint8Array {
  const [first = 0, second = 0, ...others] = numbers.split('.').map(Number)
  return der(tags.oid, Uint8Array.from([first * 40 + second, ...others].flatMap(sevenBits)))
}

function sevenBits(number: number): number[] {
  const digits = [number % 128]
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(128 + (rest % 128))
  return digits
}

/** The numbers of such a value. @throws {BadDer} when it is none. */
export function oidIn({ tag, content }: Der): string {
  if (tag !== tags.oid || content.length === 0 || content.length > 32 || content.at(-1)! >= 128) {
    throw new BadDer('it has a name that is none')
  }
  const numbers: number[] = []
  let number = 0
  for (const digit of content) {
    number = number * 128 + (digit % 128)
    if (digit >= 128) continue
    numbers.push(number)
    number = 0
  }
  const [first = 0, ...others] = numbers
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - root * 40, ...others].join('.')
}
