import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newReportInput } from './inputs.ts'
import { decodeUpload, normalizeText, reportLimit } from './normalize.ts'
import { cutPassage } from './passage.ts'

test('a text is kept in one form: NFC, newlines, no byte order mark', () => {
  expect(normalizeText('\uFEFFCafe\u0301\r\nnext\rlast\n')).toBe('Caf\u00e9\nnext\nlast\n')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      fc.pre(text.trim() !== '')
      const once = normalizeText(`words ${text}`)
      expect(normalizeText(once)).toBe(once)
    }),
  )
})

test.each([
  ['control characters', 'a\u0000b', 'plain text'],
  ['half a character', 'a\ud800b', 'plain text'],
  ['more than a megabyte', 'é'.repeat(reportLimit / 2 + 1), '1 MB'],
])('%s is refused with a sentence', (_name, text, says) => {
  expect(() => normalizeText(text)).toThrow(says)
})

test('the limit counts bytes, and its last byte is allowed', () => {
  expect(normalizeText('é'.repeat(reportLimit / 2))).toHaveLength(reportLimit / 2)
})

test('a file is UTF-8 text, or refused', () => {
  expect(decodeUpload(new TextEncoder().encode('Zürich'))).toBe('Zürich')
  expect(() => decodeUpload(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toThrow('plain text')
  expect(() => decodeUpload(new Uint8Array(reportLimit + 1))).toThrow('1 MB')
})

const white = ' \r\n\t\uFEFF '

test.each(['', white])('an empty file is told at the file, an empty text at the text', (empty) => {
  const refusal = { fields: { file: 'This file is empty. Choose another one.' } }
  expect(() => decodeUpload(new TextEncoder().encode(empty))).toThrow(expect.objectContaining(refusal))
  const pasted = newReportInput.safeParse({ title: 'Harbour', language: 'en', text: empty })
  expect(pasted.error?.issues).toMatchObject([{ path: ['text'], message: expect.stringMatching(/report is empty/u) }])
})

test('a passage is the exact words, without white space at its ends', () => {
  const text = 'Each side received 390 people. So it goes.'
  const cut = cutPassage(text, { start: 18, end: 30 })
  expect(cut).toMatchObject({ start: 19, end: 30, quote: '390 people.', prefix: 'Each side received ' })
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(text.length), (start, end) => {
      fc.pre(start < end && text.slice(start, end).trim() !== '')
      const found = cutPassage(text, { start, end })
      expect(text.slice(found.start, found.end)).toBe(found.quote)
      expect(text).toContain(found.prefix + found.quote + found.suffix)
    }),
  )
})

test('a passage outside the text, or through a character, is refused', () => {
  expect(() => cutPassage('abc', { start: 2, end: 9 })).toThrow('do not lie')
  expect(() => cutPassage('abc', { start: 2, end: 2 })).toThrow('do not lie')
  expect(() => cutPassage('a😀b', { start: 0, end: 2 })).toThrow('character in two')
  expect(() => cutPassage('a   b', { start: 1, end: 3 })).toThrow('Select some words')
})
