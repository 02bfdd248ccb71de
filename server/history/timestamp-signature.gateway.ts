import { createHash, verify, X509Certificate, type KeyObject } from 'node:crypto'
import { readCertificate } from './certificate.ts'
import { BadTimestamp, type NamedCertificate, type Timestamp, type TimestampSignature } from './timestamp.ts'
import { isSame } from './tree.ts'

/** Names of digests by their numbers. By SHA-1 a certificate may be named; what signs with it is not read at all. */
const digests: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

const rsaPss = '1.2.840.113549.1.1.10'

/**
 * By whom a timestamp was signed, as the certificate in it calls them. Whether that is who they are nobody is asked here:
 * who trusts the authority's certificate asks OpenSSL with it.
 * @throws {BadTimestamp} when the signature does not fit, or is none that OpenSSL checks, or is not by a certificate for
 * timestamps that is in it.
 */
export function timestampSigner({ signature }: Timestamp): string {
  try {
    const certificate = certificateOf(signature)
    if (!isSigned(signature, certificate.publicKey)) throw new BadTimestamp('its signature does not fit')
    return nameIn(certificate)
  } catch (error) {
    if (error instanceof BadTimestamp) throw error
    // Node says so of what is no certificate, and of a key that does not fit.
    throw new BadTimestamp('its certificate or signature cannot be read')
  }
}

function certificateOf({ certificates, signer, named }: TimestampSignature): X509Certificate {
  const [first] = named[0] ?? []
  const own = certificates.find((each) => first && isOf(first, each))
  if (!own) throw new BadTimestamp('the certificate of whoever signed it is not in it')
  const { issuer, serial, isForTimestamps } = readCertificate(own)
  if (!isSame(issuer, signer.issuer) || !isSame(serial, signer.serial)) {
    throw new BadTimestamp('it names one certificate by its digest and another one by its number')
  }
  if (!isForTimestamps) throw new BadTimestamp('it was signed by a certificate that is not one for timestamps alone')
  const certificate = new X509Certificate(own)
  const above = named.some(({ length }) => length > 1) ? aboveIt(certificate, certificates) : []
  const isRight = (list: readonly NamedCertificate[]) =>
    list.every((each, place) => (place === 0 ? isOf(each, own) : above.some(({ raw }) => isOf(each, raw))))
  if (!named.every(isRight)) throw new BadTimestamp('it names certificates that are not those of whoever signed it')
  return certificate
}

/** The certificate of whoever gave one out, of whoever gave out theirs, and so on, as far as they came along. */
function aboveIt(certificate: X509Certificate, along: readonly Uint8Array[]): X509Certificate[] {
  const others = along.filter((each) => !isSame(each, certificate.raw))
  const next = others.map((each) => new X509Certificate(each)).find((each) => certificate.checkIssued(each))
  return next ? [next, ...aboveIt(next, others)] : []
}

/** Whether a certificate is the one that is named. */
function isOf({ digestAlgorithm, digest: named, issued }: NamedCertificate, certificate: Uint8Array): boolean {
  if (!isSame(digest(digestAlgorithm, certificate), named)) return false
  const { issuer, serial } = readCertificate(certificate)
  return issued === null || (isSame(issuer, issued.issuer) && isSame(serial, issued.serial))
}

function isSigned({ digestAlgorithm, algorithm, attributes, bytes }: TimestampSignature, key: KeyObject): boolean {
  const kind = key.asymmetricKeyType ?? ''
  // OpenSSL checks timestamps by the kind of the key, whatever the signature calls itself: RSA-PSS by keys for just that.
  if (!['rsa', 'rsa-pss', 'ec'].includes(kind) || (kind === 'rsa' && algorithm === rsaPss)) {
    throw new BadTimestamp('it was signed in a way that `openssl ts -verify` cannot check')
  }
  return verify(digestNamed(digestAlgorithm), attributes, key, bytes)
}

const digest = (algorithm: string, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash(digestNamed(algorithm)).update(bytes).digest())

function digestNamed(algorithm: string): string {
  const name = digests[algorithm]
  if (name === undefined) throw new BadTimestamp(`it was made with ${algorithm}, which is not known here`)
  return name
}

/** Its own name, else that of whom it belongs to. */
function nameIn({ subject }: X509Certificate): string {
  const parts = new Map(subject.split('\n').map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]))
  return parts.get('CN') ?? parts.get('O') ?? 'an authority without a name'
}
