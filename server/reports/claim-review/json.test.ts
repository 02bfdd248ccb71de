import fc from 'fast-check'
import { expect, it } from 'vitest'
import { essenceOf, readJson } from './json.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

it(`what JSON allows is read as the language reads it, with its place (PLUMBLINE_SEED=${seed})`, () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 1, 2, '\t'), (value, space) => {
      const text = JSON.stringify(value, null, space)
      const { node, repairs } = readJson(`…${text}…`, 1)
      expect(repairs).toEqual([])
      expect([node.start, node.end]).toEqual([1, 1 + text.length])
      expect(JSON.parse(essenceOf(node))).toEqual(JSON.parse(text))
    }),
    { seed, numRuns: 500 },
  )
})

it.each([
  '{',
  '{"a"}',
  '{"a":}',
  '[1,,2]',
  '"a',
  '"\\x"',
  '"\\u12"',
  '01',
  '+1',
  '.5',
  'nul',
  "{'a':1}",
  '{"a":1 "b":2}',
  '/*',
])('%s is no JSON', (text) => {
  expect(() => readJson(`[${text}]`, 0)).toThrow('This is not JSON.')
})

it('the same object written otherwise has the same essence', () => {
  const essence = (text: string) => essenceOf(readJson(text, 0).node)
  expect(essence('{"a":1.0,\n "b":["\\u0041"]}')).toBe(essence('{"b":["A"],"a":1}'))
  expect(essence('{"a":1}')).not.toBe(essence('{"a":"1"}'))
})
