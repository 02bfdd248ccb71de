import { canonicalBytes, canonicalText, type Json } from './canonical-json.ts'
import { block } from './erasure.ts'

/**
 * The fields of payloads, by name, that hold what people typed. Words that shall be erased and stand in any other field
 * (an id, a rating, an address) are not erased but refused: the history would not be readable without them.
 */
const typed: ReadonlySet<string> = new Set(
  `analysis author base claimant contact correctionsUrl firstUrl firstWhere homepage howWeCheck locator name note notes now
  override place prefix publisher quote quotes reason replacement scope sourceUrl statement suffix tags text title unit
  unsaved url why words wrong`.split(/\s+/u),
)

/** The field that holds, in canonical JSON, what readers see. */
const nested = 'form'
/** The field that holds a review as somebody else had it: JSON for the most part, and letter by letter as it was brought in. */
const foreign = 'raw'

/** Fields with the name of a typed one that are not: a signed note. */
const notTyped: ReadonlySet<string> = new Set(['fork.propose note'])

/** A payload without the words, or the field that cannot be without them; null where it has them nowhere. */
export type WithoutWords = { readonly payload: Uint8Array } | { readonly field: string } | null

/** The payload of a deed of this kind with a block for each UTF-16 unit of these words, wherever somebody typed them. */
export function withoutWords(kind: string, payload: Uint8Array, words: string): WithoutWords {
  const text = new TextDecoder().decode(payload)
  try {
    const json = JSON.parse(text) as Json
    const erased = erasedIn(json, { kind, words, field: '' })
    return erased === json ? null : { payload: canonicalBytes(erased) }
  } catch (error) {
    if (error instanceof Untouchable) return { field: error.field }
    throw error
  }
}

/** A text with a block for each UTF-16 unit of these words. */
export function blocked(text: string, words: string): string {
  let blocks = text
  for (const at of placesOf(text, words)) {
    blocks = blocks.slice(0, at) + block.repeat(words.length) + blocks.slice(at + words.length)
  }
  return blocks
}

/** Where words stand in a text, those that overlap too. */
export function placesOf(text: string, words: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) places.push(at)
  return places
}

class Untouchable extends Error {
  readonly field: string

  constructor(field: string) {
    super(field)
    this.field = field
  }
}

interface Place {
  readonly kind: string
  readonly words: string
  readonly field: string
}

/** The same value where nothing in it changes. */
function erasedIn(value: Json, place: Place): Json {
  if (typeof value === 'string') return erasedText(value, place)
  if (Array.isArray(value)) {
    const all = value.map((each) => erasedIn(each, place))
    return all.every((each, index) => each === value[index]) ? value : all
  }
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value as Readonly<Record<string, Json>>).map(
    ([field, each]) => [field, each, erasedIn(each, { ...place, field })] as const,
  )
  if (fields.every(([, before, after]) => before === after)) return value
  return Object.fromEntries(fields.map(([field, , after]) => [field, after]))
}

function erasedText(text: string, { kind, words, field }: Place): string {
  if (field === nested) return erasedJson(text, { kind, words, field: '' })
  if (field === foreign) return text.replaceAll(asWritten(words), block.repeat(words.length))
  if (!text.includes(words)) return text
  if (!typed.has(field) || notTyped.has(`${kind} ${field}`)) throw new Untouchable(field)
  return blocked(text, words)
}

function erasedJson(text: string, place: Place): string {
  const json = JSON.parse(text) as Json
  const erased = erasedIn(json, place)
  return erased === json ? text : canonicalText(erased)
}

/** Words wherever they stand in JSON, each letter as it is or escaped: be it a name, a number, or what cannot be read. */
function asWritten(words: string): RegExp {
  const letters = words.split('').map((letter) => {
    const code = letter.charCodeAt(0).toString(16).padStart(4, '0')
    const short = shortEscapes.get(letter)
    const forms = [`\\\\u${anyCase(code)}`, ...(short ? [`\\\\${short}`] : []), `\\u${code}`]
    return `(?:${forms.join('|')})`
  })
  // By code unit: half of a letter may be escaped alone.
  // oxlint-disable-next-line require-unicode-regexp -- halves of letters are looked for
  return new RegExp(letters.join(''), 'g')
}

const anyCase = (code: string): string => code.replaceAll(/[a-f]/gu, (digit) => `[${digit}${digit.toUpperCase()}]`)

/** What stands behind the stroke where JSON writes a letter by one. */
const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\\\'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
])
