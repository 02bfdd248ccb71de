import { DerReader, oidIn, tags, within, type Der } from './der.ts'

/** What a certificate says of itself (X.509, RFC 5280), as far as it matters for timestamps; whether it is true is not asked. */
export interface Certificate {
  /** Who gave it out, to the letter, and under which number. */
  readonly issuer: Uint8Array
  readonly serial: Uint8Array
  /** Whether it is for timestamps and for nothing else, as RFC 3161 §2.3 wants it and OpenSSL demands it. */
  readonly isForTimestamps: boolean
}

const names = { keyUsage: '2.5.29.15', purposes: '2.5.29.37', timestamps: '1.3.6.1.5.5.7.3.8' } as const

interface Extension {
  readonly isCritical: boolean
  readonly value: Der
}

/** Reads a certificate. @throws {BadDer} when it is none. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const fields = within(within(new DerReader(bytes).take(tags.sequence)).take(tags.sequence))
  fields.takeIf(tags.of(0))
  const serial = fields.take(tags.integer).content
  fields.take(tags.sequence)
  const issuer = fields.take(tags.sequence).bytes
  const list = fields.takeRest().find(({ tag }) => tag === tags.of(3))
  const extensions = list ? extensionsIn(list) : new Map<string, Extension>()
  return { issuer, serial, isForTimestamps: hasOnePurpose(extensions) && mayOnlySign(extensions) }
}

function extensionsIn(list: Der): Map<string, Extension> {
  const known = new Map<string, Extension>()
  for (const extension of within(within(list).take(tags.sequence)).takeRest()) {
    const parts = within(extension)
    const name = oidIn(parts.take(tags.oid))
    const isCritical = parts.takeIf(tags.boolean)?.content[0] === 0xff
    known.set(name, { isCritical, value: within(parts.take(tags.octets)).takeAny() })
  }
  return known
}

function hasOnePurpose(extensions: ReadonlyMap<string, Extension>): boolean {
  const found = extensions.get(names.purposes)
  if (!found?.isCritical) return false
  const [first, ...others] = within(found.value).takeRest()
  return first !== undefined && oidIn(first) === names.timestamps && others.length === 0
}

/** OpenSSL refuses keys that may do more than sign (`digitalSignature`, `nonRepudiation`), where that is said at all. */
function mayOnlySign(extensions: ReadonlyMap<string, Extension>): boolean {
  const found = extensions.get(names.keyUsage)
  if (!found) return true
  const [, first = 0, second = 0] = found.value.content
  return first !== 0 && first % 64 === 0 && second === 0
}
