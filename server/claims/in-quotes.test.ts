import { expect, it } from 'vitest'
import { inQuotes } from './in-quotes.ts'

it('words are quoted once, also when they are a quotation themselves', () => {
  expect(inQuotes('It rose.')).toBe('“It rose.”')
  for (const quoted of [
    '“It rose.”',
    '"It rose."',
    '„Es stieg.“',
    '« Il monte. »',
    '»Es stieg.«',
    '‘It rose.’',
    '“It”\n“rose”',
  ]) {
    expect(inQuotes(quoted)).toBe(quoted)
  }
  expect(inQuotes(' “It rose.” ')).toBe('“It rose.”')
  expect(inQuotes('“It” rose')).toBe('““It” rose”')
  expect(inQuotes('The soldiers’')).toBe('“The soldiers’”')
  expect(inQuotes('“We won”, he said, “by far”')).toBe('““We won”, he said, “by far””')
  expect(inQuotes('"A" is not "B"')).toBe('“"A" is not "B"”')
})
