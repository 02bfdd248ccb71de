import { constants, createHash, verify, X509Certificate, type KeyObject } from 'node:crypto'
import { BadTimestamp, type Timestamp, type TimestampSignature } from './timestamp.ts'
import { isSame } from './tree.ts'

/** Names of digests by their numbers. By SHA-1 a certificate may be named, and nothing be signed. */
const sha1 = '1.3.14.3.2.26'
const digests: Readonly<Record<string, string>> = {
  [sha1]: 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** The ways to sign that name the digest themselves; RSA, RSA-PSS and Ed25519 leave it to the name beside them. */
const digestOfAlgorithm: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

const rsaPss = '1.2.840.113549.1.1.10'
const forTimestamps = '1.3.6.1.5.5.7.3.8'

/**
 * By whom a timestamp was signed, as the certificate in it calls them. Whether that is who they are nobody is asked here:
 * who trusts the authority's certificate asks OpenSSL with it.
 * @throws {BadTimestamp} when the signature does not fit, or is not by a certificate for timestamps that is in it.
 */
export function timestampSigner({ signature }: Timestamp): string {
  try {
    const certificate = certificateOf(signature)
    if (!certificate.keyUsage?.includes(forTimestamps)) {
      throw new BadTimestamp('it was signed by a certificate that is not one for timestamps')
    }
    if (!isSigned(signature, certificate.publicKey)) throw new BadTimestamp('its signature does not fit')
    return nameIn(certificate)
  } catch (error) {
    if (error instanceof BadTimestamp) throw error
    // Node says so of what is no certificate, and of a key that does not fit.
    throw new BadTimestamp('its certificate or signature cannot be read')
  }
}

function certificateOf({ certificates, signer }: TimestampSignature): X509Certificate {
  const own = certificates.find((each) => isSame(digest(signer.digestAlgorithm, each), signer.digest))
  if (!own) throw new BadTimestamp('the certificate of whoever signed it is not in it')
  return new X509Certificate(own)
}

function isSigned(signature: TimestampSignature, key: KeyObject): boolean {
  const { digestAlgorithm, algorithm, content, contentDigest, attributes, bytes } = signature
  if (digestAlgorithm === sha1 || !isSame(digest(digestAlgorithm, content), contentDigest)) return false
  const pss = algorithm === rsaPss && {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  }
  const name = digestOfAlgorithm[algorithm] ?? digestNamed(digestAlgorithm)
  return verify(key.asymmetricKeyType === 'ed25519' ? null : name, attributes, { key, ...pss }, bytes)
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
