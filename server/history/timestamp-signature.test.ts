/*
 * A timestamp is kept only if OpenSSL, to which everybody is sent with it, would find it right as well.
 */
import { constants } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '#sha256'
import { startAuthority, type TestAuthority } from '#tests/support/authority.ts'
import { forTimestamps, type Certified, type KeyKind } from '#tests/support/certificates.ts'
import { answerOf, called, saidIn, type Pieces } from '#tests/support/timestamp-pieces.ts'
import { readCertificate } from './certificate.ts'
import { der, oid, tags } from './der.ts'
import { timestampSigner } from './timestamp-signature.gateway.ts'
import { BadTimestamp, expectOver, nonceOf, readTimestamp, timestampQuery } from './timestamp.ts'

const note = new TextEncoder().encode('desk.example/history/desk\n7\n\n— desk.example abc\n')
const query = timestampQuery(sha256(note), nonceOf(new Uint8Array(16)))
const rsaPss = '1.2.840.113549.1.1.10'

let authority: TestAuthority
let content: Uint8Array
let right: Certified

beforeAll(async () => {
  authority = await startAuthority()
  content = saidIn(await authority.reply(query))
  right = authority.certify('RSA', forTimestamps)
})
afterAll(() => authority.close())

/** What is said against an answer; null for nothing. */
function against(answer: Uint8Array): string | null {
  try {
    const timestamp = readTimestamp(answer)
    expectOver(timestamp, note)
    timestampSigner(timestamp)
    return null
  } catch (error) {
    if (error instanceof BadTimestamp) return error.message
    throw error
  }
}

/** With one bit of each byte of the signature changed, one answer after another. */
function* forgeries(answer: Uint8Array): Generator<Uint8Array> {
  const { bytes } = readTimestamp(answer).signature
  const start = Buffer.from(answer).lastIndexOf(bytes)
  for (let place = 0; place < bytes.length; place += 1) {
    yield Uint8Array.from(answer, (byte, at) => (at === start + place ? byte ^ 1 : byte))
  }
}

function expectAccepted(answer: Uint8Array, judge: TestAuthority['judge']): void {
  expect(against(answer)).toBeNull()
  expect(judge(note, answer)).toMatchObject({ code: 0, out: expect.stringContaining('Verification: OK') })
  let last = answer
  for (const forged of forgeries(answer)) {
    expect(against(forged)).toMatch(/./u)
    last = forged
  }
  expect(judge(note, last).code).toBe(1)
}

it.each<[KeyKind, string]>([
  ['RSA', 'sha256'],
  ['RSA', 'sha384'],
  ['RSA', 'sha512'],
  ['ECDSA P-256', 'sha256'],
  ['ECDSA P-384', 'sha384'],
  ['ECDSA P-384', 'sha512'],
])(
  'what OpenSSL signed with %s and %s is accepted, and with one bit of the signature changed it is not',
  async (kind, digest) => {
    const other = await startAuthority(kind, digest)
    try {
      expectAccepted(await other.reply(query), other.judge)
    } finally {
      await other.close()
    }
  },
)

// OpenSSL 3.0 signs no timestamps with the keys that follow; with those for RSA-PSS alone it checks them.
it.each<[KeyKind, Pieces]>([
  ['RSA', {}],
  ['RSA-PSS', { algorithm: rsaPss }],
])(
  'what is made of pieces with %s is accepted, and with one bit of the signature changed it is not',
  (kind, pieces) => {
    expectAccepted(answerOf(content, authority.certify(kind, forTimestamps), pieces), authority.judge)
  },
)

const cannotCheck = 'it was signed in a way that `openssl ts -verify` cannot check'

it('what OpenSSL cannot check is not accepted: Ed25519, and RSA-PSS with a key for other RSA as well', () => {
  const ed25519 = authority.certify('Ed25519', forTimestamps)
  expect(against(answerOf(content, ed25519, { algorithm: '1.3.101.112' }))).toBe(cannotCheck)
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  expect(against(answerOf(content, right, { algorithm: rsaPss, padding }))).toBe(cannotCheck)
  expect(against(answerOf(content, right, { padding }))).toBe('its signature does not fit')
})

