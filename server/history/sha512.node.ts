import { hash } from 'node:crypto'

/** The SHA-384 of some bytes, computed by Node, so that the program in each export need not bring it along. */
export const sha384 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha384', bytes, 'buffer'))

/** The SHA-512 of some bytes, computed by Node as well. */
export const sha512 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha512', bytes, 'buffer'))
