import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonicalBytes, type Json } from './canonical-json.ts'

const text = (value: Json) => new TextDecoder().decode(canonicalBytes(value))

test('numbers, strings and literals are written as in RFC 8785, section 3.2.2', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(text(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('names are sorted by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']
  const value = Object.fromEntries(names.map((name) => [name, 0]))
  expect(Object.keys(JSON.parse(text(value)) as object).filter((name) => name !== '1')).toEqual(
    sorted.filter((name) => name !== '1'),
  )
  expect(text(value).indexOf('"1"')).toBeGreaterThan(text(value).indexOf('\\r'))
})

test('what JSON cannot carry has no canonical form', () => {
  expect(() => canonicalBytes(NaN)).toThrow()
  expect(() => canonicalBytes('\ud800')).toThrow()
})

const folder = join(process.env['PLUMBLINE_SHARED_DATA'] ?? '../shared/data', 'vectors/jcs')

test.skipIf(!existsSync(folder))('the published examples of cyberphone come out byte for byte', () => {
  const names = readdirSync(join(folder, 'input'))
  for (const name of names) {
    const value = JSON.parse(readFileSync(join(folder, 'input', name), 'utf8')) as Json
    expect(Buffer.from(canonicalBytes(value)), name).toEqual(readFileSync(join(folder, 'output', name)))
  }
  expect(names).toHaveLength(6)
})
