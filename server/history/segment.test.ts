import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commitment, textKind, type Entry } from './entry.ts'
import { digestOf, hashesIn, holdsOf, misplacedIn, packed, unpacked, wrongOf } from './segment.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const bytes = (size?: number) =>
  fc.uint8Array(size === undefined ? { maxLength: 300 } : { minLength: size, maxLength: size })
const id = fc.constantFrom('a', 'b', '', 'ü 🙂', '3f0c7c0e-2d3f-4d7a-9f57-6f6f1c0c7f11')

const one = fc.record({
  gap: fc.integer({ min: 1, max: 2 ** 40 }),
  version: fc.constantFrom(1, 2),
  claimId: id,
  actor: id,
  session: fc.option(id),
  time: fc.date({ min: new Date(0), max: new Date(8e15), noInvalidDate: true }),
  payload: bytes(),
  salt: fc.oneof(bytes(16), bytes()),
  /** What an erased payload leaves: a commitment that is not of what lies there now. */
  erased: fc.option(bytes(32), { freq: 4 }),
  previous: fc.oneof(fc.constant('none' as const), fc.nat(), bytes(32)),
  hash: bytes(32),
})

/** Entries of one team in order, whatever else they are. */
const history = fc.array(one, { maxLength: 40 }).map((all) => {
  const entries: Entry[] = []
  for (const { gap, claimId, time, erased, previous, ...each } of all) {
    const earlier = typeof previous === 'number' ? (entries[previous % (entries.length || 1)]?.hash ?? null) : null
    entries.push({
      teamId: 'team',
      seq: (entries.at(-1)?.seq ?? 0) + gap,
      version: each.version,
      subject: { type: 'claim', id: claimId },
      previous: previous instanceof Uint8Array ? previous : earlier,
      kind: textKind,
      at: time.toISOString(),
      actor: each.actor,
      session: each.session,
      payloadHash: erased ?? commitment(each.salt, each.payload),
      salt: each.salt,
      payload: each.payload,
      hash: each.hash,
    })
  }
  return entries
})

const rowOf = (entries: readonly Entry[]) => {
  const content = packed(entries)
  const [first, last] = [entries[0]?.seq ?? 0, entries.at(-1)?.seq ?? 0]
  return { first, last, holds: holdsOf(entries), digest: digestOf(entries), bytes: content, checksum: sha256(content) }
}

it(`gives entries back as they were (PLUMBLINE_SEED=${seed})`, () => {
  fc.assert(
    fc.property(history, (entries) => {
      expect(unpacked('team', packed(entries))).toStrictEqual(entries)
      const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash]))
      expect(hashesIn(packed(entries))).toStrictEqual(hashes)
    }),
    { seed, numRuns: 300 },
  )
})

it(`does not read what is cut short, goes on, or is of another format (PLUMBLINE_SEED=${seed})`, () => {
  const some = history.filter((entries) => entries.length > 0)
  fc.assert(
    fc.property(some, fc.nat(), (entries, place) => {
      const content = packed(entries)
      expect(() => unpacked('team', content.subarray(0, place % content.length))).toThrow()
      expect(() => unpacked('team', new Uint8Array([...content, 0]))).toThrow()
      expect(() => unpacked('team', new Uint8Array([9, ...content.subarray(1)]))).toThrow()
    }),
    { seed, numRuns: 100 },
  )
})

it('says what a segment says of its entries that is not so', () => {
  const [made] = fc.sample(
    history.filter((all) => all.length > 4),
    { seed, numRuns: 1 },
  )
  if (!made) throw new Error('There is no history.')
  const row = rowOf(made)
  expect(misplacedIn(row, made) ?? wrongOf(row, made)).toBeNull()
  expect(misplacedIn({ ...row, last: row.last + 1 }, made)).toMatch(/place/u)
  expect(misplacedIn(row, made.toReversed())).toMatch(/place/u)
  expect(wrongOf({ ...row, checksum: row.digest }, made)).toMatch(/bytes/u)
  expect(wrongOf({ ...row, digest: row.checksum }, made)).toMatch(/digest/u)
  expect(wrongOf({ ...row, holds: { ...row.holds, other: { somebody: 1 } } }, made)).toMatch(/holds/u)
})
