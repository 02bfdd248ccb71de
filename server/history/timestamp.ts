import { sha256 } from '#sha256'
import { sha384, sha512 } from '#sha512'
import { BadDer, der, DerReader, oid, oidIn, tags, within, type Der } from './der.ts'
import { isSame } from './tree.ts'

/** What an authority says: that these bytes were there at a time (RFC 3161). Who it is, its signature tells. */
export interface Timestamp {
  /** SHA-256 of what it is over. */
  readonly imprint: Uint8Array
  /** What it was asked with, so that no older answer stands for it; null for nothing. */
  readonly nonce: Uint8Array | null
  /** When they were there, by the authority's clock: ISO 8601 in UTC. */
  readonly at: string
  readonly signature: TimestampSignature
}

/** How a timestamp was signed (CMS, RFC 5652), as it says itself. */
export interface TimestampSignature {
  /** What was signed: the attributes, which name the digest of what the timestamp says. */
  readonly attributes: Uint8Array
  /** Names of algorithms by their numbers. */
  readonly digestAlgorithm: string
  readonly algorithm: string
  readonly bytes: Uint8Array
  /** The certificates that came with it, and who gave that of whoever signed out, under which number. */
  readonly certificates: readonly Uint8Array[]
  readonly signer: Issued
  /** Which certificates are called those of whoever signed (RFC 5035), in one list or two: their own first, then those above it. */
  readonly named: readonly (readonly NamedCertificate[])[]
}

/** Who gave a certificate out, to the letter, and under which number. */
interface Issued {
  readonly issuer: Uint8Array
  readonly serial: Uint8Array
}

/** A certificate as it is named by its digest; who gave it out may be said besides. */
export interface NamedCertificate {
  readonly digestAlgorithm: string
  readonly digest: Uint8Array
  readonly issued: Issued | null
}

/** What is no timestamp, or not the one that was asked for; the message goes on a sentence that names it. */
export class BadTimestamp extends Error {
  override name = 'BadTimestamp'
}

const names = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  signedData: '1.2.840.113549.1.7.2',
  timestamp: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

/** The digests that a signature may be over, by their numbers. */
const digests: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  [names.sha256]: sha256,
  '2.16.840.1.101.3.4.2.2': sha384,
  '2.16.840.1.101.3.4.2.3': sha512,
}

/** Asks for a timestamp over bytes with this SHA-256; the nonce is of 16 bytes, the certificate shall come along. */
export function timestampQuery(imprint: Uint8Array, nonce: Uint8Array): Uint8Array {
  const algorithm = der(tags.sequence, oid(names.sha256), der(tags.null))
  return der(
    tags.sequence,
    der(tags.integer, Uint8Array.of(1)),
    der(tags.sequence, algorithm, der(tags.octets, imprint)),
    der(tags.integer, nonce),
    der(tags.boolean, Uint8Array.of(0xff)),
  )
}

/** A nonce of 16 random bytes, as the positive number that it has to be. */
export const nonceOf = (random: Uint8Array): Uint8Array =>
  Uint8Array.from(random, (byte, at) => (at === 0 ? 64 + (byte % 64) : byte))

/**
 * The timestamp in an answer of an authority, which says what was signed; not whether the signature is one, nor whose.
 * @throws {BadTimestamp} when the authority refused, or there is none in it.
 */
export function readTimestamp(answer: Uint8Array): Timestamp {
  try {
    return timestampIn(answer)
  } catch (error) {
    if (error instanceof BadDer) throw new BadTimestamp(`it is no timestamp, or was damaged: ${error.message}`)
    throw error
  }
}

/** @throws {BadTimestamp} when it is over other bytes than these. */
export function expectOver({ imprint }: Timestamp, bytes: Uint8Array): void {
  if (!isSame(imprint, sha256(bytes))) throw new BadTimestamp('it is over something else')
}

function timestampIn(answer: Uint8Array): Timestamp {
  const outer = new DerReader(answer)
  const response = within(outer.take(tags.sequence))
  outer.end()
  const [status] = within(response.take(tags.sequence)).take(tags.integer).content
  // Granted, or granted with changes, which are seen where they matter.
  if (status !== 0 && status !== 1) throw new BadTimestamp(`the authority refuses it, with status ${status ?? 'none'}`)
  const token = within(response.take(tags.sequence))
  response.end()
  expectName(token.take(tags.oid), names.signedData)
  const data = only(token, tags.of(0), tags.sequence)
  token.end()
  return signedIn(within(data))
}

/** The value that is in the next one, alone. */
function only(reader: DerReader, outer: number, inner: number): Der {
  const wrapped = within(reader.take(outer))
  const value = wrapped.take(inner)
  wrapped.end()
  return value
}

function signedIn(data: DerReader): Timestamp {
  data.take(tags.integer)
  const announced = within(data.take(tags.set)).takeRest().map(nameIn)
  const encapsulated = within(data.take(tags.sequence))
  expectName(encapsulated.take(tags.oid), names.timestamp)
  const { content } = only(encapsulated, tags.of(0), tags.octets)
  encapsulated.end()
  const certificates = within(data.take(tags.of(0))).takeRest()
  data.takeIf(tags.of(1))
  const signer = only(data, tags.set, tags.sequence)
  data.end()
  const { contentDigest, ...signature } = signatureIn(within(signer))
  // OpenSSL makes those digests that are announced before the content, and no other.
  const digest = announced.includes(signature.digestAlgorithm) ? digests[signature.digestAlgorithm] : undefined
  if (!digest) throw new BadTimestamp(`its digest ${signature.digestAlgorithm} is not known here, or not announced`)
  if (!isSame(digest(content), contentDigest)) throw new BadTimestamp('what it says is not what was signed')
  return { ...saidIn(content), signature: { ...signature, certificates: certificates.map(({ bytes }) => bytes) } }
}

