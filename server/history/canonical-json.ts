import canonicalize from 'canonicalize'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * The one text form of a JSON value (RFC 8785).
 * @throws {TypeError} for values that JSON cannot carry, lone surrogates included.
 */
export function canonicalText(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('This value has no canonical JSON form.')
  return text
}

/** The one byte form of a JSON value (RFC 8785, UTF-8). */
export function canonicalBytes(value: Json): Uint8Array {
  return new TextEncoder().encode(canonicalText(value))
}
