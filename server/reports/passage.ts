import { Problem } from '../errors.ts'

/** How much of the surrounding text a passage remembers, in UTF-16 code units. */
const surroundings = 32

export interface Span {
  readonly start: number
  readonly end: number
}

export interface Cut extends Span {
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
}

/**
 * The exact words of an edition at a span (UTF-16 code units), with what stands around them.
 * White space at the ends is left out.
 * @throws {Problem} `invalid` when the span lies outside, is empty or splits a character.
 */
export function cutPassage(text: string, { start, end }: Span): Cut {
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end <= text.length && start < end)) {
    throw new Problem('invalid', 'These words do not lie in the report. Select them again.')
  }
  if (splitsCharacter(text, start) || splitsCharacter(text, end)) {
    throw new Problem('invalid', 'The selection cuts a character in two. Select the words again.')
  }
  const raw = text.slice(start, end)
  const from = start + (raw.length - raw.trimStart().length)
  const quote = raw.trim()
  if (!quote) throw new Problem('invalid', 'Select some words first.')
  const to = from + quote.length
  return { start: from, end: to, quote, prefix: before(text, from), suffix: after(text, to) }
}

function splitsCharacter(text: string, at: number): boolean {
  return at > 0 && at < text.length && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at))
}

const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00
const isLow = (code: number) => code >= 0xdc00 && code < 0xe000

function before(text: string, at: number): string {
  const start = Math.max(0, at - surroundings)
  return text.slice(splitsCharacter(text, start) ? start + 1 : start, at)
}

function after(text: string, at: number): string {
  const end = Math.min(text.length, at + surroundings)
  return text.slice(at, splitsCharacter(text, end) ? end - 1 : end)
}