function saidIn(content: Uint8Array): Omit<Timestamp, 'signature'> {
  const outer = new DerReader(content)
  const info = within(outer.take(tags.sequence))
  outer.end()
  info.take(tags.integer)
  info.take(tags.oid)
  const messageImprint = within(info.take(tags.sequence))
  expectName(within(messageImprint.take(tags.sequence)).take(tags.oid), names.sha256)
  const imprint = messageImprint.take(tags.octets).content
  info.take(tags.integer)
  const at = timeIn(info.take(tags.time))
  // How exact the time is, and whether the authority's times are in order.
  info.takeIf(tags.sequence)
  info.takeIf(tags.boolean)
  return { imprint, at, nonce: info.takeIf(tags.integer)?.content ?? null }
}

function timeIn({ content }: Der): string {
  const text = String.fromCharCode(...content.subarray(0, 40))
  const [, year, month, day, hour, minute, second, part = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/u.exec(text) ?? []
  const told = `${year}-${month}-${day}T${hour}:${minute}:${second}.${part.slice(0, 3).padEnd(3, '0')}Z`
  // Some dates are none, and become others.
  if (!year || Number.isNaN(Date.parse(told)) || new Date(told).toISOString() !== told) {
    throw new BadDer('it has a time that is none')
  }
  return told
}

interface ReadSignature extends Omit<TimestampSignature, 'certificates'> {
  readonly contentDigest: Uint8Array
}

function signatureIn(reader: DerReader): ReadSignature {
  reader.take(tags.integer)
  const signer = issuedIn(reader.takeAny())
  const digestAlgorithm = nameIn(reader.take(tags.sequence))
  const attributes = reader.take(tags.of(0))
  const algorithm = nameIn(reader.take(tags.sequence))
  const bytes = reader.take(tags.octets).content
  reader.takeIf(tags.of(1))
  reader.end()
  const known = attributesIn(attributes)
  expectName(required(known, names.contentType), names.timestamp)
  const contentDigest = required(known, names.messageDigest)
  if (contentDigest.tag !== tags.octets) throw new BadDer('it has no digest')
  // What is signed is the set that they are, not the place in which they stand (RFC 5652 §5.4).
  const signed = Uint8Array.from(attributes.bytes)
  signed[0] = tags.set
  const said = { digestAlgorithm, algorithm, contentDigest: contentDigest.content }
  return { ...said, bytes, attributes: signed, signer, named: namedIn(known) }
}

function issuedIn(named: Der): Issued {
  if (named.tag !== tags.sequence) {
    throw new BadTimestamp(
      'it names the key of whoever signed it, and not their certificate, which OpenSSL cannot read',
    )
  }
  const parts = within(named)
  const [issuer, serial] = [parts.take(tags.sequence).bytes, parts.take(tags.integer).content]
  parts.end()
  return { issuer, serial }
}

const nameIn = (algorithm: Der): string => oidIn(within(algorithm).take(tags.oid))

function attributesIn(attributes: Der): Map<string, Der> {
  const known = new Map<string, Der>()
  for (const attribute of within(attributes).takeRest()) {
    const parts = within(attribute)
    const name = oidIn(parts.take(tags.oid))
    if (known.has(name)) throw new BadDer('it says something twice')
    known.set(name, within(parts.take(tags.set)).takeAny())
  }
  return known
}

function required(known: ReadonlyMap<string, Der>, name: string): Der {
  const found = known.get(name)
  if (!found) throw new BadDer(`it does not say ${name}`)
  return found
}

/** Where both ways of naming certificates are used, OpenSSL looks at both. */
function namedIn(known: ReadonlyMap<string, Der>): NamedCertificate[][] {
  const second = known.get(names.signingCertificateV2)
  const first = second ? known.get(names.signingCertificate) : required(known, names.signingCertificate)
  return [...(first ? [listIn(first, names.sha1)] : []), ...(second ? [listIn(second, names.sha256)] : [])]
}

/** The certificates in such a list, whose digests are by this algorithm where they do not say another. */
function listIn(list: Der, usual: string): NamedCertificate[] {
  const all = within(within(list).take(tags.sequence)).takeRest()
  if (all.length === 0) throw new BadDer('it names no certificate')
  return all.map((each) => {
    const parts = within(each)
    const algorithm = usual === names.sha1 ? null : parts.takeIf(tags.sequence)
    const { content } = parts.take(tags.octets)
    const issued = parts.takeIf(tags.sequence)
    parts.end()
    return {
      digestAlgorithm: algorithm ? nameIn(algorithm) : usual,
      digest: content,
      issued: issued && issuedByIn(within(issued)),
    }
  })
}

/** Who gave a certificate out is one of many kinds of names there (RFC 5280 §4.2.1.6), and has to be that of a directory. */
function issuedByIn(parts: DerReader): Issued {
  const issuer = within(only(parts, tags.sequence, tags.of(4))).take(tags.sequence).bytes
  const serial = parts.take(tags.integer).content
  parts.end()
  return { issuer, serial }
}

function expectName(value: Der, name: string): void {
  if (oidIn(value) !== name) throw new BadDer(`there is ${oidIn(value)} where ${name} belongs`)
}
