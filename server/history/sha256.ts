import { sha256 as inScript } from '@noble/hashes/sha2.js'

/** The SHA-256 of some bytes, computed where there is no Node: see `#sha256` among the imports of `package.json`. */
export const sha256 = (bytes: Uint8Array): Uint8Array => inScript(bytes)
