import { expect, it } from 'vitest'
import { canonicalBytes, type Json } from './canonical-json.ts'
import { withoutWords } from './substitute.ts'

const without = (kind: string, payload: Json, words: string): string | null => {
  const found = withoutWords(kind, canonicalBytes(payload), words)
  if (found === null) return null
  return 'field' in found ? `refused: ${found.field}` : new TextDecoder().decode(found.payload)
}

it('words are erased in what was typed, and refused anywhere else', () => {
  expect(without('comment.add', { words: 'Jane Doe said so' }, 'Jane Doe')).toBe('{"words":"████████ said so"}')
  expect(without('comment.add', { words: 'He said so' }, 'Jane Doe')).toBeNull()
  expect(without('verdict.set', { rating: 'Jane Doe' }, 'Jane Doe')).toBe('refused: rating')
})

const raws: [string, string, string][] = [
  ['a value', '{"author": {"name":"Jane\\t\\"X\\" Doe"}}', 'Jane\t"X" Doe'],
  ['the name of a field', '{"x-Jane Doe":1,"author":"x"}', 'Jane Doe'],
  ['a value that another one of the same name hides', '{"author":"Jane Doe","author":"x"}', 'Jane Doe'],
  ['a number', '{"telephone":4915112345678}', '15112345678'],
  ['escaped letters, where it is no JSON', '{"author":"Zo\\u00EB \\ud83d\\ude00/\\/ \\u005c",}', 'Zoë \u{1F600}// \\'],
]
it.each(raws)('a review stays letter by letter what was brought in, but for the words: %s', (_where, raw, words) => {
  const left = JSON.parse(without('review.import', { raw }, words) ?? 'null') as { readonly raw: string }
  const [before = '', after = ''] = left.raw.split('█'.repeat(words.length))
  expect(raw.startsWith(before) && raw.endsWith(after)).toBe(true)
  const gone = raw.slice(before.length, raw.length - after.length)
  expect(/^\d+$/u.test(gone) ? gone : JSON.parse(`"${gone}"`)).toBe(words)
})

it('a review without the words is not touched', () => {
  expect(without('review.import', { raw: '{ "author" : "J\\u0061ne" }' }, 'Jane Doe')).toBeNull()
})
