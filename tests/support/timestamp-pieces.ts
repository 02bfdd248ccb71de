import { createHash, sign, type SignKeyObjectInput } from 'node:crypto'
import { sha256 } from '#sha256'
import { der, DerReader, oid, tags, within } from '#server/history/der.ts'
import { readCertificate } from '#server/history/certificate.ts'
import type { Certified } from './certificates.ts'

/** What a timestamp in an answer says, as it was signed. */
export function saidIn(answer: Uint8Array): Uint8Array {
  const response = within(new DerReader(answer).take(tags.sequence))
  response.take(tags.sequence)
  const token = within(response.take(tags.sequence))
  token.take(tags.oid)
  const data = within(within(token.take(tags.of(0))).take(tags.sequence))
  data.take(tags.integer)
  data.take(tags.set)
  const encapsulated = within(data.take(tags.sequence))
  encapsulated.take(tags.oid)
  return within(encapsulated.take(tags.of(0))).take(tags.octets).content
}

/** Where an answer is not as it should be. */
export interface Pieces {
  /** By whom it calls itself signed: a `SignerIdentifier`. */
  readonly named?: Uint8Array
  /** How it calls the way in which it was signed, and what Node has to know for it. */
  readonly algorithm?: string
  readonly padding?: Omit<SignKeyObjectInput, 'key'>
  /** Which digests are announced. */
  readonly announced?: readonly Uint8Array[]
  /** Which certificates are called those of whoever signed, in either way of RFC 5035, and which come along besides theirs. */
  readonly first?: readonly Uint8Array[]
  readonly second?: readonly Uint8Array[]
  readonly along?: readonly Uint8Array[]
  /** Bytes that nobody signed, at the end of what is called so. */
  readonly behind?: Partial<Record<'token' | 'wrappedData' | 'encapsulated' | 'wrappedContent' | 'named', Uint8Array>>
}

const nothing = new Uint8Array()
const version = (number: number) => der(tags.integer, Uint8Array.of(number))
const algorithmOf = (name: string) => der(tags.sequence, oid(name))
const sha256Name = algorithmOf('2.16.840.1.101.3.4.2.1')
const attribute = (name: string, value: Uint8Array) => der(tags.sequence, oid(name), der(tags.set, value))
const timestamp = '1.2.840.113549.1.9.16.1.4'

/** Names a certificate by a digest of it, and may say who gave it out, under which number. */
export function called(
  certificate: Uint8Array,
  issued: { readonly issuer: Uint8Array; readonly serial: Uint8Array } | null = null,
  digest: 'sha1' | 'sha256' = 'sha256',
): Uint8Array {
  const hash = createHash(digest).update(certificate).digest()
  const by =
    issued && der(tags.sequence, der(tags.sequence, der(tags.of(4), issued.issuer)), der(tags.integer, issued.serial))
  return der(tags.sequence, der(tags.octets, new Uint8Array(hash)), by ?? nothing)
}

/**
 * An answer that says this and is signed by this certificate, made piece by piece (RFC 5652), so that it may be one that
 * OpenSSL does not make.
 */
export function answerOf(content: Uint8Array, { certificate, key }: Certified, pieces: Pieces = {}): Uint8Array {
  const { behind = {}, padding, announced = [sha256Name], algorithm = '1.2.840.113549.1.1.1' } = pieces
  const { first, second = [called(certificate)], along = [] } = pieces
  const { issuer, serial } = readCertificate(certificate)
  const named = pieces.named ?? der(tags.sequence, issuer, der(tags.integer, serial), behind.named ?? nothing)
  const attributes = [
    attribute('1.2.840.113549.1.9.3', oid(timestamp)),
    attribute('1.2.840.113549.1.9.4', der(tags.octets, sha256(content))),
    ...(first ? [attribute('1.2.840.113549.1.9.16.2.12', der(tags.sequence, der(tags.sequence, ...first)))] : []),
    attribute('1.2.840.113549.1.9.16.2.47', der(tags.sequence, der(tags.sequence, ...second))),
  ]
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  const signature = sign(digest, der(tags.set, ...attributes), { key, ...padding })
  const signer = der(
    tags.sequence,
    version(1),
    named,
    sha256Name,
    der(tags.of(0), ...attributes),
    algorithmOf(algorithm),
    der(tags.octets, new Uint8Array(signature)),
  )
  const wrappedContent = der(tags.of(0), der(tags.octets, content), behind.wrappedContent ?? nothing)
  const data = der(
    tags.sequence,
    version(3),
    der(tags.set, ...announced),
    der(tags.sequence, oid(timestamp), wrappedContent, behind.encapsulated ?? nothing),
    der(tags.of(0), certificate, ...along),
    der(tags.set, signer),
  )
  const wrappedData = der(tags.of(0), data, behind.wrappedData ?? nothing)
  const token = der(tags.sequence, oid('1.2.840.113549.1.7.2'), wrappedData, behind.token ?? nothing)
  return der(tags.sequence, der(tags.sequence, version(0)), token)
}
