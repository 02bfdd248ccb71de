import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
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
 * made, also when the server moves: histories are told apart by it.
 */
export function openSigningFolder(folder: string, host: string): SigningFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const nameAt = join(folder, nameFile)
  if (!existsSync(nameAt)) writeDurably(folder, nameAt, `${host}\n`)
  const name = readFileSync(nameAt, 'utf8').trim()
  const privateKey = readKey(join(folder, keyFile)) ?? makeKey(folder)
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32)
  const key = { name, publicKey: new Uint8Array(publicKey) }
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

const readKey = (path: string): KeyObject | null => (existsSync(path) ? createPrivateKey(readFileSync(path)) : null)

function makeKey(folder: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519')
  writeDurably(folder, join(folder, keyFile), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  return privateKey
}

function writeDurably(folder: string, path: string, words: string): void {
  const draft = `${path}.${process.pid}`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, words)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  const directory = openSync(folder, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

/** What a folder that is there holds, for whoever only looks; null where there is none. */
export function readSigningFolder(folder: string): SignedNotes | null {
  return existsSync(join(folder, keyFile)) ? openSigningFolder(folder, '') : null
}
