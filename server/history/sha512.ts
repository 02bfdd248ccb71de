import { sha384 as shorterInScript, sha512 as inScript } from '@noble/hashes/sha2.js'

/** The SHA-384 of some bytes, computed where there is no Node: see `#sha512` among the imports of `package.json`. */
export const sha384 = (bytes: Uint8Array): Uint8Array => shorterInScript(bytes)

/** The SHA-512 of some bytes, computed where there is no Node. */
export const sha512 = (bytes: Uint8Array): Uint8Array => inScript(bytes)