describe('a certificate', () => {
  const notAlone = 'it was signed by a certificate that is not one for timestamps alone'

  it.each([
    '',
    'extendedKeyUsage = timeStamping',
    'extendedKeyUsage = critical,codeSigning',
    'extendedKeyUsage = critical,timeStamping,codeSigning',
    `${forTimestamps}\nkeyUsage = critical,digitalSignature,keyEncipherment`,
    `${forTimestamps}\nkeyUsage = keyAgreement,decipherOnly`,
    `${forTimestamps}\nkeyUsage = digitalSignature,decipherOnly`,
    `${forTimestamps}\nkeyUsage = DER:03:02:07:00`,
  ])('that says "%s" is none for timestamps, and OpenSSL says so too', (extensions) => {
    const answer = answerOf(content, authority.certify('ECDSA P-256', extensions), { algorithm: '1.2.840.10045.4.3.2' })
    expect(against(answer)).toBe(notAlone)
    expect(authority.judge(note, answer).code).toBe(1)
  })

  it.each(['digitalSignature', 'critical,digitalSignature,nonRepudiation'])(
    'may say that its key is for %s',
    (usage) => {
      const certified = authority.certify('ECDSA P-256', `keyUsage = ${usage}\n${forTimestamps}`)
      expectAccepted(answerOf(content, certified, { algorithm: '1.2.840.10045.4.3.2' }), authority.judge)
    },
  )

  it('that is another one than the signature calls its own is not accepted, nor one that is named by its key', () => {
    const issuer = der(
      tags.sequence,
      der(tags.set, der(tags.sequence, oid('2.5.4.3'), der(0x0c, Buffer.from('Test CB')))),
    )
    const serial = der(tags.integer, Uint8Array.of(99))
    const own = readCertificate(right.certificate)
    const another = 'it names one certificate by its digest and another one by its number'
    for (const [named, what] of [
      [der(tags.sequence, issuer, der(tags.integer, own.serial)), another],
      [der(tags.sequence, own.issuer, serial), another],
      [
        der(0x80, new Uint8Array(20)),
        'it names the key of whoever signed it, and not their certificate, which OpenSSL cannot read',
      ],
    ] as const) {
      const answer = answerOf(content, right, { named })
      expect(against(answer)).toBe(what)
      expect(authority.judge(note, answer).code).toBe(1)
    }
  })
})

it.each<keyof NonNullable<Pieces['behind']>>(['token', 'wrappedData', 'encapsulated', 'wrappedContent', 'named'])(
  'more than what belongs there is refused: %s',
  (place) => {
    const more = answerOf(content, right, { behind: { [place]: der(tags.octets, Uint8Array.of(1)) } })
    expect(against(more)).toBe('it is no timestamp, or was damaged: there is more than what belongs there')
    expect(authority.judge(note, more).code).toBe(1)
  },
)

it('a digest that is not announced before what was signed is refused, as OpenSSL needs it there', () => {
  const answer = answerOf(content, right, { announced: [] })
  expect(against(answer)).toBe('its digest 2.16.840.1.101.3.4.2.1 is not known here, or not announced')
  expect(authority.judge(note, answer).code).toBe(1)
})

describe('the certificates that are called those of whoever signed', () => {
  const stranger = () => authority.certify('RSA', forTimestamps).certificate
  const own = () => called(right.certificate)

  it.each<[string, () => Pieces]>([
    ['with who gave it out', () => ({ second: [called(right.certificate, readCertificate(right.certificate))] })],
    ['with the one above it', () => ({ second: [own(), called(authority.ca)], along: [authority.ca] })],
    ['in both ways', () => ({ first: [called(right.certificate, null, 'sha1')] })],
  ])('may be named %s', (_, pieces) => {
    expectAccepted(answerOf(content, right, pieces()), authority.judge)
  })

  it.each<[string, () => Pieces]>([
    [
      'another number',
      () => {
        const { issuer } = readCertificate(right.certificate)
        return { second: [called(right.certificate, { issuer, serial: Uint8Array.of(99) })] }
      },
    ],
    [
      'a stranger besides',
      () => {
        const other = stranger()
        return { second: [own(), called(other)], along: [other] }
      },
    ],
    ['their own twice', () => ({ second: [own(), own()] })],
    ['a stranger in the other way', () => ({ first: [called(stranger(), null, 'sha1')] })],
  ])('are refused with %s, and OpenSSL refuses them too', (_, pieces) => {
    const answer = answerOf(content, right, pieces())
    expect(against(answer)).toMatch(
      /^(the certificate of whoever signed it is not in it|it names certificates that are not)/u,
    )
    expect(authority.judge(note, answer).code).toBe(1)
  })
})
