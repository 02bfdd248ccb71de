import type { Deviations } from './deviations.ts'
import type { Node } from './json.ts'

/** A date as it was written, and the day that it names for sure as YYYY-MM-DD; empty where it does not. */
export interface WrittenDate {
  readonly text: string
  readonly day: string
}

const iso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/u
const leadingDay = /^(\d{4}-\d{2}-\d{2})(?!\d)/u

/** Reads a date. A day is taken over only from the year first, then month, then day: no other order is sure. */
export function readDate(text: string, field: string, found: Deviations): WrittenDate {
  if (text === '') return { text, day: '' }
  if (!iso.test(text)) found.note('date-not-iso', field, text)
  const [, day = ''] = leadingDay.exec(text) ?? []
  if (isDay(day)) return { text, day }
  found.note('date-unread', field, text)
  return { text, day: '' }
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return text !== '' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const longestAddress = 2_000

/** A full http(s) address, completed by the base where it is relative; empty for what is none. */
export function readAddress(text: string, base: string, field: string, found: Deviations): string {
  if (text === '') return ''
  if (text.length > longestAddress) return refused('too-long', longestAddress.toLocaleString('en'))
  if (/^https?:\/\//iu.test(text)) {
    const address = parsed(text)
    return address === '' ? refused('not-a-web-address', text) : address
  }
  if (/^[a-z][a-z\d+.-]*:(?!\d)/iu.test(text) || /\s/u.test(text)) return refused('not-a-web-address', text)
  // “www.example.org/x” and “example.org/x” begin with a host; “/x”, “x” and “//example.org/x” are told by the base.
  const isHost = /^(?:www\.|[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}\/)/iu.test(text)
  const address = parsed(isHost ? `//${text}` : text, base)
  if (address === '') return refused('incomplete-address', text)
  found.note('relative-address', field, address)
  return address

  function refused(id: 'too-long' | 'not-a-web-address' | 'incomplete-address', what: string): string {
    found.note(id, field, what)
    return ''
  }
}

function parsed(text: string, base?: string): string {
  if (!URL.canParse(text, base)) return ''
  const url = new URL(text, base)
  return /^https?:$/u.test(url.protocol) && url.href.length <= longestAddress ? url.href : ''
}

/** A number as it was written; `best` where the text names its scale too, as “4/5” does. */
export interface WrittenNumber {
  readonly value: number | null
  readonly best: number | null
}

const none: WrittenNumber = { value: null, best: null }

/** Reads a number, also one written as a text. What is no number is noted and stays unknown. */
export function readNumber(node: Node | null, field: string, found: Deviations): WrittenNumber {
  if (node === null || (node.kind === 'literal' && node.value === null)) return none
  if (node.kind === 'number') {
    if (Number.isFinite(node.value)) return { value: node.value, best: null }
    found.note('not-a-number', field, String(node.value))
    return none
  }
  if (node.kind !== 'text') {
    found.note('other-kind', field)
    return none
  }
  const text = node.text.trim()
  if (text === '') return none
  const [, whole = '', , of] = /^(-?\d{1,9}(?:[.,]\d{1,9})?)(\s*\/\s*(\d{1,9}(?:[.,]\d{1,9})?))?$/u.exec(text) ?? []
  if (whole === '') {
    found.note('not-a-number', field, text)
    return none
  }
  found.note('text-for-number', field)
  if (/,/u.test(text)) found.note('decimal-comma', field, text)
  if (of !== undefined) found.note('value-with-scale', field, text)
  return { value: digits(whole), best: of === undefined ? null : digits(of) }
}

const digits = (text: string): number => Number(text.replace(',', '.'))
