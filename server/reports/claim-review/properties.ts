import type { DeviationId, Deviations } from './deviations.ts'
import type { Node } from './json.ts'
import { plainText } from './text.ts'

export type ObjectNode = Extract<Node, { kind: 'object' }>

const prefix = /^(?:https?:\/\/(?:www\.)?schema\.org\/|schema:)/iu

/** A name of schema.org without its prefix. */
const bare = (name: string): string => name.replace(prefix, '')

/** JSON-LD lets a page call `@type` just `type`. */
const isType = (name: string): boolean => /^@?type$/iu.test(name)

/** The types of an object as they are written. */
function writtenTypes(object: ObjectNode): string[] {
  const own = lastOf(object, isType)
  const nodes = own?.kind === 'list' ? own.items : own ? [own] : []
  return nodes.flatMap((node) => (node.kind === 'text' ? [node.text.trim()] : []))
}

/** Whether an object says that it is of this type, in whatever case. */
export const isOfType = (object: ObjectNode, type: string): boolean =>
  writtenTypes(object).some((each) => bare(each).toLowerCase() === type.toLowerCase())

/** Whether an object says no type at all. */
export const hasNoType = (object: ObjectNode): boolean => writtenTypes(object).length === 0

/** The last value of the properties that these words mean. */
function lastOf(object: ObjectNode, means: (name: string) => boolean): Node | null {
  return object.entries.findLast(([name]) => means(name))?.[1] ?? null
}

/** An object of schema.org that is read leniently: whatever is written otherwise is found, and noted. */
export class Properties {
  readonly #object: ObjectNode
  readonly #path: string
  readonly #found: Deviations

  constructor(object: ObjectNode, path: string, found: Deviations) {
    this.#object = object
    this.#path = path
    this.#found = found
  }

  /** A property's name as a path from the ClaimReview. */
  field(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`
  }

  /** Notes how the type is written, where it says this one. */
  noteType(type: string): void {
    const field = this.field('@type')
    const [written, node] = this.#object.entries.findLast(([name]) => isType(name)) ?? []
    if (written !== undefined && written !== '@type') this.#note('property-case', field, written)
    if (node?.kind === 'list') this.#note('type-list', field)
    for (const each of writtenTypes(this.#object)) {
      if (bare(each).toLowerCase() !== type.toLowerCase()) continue
      if (bare(each) !== each) this.#note('prefixed-name', field, each)
      if (bare(each) !== type) this.#note('type-case', field, each)
    }
  }

  /** What stands under a name, in whatever case and with whatever prefix; null for nothing. */
  node(name: string): Node | null {
    const wanted = name.toLowerCase()
    const same = this.#object.entries.filter(([each]) => bare(each).toLowerCase() === wanted)
    const [written, node] = same.at(-1) ?? []
    if (written === undefined || node === undefined) return null
    if (same.length > 1) this.#note('repeated-property', this.field(name))
    if (bare(written) !== written) this.#note('prefixed-name', this.field(name), written)
    if (bare(written) !== name) this.#note('property-case', this.field(name), written)
    return node.kind === 'literal' && node.value === null ? null : node
  }

  /** All values of a property: one, or those of a list. */
  all(name: string): readonly Node[] {
    const node = this.node(name)
    if (node?.kind === 'list') return node.items
    return node ? [node] : []
  }

  /** The first value of a property; that there are more is noted. */
  first(name: string): Node | null {
    const nodes = this.all(name)
    if (nodes.length > 1) this.#note('several-values', this.field(name), String(nodes.length))
    return nodes[0] ?? null
  }

  /** The words of a property on one line; empty for none. */
  text(name: string, most: number): string {
    return this.textOf(this.first(name), name, most)
  }

  /** The words of one of its values, or the value that JSON-LD wraps in `@value`. */
  textOf(node: Node | null, name: string, most: number): string {
    if (node === null) return ''
    if (node.kind === 'text') return plainText(node.text, most, this.field(name), this.#found)
    if (node.kind === 'number') return String(node.value)
    const value = node.kind === 'object' ? lastOf(node, (each) => each === '@value') : null
    if (value) return this.textOf(value, name, most)
    this.#note('other-kind', this.field(name))
    return ''
  }

  /** One of its values as an object to read on in; null where it is none. */
  object(node: Node | null, name: string): Properties | null {
    if (node?.kind !== 'object') return null
    const { entries } = node
    const id = lastOf(node, (each) => each === '@id')
    if (entries.length === 1 && id?.kind === 'text') {
      this.#note('only-a-reference', this.field(name), id.text)
      return null
    }
    return new Properties(node, this.field(name), this.#found)
  }

  /** Whether this object says that it is of this type. */
  isOf(type: string): boolean {
    return isOfType(this.#object, type)
  }

  /** The types that it says, in its words. */
  get types(): string {
    return writtenTypes(this.#object).join(', ')
  }

  get isUntyped(): boolean {
    return hasNoType(this.#object)
  }

  note(id: DeviationId, name: string, found = ''): void {
    this.#note(id, this.field(name), found)
  }

  #note(id: DeviationId, field: string, found = ''): void {
    this.#found.note(id, field, found)
  }
}
