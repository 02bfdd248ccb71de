import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { noteOf, type NoteKey } from './note.ts'

/** What was signed, as it lies outside the database, and by which key. */
export interface SignedNotes {
  readonly key: NoteKey
  /** What was signed last of a team's history; null for nothing. */
  last(teamId: string): string | null
  /** What was signed last under one of its origins that was left since; null for none. */
  left(teamId: string, origin: number): string | null
}

/** Where the key lies by which histories are signed, with what was signed last: outside the database, on purpose. */
export interface SigningFolder extends SignedNotes {
  /** The note that holds a text, signed. */
  signed(text: string): string
  /** Keeps a note durably as the last one, before anybody is shown it. */
  keep(teamId: string, note: string): void
  /**
   * Keeps a note durably as the last one of an origin that is left.
   * @throws {Error} when another one was kept as that.
   */
  leave(teamId: string, origin: number, note: string): void
}

const keyFile = 'key.pem'
const nameFile = 'name'

/**
 * Opens the folder, and makes it with a new key where there is none. The key has the name of the host at which it was
 * made, also when the server moves: histories are told apart by it. Processes that share the folder share the key.
 * @throws {Error} one sentence, where it cannot be made.
 */
export function openSigningFolder(folder: string, host: string): SigningFolder {
  try {
    // The folders above are others' as well: the embedded database may lie there, which runs as somebody else.
    mkdirSync(dirname(folder), { recursive: true, mode: 0o755 })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    makeOnce(folder, nameFile, () => `${host}\n`)
    makeOnce(folder, keyFile, newKey)
  } catch (error) {
    throw new Error(
      `Name another folder in SIGNING_DIR, or make this one writable: the key that signs histories cannot be kept in ${folder}`,
      { cause: error },
    )
  }
  return signingIn(folder)
}

/** What a folder that is there holds, for whoever only looks; null where no key with its name is. */
export function readSigningFolder(folder: string): SignedNotes | null {
  const isThere = [nameFile, keyFile].every((file) => existsSync(join(folder, file)))
  return isThere ? signingIn(folder) : null
}

function signingIn(folder: string): SigningFolder {
  const privateKey = createPrivateKey(readFileSync(join(folder, keyFile)))
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32)
  const key = { name: nameIn(folder), publicKey: new Uint8Array(publicKey) }
  const lastOf = (teamId: string) => join(folder, `${teamId}.checkpoint`)
  const leftOf = (teamId: string, origin: number) => join(folder, `${teamId}.left-${origin}.checkpoint`)
  return {
    key,
    signed: (text) => noteOf(text, key, new Uint8Array(sign(null, Buffer.from(text), privateKey))),
    last: (teamId) => readText(lastOf(teamId)),
    left: (teamId, origin) => readText(leftOf(teamId, origin)),
    keep: (teamId, note) => writeDurably(folder, lastOf(teamId), note),
    leave(teamId, origin, note) {
      const left = readText(leftOf(teamId, origin))
      if (left !== null && left !== note) throw new Error(`Another note was left under origin ${origin} of ${teamId}.`)
      writeDurably(folder, leftOf(teamId, origin), note)
    },
  }
}

const readText = (path: string): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null)

function nameIn(folder: string): string {
  const path = join(folder, nameFile)
  const name = readFileSync(path, 'utf8').trim()
  if (name === '')
    throw new Error(`The name of the key in ${path} is empty. Put the file back as it was, or take it away.`)
  return name
}

const newKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** Makes a file that is not there yet; of two processes that do so at the same time, the first one makes it. */
function makeOnce(folder: string, name: string, words: () => string): void {
  const path = join(folder, name)
  if (existsSync(path)) return
  const draft = writeDraft(path, words())
  try {
    // Unlike a renamed file, a link takes no other's place, and unlike a new file it is never seen half written.
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  syncFolder(folder)
}

function writeDurably(folder: string, path: string, words: string): void {
  renameSync(writeDraft(path, words), path)
  syncFolder(folder)
}

// Processes in containers of their own may all have the same number.
function writeDraft(path: string, words: string): string {
  const draft = `${path}.${randomUUID()}`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, words)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return draft
}

function syncFolder(folder: string): void {
  const directory = openSync(folder, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
