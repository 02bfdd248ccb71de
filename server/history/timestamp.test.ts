import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sha256 } from '#sha256'
import { sha384, sha512 } from '#sha512'
import { startAuthority, type TestAuthority } from '#tests/support/authority.ts'
import { saidIn } from '#tests/support/timestamp-pieces.ts'
import { BadDer, der, DerReader, oid, oidIn, tags } from './der.ts'
import * as inScript from './sha512.ts'
import { timestampSigner } from './timestamp-signature.gateway.ts'
import { BadTimestamp, expectOver, nonceOf, readTimestamp, timestampQuery } from './timestamp.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const note = new TextEncoder().encode('desk.example/history/desk\n7\n\n— desk.example abc\n')
const nonce = nonceOf(new Uint8Array(randomBytes(16)))

let authority: TestAuthority
let answer: Uint8Array

beforeAll(async () => {
  authority = await startAuthority()
  answer = await authority.reply(timestampQuery(sha256(note), nonce))
})
afterAll(() => authority.close())

/** What is said against an answer; null for nothing. @throws whatever is no such sentence. */
function against(bytes: Uint8Array, over = note): string | null {
  try {
    const timestamp = readTimestamp(bytes)
    expectOver(timestamp, over)
    timestampSigner(timestamp)
    return null
  } catch (error) {
    if (error instanceof BadTimestamp) return error.message
    throw error
  }
}

it('asks what OpenSSL asks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-query-'))
  try {
    writeFileSync(join(folder, 'note'), note)
    const args = ['ts', '-query', '-data', 'note', '-sha256', '-cert', '-no_nonce', '-out', 'query']
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
    writeFileSync(join(folder, 'own'), timestampQuery(sha256(note), nonce))
    const said = (file: string) => execFileSync('openssl', ['ts', '-query', '-in', file, '-text'], { cwd: folder })
    const own = said('own').toString()
    expect(own.replace(/Nonce: .*/u, 'Nonce: unspecified')).toBe(said('query').toString())
    expect(own).toContain(`Nonce: 0x${Buffer.from(nonce).toString('hex').toUpperCase()}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('reads what OpenSSL answers: over what, when, in answer to what, and by whom', () => {
  const timestamp = readTimestamp(answer)
  expect(timestamp.imprint).toEqual(sha256(note))
  expect(timestamp.nonce).toEqual(nonce)
  expect(Math.abs(Date.parse(timestamp.at) - Date.now())).toBeLessThan(60_000)
  expect(timestampSigner(timestamp)).toBe('Test clock')
  expect(against(answer, note.slice(1))).toBe('it is over something else')
})

it('says what is wrong with an answer that was changed in anything that was signed, and nothing but that elsewhere', () => {
  const { attributes, bytes, certificates } = readTimestamp(answer).signature
  const own = certificates.find((each) => Buffer.from(each).includes('Test clock'))!
  const signed = [saidIn(answer), attributes.subarray(1), bytes, own].map((part) => {
    const start = Buffer.from(answer).indexOf(part)
    expect(start).toBeGreaterThan(0)
    return { start, end: start + part.length }
  })
  for (let place = 0; place < answer.length; place += 1) {
    const changed = Uint8Array.from(answer)
    changed[place]! ^= 1
    const isSigned = signed.some(({ start, end }) => place >= start && place < end)
    const what = against(changed)
    expect(what !== null || !isSigned, `byte ${place}`).toBe(true)
  }
})

it.each(['sha256', 'sha384', 'sha512'])('reads nothing that is not what %s was signed of', async (digest) => {
  const other = await startAuthority('ECDSA P-256', digest)
  try {
    const right = await other.reply(timestampQuery(sha256(note), nonce))
    expect(readTimestamp(right).imprint).toEqual(sha256(note))
    const digit = Buffer.from(right).indexOf(readTimestamp(right).at.slice(0, 4)) + 3
    const changed = right.map((byte, at) => (at === digit ? byte ^ 1 : byte))
    expect(() => readTimestamp(changed)).toThrow('what it says is not what was signed')
  } finally {
    await other.close()
  }
})

it('makes the same digests with Node and without', () => {
  expect(inScript.sha384(note)).toEqual(sha384(note))
  expect(inScript.sha512(note)).toEqual(sha512(note))
})

it(`says of any other bytes that they are no timestamp (PLUMBLINE_SEED=${seed})`, () => {
  const isRefused = (bytes: Uint8Array): void => {
    expect(against(bytes)).toMatch(/./u)
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), isRefused), { seed, numRuns: 2_000 })
  // Of the right kinds, with other contents and lengths.
  const { value } = fc.letrec<{ value: Uint8Array }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc
        .tuple(fc.constantFrom(2, 4, 5, 6, 0x18, 0x30, 0xa0), fc.uint8Array({ maxLength: 12 }))
        .map(([tag, bytes]) => der(tag, bytes)),
      fc
        .tuple(fc.constantFrom(0x30, 0x31, 0xa0), fc.array(tie('value'), { maxLength: 5 }))
        .map(([tag, parts]) => der(tag, ...parts)),
    ),
  }))
  fc.assert(fc.property(value, isRefused), { seed, numRuns: 2_000 })
  fc.assert(
    fc.property(fc.nat(answer.length - 1), (length) => isRefused(answer.slice(0, length))),
    { seed, numRuns: 200 },
  )
  isRefused(Uint8Array.from([...answer, 0]))
  isRefused(new Uint8Array(60_000).fill(0x30))
})

it('a refusal is told with its status', () => {
  const status = der(tags.sequence, der(tags.integer, Uint8Array.of(2)))
  expect(against(der(tags.sequence, status))).toBe('the authority refuses it, with status 2')
})

it.each([
  [[], 'it ends too soon'],
  [[0x30], 'it ends too soon'],
  [[0x30, 0x80, 0, 0], 'it has a length that is none'],
  [[0x30, 0x81, 0x05, 1, 2, 3, 4, 5], 'it has a length that is none'],
  [[0x30, 0x82, 0, 200], 'it has a length that is none'],
  [[0x30, 0x85, 1, 0, 0, 0, 0], 'it has a length that is none'],
  [[0x30, 0x84, 255, 255, 255, 255], 'it ends too soon'],
  [[0x1f, 0x81, 0], 'it has a kind of value that no timestamp has'],
])('%j is no DER', (bytes, what) => {
  const taken = () => new DerReader(Uint8Array.from(bytes)).takeAny()
  expect(taken).toThrow(BadDer)
  expect(taken).toThrow(what)
})

it.each(['1.2.840.113549.1.9.16.2.47', '2.16.840.1.101.3.4.2.1', '1.3.14.3.2.26', '2.5.4.3'])('names %s', (name) => {
  expect(oidIn(new DerReader(oid(name)).takeAny())).toBe(name)
  expect(() => oidIn(new DerReader(der(tags.oid, Uint8Array.of(0x80))).takeAny())).toThrow(BadDer)
})
