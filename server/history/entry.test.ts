import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalBytes } from './canonical-json.ts'
import { commitment, entryForm, entryHash, entryVersion, seal, type EntryDraft } from './entry.ts'

const text = (value: Parameters<typeof canonicalBytes>[0]) => new TextDecoder().decode(canonicalBytes(value))
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const hexOf = (value: Uint8Array) => Buffer.from(value).toString('hex')

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

interface Vectors {
  salt: string
  payload: string
  payloadHash: string
  fields: Pick<EntryDraft, 'teamId' | 'subject' | 'kind' | 'at' | 'actor'>
  entries: { version: number; session: string | null; seq: number; previous: string | null; hash: string }[]
}

test('what is hashed of an entry is its canonical form, whatever it says', () => {
  const fields = {
    teamId: 't\u2028"\\',
    subject: { type: 'claim', id: '\u0001😀é' },
    kind: 'claim.write',
    at: '2026',
  } as const
  const entry = { ...fields, version: 2, seq: 7, previous: null, actor: '/', session: null, payloadHash: bytes('00ff') }
  for (const each of [entry, { ...entry, version: 1, previous: bytes('01') }, { ...entry, session: 's' }]) {
    expect(hexOf(entryHash(each))).toBe(
      createHash('sha256')
        .update(canonicalBytes(entryForm(each)))
        .digest('hex'),
    )
  }
})

test('entries hash to the golden vectors', () => {
  const vectors = JSON.parse(readFileSync('tests/vectors/history/entries.json', 'utf8')) as Vectors
  const [salt, payload] = [bytes(vectors.salt), new TextEncoder().encode(vectors.payload)]
  const payloadHash = commitment(salt, payload)
  expect(hexOf(payloadHash)).toBe(vectors.payloadHash)
  for (const { version, session, seq, previous, hash } of vectors.entries) {
    const fields = { ...vectors.fields, session, seq, previous: previous ? bytes(previous) : null }
    expect(hexOf(entryHash({ ...fields, version, payloadHash }))).toBe(hash)
    if (version === entryVersion) expect(hexOf(seal({ ...fields, salt, payload }).hash)).toBe(hash)
  }
  expect(vectors.entries.some(({ version }) => version === entryVersion)).toBe(true)
})
