/** A JSON value with its place in the text that it was read from, in UTF-16 code units; `end` is behind it. */
export type Node = Place &
  (
    | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Node])[] }
    | { readonly kind: 'list'; readonly items: readonly Node[] }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'literal'; readonly value: boolean | null }
  )

interface Place {
  readonly start: number
  readonly end: number
}

export const repairKinds = ['line-break-in-text', 'comma-at-end', 'comment-in-json'] as const

/** Something that JSON forbids and that was read all the same. */
export interface Repair {
  readonly id: (typeof repairKinds)[number]
  readonly at: number
}

/** How deep values may lie in each other. */
export const deepest = 64

/** Why a text is no JSON: at this place, or too deep. */
export class NotJson extends Error {
  readonly at: number
  readonly isTooDeep: boolean

  constructor(at: number, isTooDeep = false) {
    super('This is not JSON.')
    this.name = 'NotJson'
    this.at = at
    this.isTooDeep = isTooDeep
  }
}

/**
 * Reads one JSON value (RFC 8259) that begins at `from`, and says what it forgave: line breaks in texts, commas before an
 * end, comments. Keys stay a list of pairs, so that no name means anything to the language.
 * @throws {NotJson}
 */
export function readJson(source: string, from: number): { readonly node: Node; readonly repairs: readonly Repair[] } {
  const reader = new Reader(source, from)
  const node = reader.value(0)
  return { node, repairs: reader.repairs.toSorted((one, other) => one.at - other.at) }
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy
const plain = /[^"\\\n\r\t\0]*/uy
const space = /[\s\uFEFF]*/uy
const literals = { true: true, false: false, null: null } as const
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class Reader {
  readonly repairs: Repair[] = []
  readonly #source: string
  #at: number

  constructor(source: string, from: number) {
    this.#source = source
    this.#at = from
  }

  value(depth: number): Node {
    this.#skip()
    if (depth > deepest) throw new NotJson(this.#at, true)
    const start = this.#at
    switch (this.#source[start]) {
      case '{':
        return { kind: 'object', entries: this.#parts('}', () => this.#entry(depth)), start, end: this.#at }
      case '[':
        return { kind: 'list', items: this.#parts(']', () => this.value(depth + 1)), start, end: this.#at }
      case '"':
        return { kind: 'text', text: this.#text(), start, end: this.#at }
      default:
        return this.#word(start)
    }
  }

  #word(start: number): Node {
    for (const [word, value] of Object.entries(literals)) {
      if (!this.#source.startsWith(word, start)) continue
      this.#at += word.length
      return { kind: 'literal', value, start, end: this.#at }
    }
    const digits = this.#match(number)
    if (digits === '') throw new NotJson(start)
    return { kind: 'number', value: Number(digits), start, end: this.#at }
  }

  #entry(depth: number): readonly [string, Node] {
    if (this.#source[this.#at] !== '"') throw new NotJson(this.#at)
    const name = this.#text()
    this.#skip()
    this.#expect(':')
    return [name, this.value(depth + 1)]
  }

  /** What stands between the bracket here and its end, with commas between. */
  #parts<Part>(close: string, part: () => Part): Part[] {
    const parts: Part[] = []
    this.#at += 1
    this.#skip()
    while (this.#source[this.#at] !== close) {
      parts.push(part())
      this.#skip()
      if (this.#source[this.#at] === close) break
      const comma = this.#at
      this.#expect(',')
      this.#skip()
      if (this.#source[this.#at] === close) this.repairs.push({ id: 'comma-at-end', at: comma })
    }
    this.#at += 1
    return parts
  }

  #text(): string {
    const parts: string[] = []
    this.#at += 1
    for (;;) {
      parts.push(this.#match(plain))
      const sign = this.#source[this.#at]
      if (sign === undefined) throw new NotJson(this.#at)
      if (sign === '"') break
      if (sign === '\\') parts.push(this.#escape())
      else {
        this.repairs.push({ id: 'line-break-in-text', at: this.#at })
        parts.push(sign)
        this.#at += 1
      }
    }
    this.#at += 1
    return parts.join('')
  }

  #escape(): string {
    const sign = this.#source[this.#at + 1] ?? ''
    if (sign === 'u') {
      const code = this.#source.slice(this.#at + 2, this.#at + 6)
      if (!/^[\da-f]{4}$/iu.test(code)) throw new NotJson(this.#at)
      this.#at += 6
      return String.fromCharCode(Number.parseInt(code, 16))
    }
    if (!Object.hasOwn(escapes, sign)) throw new NotJson(this.#at)
    this.#at += 2
    return escapes[sign] ?? ''
  }

  #skip(): void {
    const code = this.#source.charCodeAt(this.#at)
    // Most values follow at once.
    if (code > 32 && code < 127 && code !== 47) return
    this.#match(space)
    while (this.#source.startsWith('/*', this.#at)) {
      const end = this.#source.indexOf('*/', this.#at + 2)
      if (end < 0) throw new NotJson(this.#at)
      this.repairs.push({ id: 'comment-in-json', at: this.#at })
      this.#at = end + 2
      this.#match(space)
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [found = ''] = pattern.exec(this.#source) ?? []
    this.#at += found.length
    return found
  }

  #expect(sign: string): void {
    if (this.#source[this.#at] !== sign) throw new NotJson(this.#at)
    this.#at += 1
  }
}

/** One text for all ways to write the same value: names in order, no space between. */
export function essenceOf(node: Node): string {
  switch (node.kind) {
    case 'object': {
      const entries = node.entries.map(([name, value]) => `${JSON.stringify(name)}:${essenceOf(value)}`)
      return `{${entries.toSorted().join(',')}}`
    }
    case 'list':
      return `[${node.items.map(essenceOf).join(',')}]`
    case 'text':
      return JSON.stringify(node.text)
    default:
      return JSON.stringify(node.value)
  }
}

/** Whether two JSON objects say the same, however they are written. */
export function isSameObject(one: string, other: string): boolean {
  return one === other || essenceOf(readJson(one, 0).node) === essenceOf(readJson(other, 0).node)
}
