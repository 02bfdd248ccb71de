import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalBytes } from './canonical-json.ts'
import { commitment, entryForm, entryHash, entryVersion, seal, type EntryDraft } from './entry.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const hexOf = (value: Uint8Array) => Buffer.from(value).toString('hex')

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
