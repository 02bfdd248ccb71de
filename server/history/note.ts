import { sha256 } from '@noble/hashes/sha2.js'
import { base64 } from './base64.ts'

/**
 * A signed note (C2SP signed-note): some lines, an empty one, and a line for each signature that says by whose key.
 * Only Ed25519 keys are known (type 1); signatures of other keys are passed over, as the specification asks.
 */
export interface NoteKey {
  /** The name of the key: no white space and no plus sign. */
  readonly name: string
  /** The 32 bytes of the public key. */
  readonly publicKey: Uint8Array
}

const ed25519 = 1
const idLength = 4
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** The four bytes by which a signature names its key. */
export function keyId({ name, publicKey }: NoteKey): Uint8Array {
  const named = bytesOf(`${name}\n`)
  const all = new Uint8Array(named.length + 1 + publicKey.length)
  all.set(named)
  all[named.length] = ed25519
  all.set(publicKey, named.length + 1)
  return sha256(all).slice(0, idLength)
}

/** A key as one word, for whoever checks: its name, its id in hex and its bytes. */
export function keyText(key: NoteKey): string {
  const id = [...keyId(key)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${key.name}+${id}+${base64.of(Uint8Array.of(ed25519, ...key.publicKey))}`
}

/** The key that such a word stands for; null for any other word. */
export function readKey(text: string): NoteKey | null {
  const [, name, encoded] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)$/u.exec(text) ?? []
  const bytes = encoded === undefined ? null : base64.read(encoded)
  if (name === undefined || bytes?.length !== 33 || bytes[0] !== ed25519) return null
  const key = { name, publicKey: bytes.slice(1) }
  return keyText(key) === text ? key : null
}

/** The note that holds a text, which ends with its line, and one signature over it. */
export function noteOf(text: string, key: NoteKey, signature: Uint8Array): string {
  return `${text}\n— ${key.name} ${base64.of(Uint8Array.of(...keyId(key), ...signature))}\n`
}

/** The text of a note, whoever signed it. */
export const textOf = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1)

/**
 * The text of a note that a key has signed; null when it is no note, is not signed by that key, or not this text was.
 */
export async function openNote(note: string, key: NoteKey): Promise<string | null> {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n') || hasControls(note)) return null
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n')
  const signatures = lines.map((line) => /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line))
  if (signatures.some((found) => found === null)) return null
  const id = keyId(key)
  const own = signatures
    .filter((found) => found?.[1] === key.name)
    .map((found) => base64.read(found?.[2] ?? ''))
    .filter((bytes) => bytes !== null && id.every((byte, index) => bytes[index] === byte))
  if (own.length === 0) return null
  for (const bytes of own) if (!(await isSigned(text, key, bytes!.slice(idLength)))) return null
  return text
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const hasControls = (note: string): boolean => /[\u0000-\u0009\u000B-\u001F\u007F\uFFFD]/u.test(note)

/** A browser may lack this kind of signature, and lacks all of them on a page that came over plain HTTP. */
async function isSigned(text: string, { publicKey }: NoteKey, signature: Uint8Array): Promise<boolean> {
  const kind = { name: 'Ed25519' }
  const key = await globalThis.crypto?.subtle
    ?.importKey('raw', new Uint8Array(publicKey), kind, true, ['verify'])
    .catch(() => null)
  if (key) return crypto.subtle.verify(kind, key, new Uint8Array(signature), bytesOf(text))
  const curve = await import('@noble/curves/ed25519.js')
  try {
    return curve.ed25519.verify(signature, bytesOf(text), publicKey, { zip215: false })
  } catch {
    // It says so of what is no signature, or no key.
    return false
  }
}
