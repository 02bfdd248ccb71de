import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { base64 } from './base64.ts'
import { entryForm, subjectTypes, textKind, type BareEntry, type Entry, type SubjectType } from './entry.ts'
import type { Tree } from './tree.ts'

/** What a bundle is of: a team's whole history, or what belongs to one report or one claim. */
export interface BundleScope {
  readonly type: 'team' | 'report' | 'claim'
  readonly id: string
}

/** What a bundle says of itself. None of it is signed: it is held against what is. */
export interface About {
  readonly format: 1
  readonly scope: BundleScope
  readonly team: string
  /** How many entries are in the bundle, and how many in the history that the checkpoint speaks of. */
  readonly entries: number
  readonly size: number
  /** How the people are called who did what is in it, by their ids; nothing proves it. */
  readonly people: Readonly<Record<string, string>>
  /** An earlier tree, and the proof that the one of the checkpoint begins with it. */
  readonly earlier: Earlier | null
  /** The proof that the tree begins with that of the checkpoint that has a timestamp; null where there is none. */
  readonly timestamped: readonly Uint8Array[] | null
}

export interface Earlier extends Tree {
  readonly proof: readonly Uint8Array[]
}

/** Why a payload is not in a bundle: it is sealed, or names another claim than the bundle is of. */
export type LeftOut = 'sealed' | 'other-claim'

/** An entry in a bundle, with what proves it. */
export interface BundledEntry {
  /** Its place in the bundle, from 1. */
  readonly number: number
  readonly entry: BareEntry
  /** Payload and salt, or why they are not there. */
  readonly content: Pick<Entry, 'payload' | 'salt'> | LeftOut
  /** That the entry is in the tree (RFC 6962 §2.1.1), where a bundle is of a report or claim. */
  readonly inclusion: readonly Uint8Array[] | null
  /** That the tree of all entries up to this one is how the tree begins (§2.1.2), where a bundle is of a team. */
  readonly consistency: readonly Uint8Array[] | null
}

/** The bytes of a SHA-256. */
const hashLength = 32

/** In the bundle of a team so many entries are proven together. */
export const provenTogether = 16

const files = {
  about: 'about.json',
  checkpoint: 'checkpoint.txt',
  key: 'key.txt',
  readme: 'README.txt',
  /** The newest checkpoint with a timestamp, and what the authority answered; only where there is one. */
  timestamped: 'timestamped.txt',
  timestamp: 'timestamped.tsr',
} as const

/** What the files of a bundle are called. */
export const bundleFiles = {
  ...files,
  verifier: 'verify.mjs',
  entries: 'entries/',
  /** Those that must come before the entries. */
  first: [files.about, files.checkpoint, files.key, files.timestamped, files.timestamp] as readonly string[],
} as const

/** About a bundle, as its file has it. */
export function aboutText({ earlier, timestamped, ...about }: About): string {
  const told = earlier && { size: earlier.size, root: base64.of(earlier.root), proof: earlier.proof.map(base64.of) }
  const proof = timestamped && { timestamped: timestamped.map(base64.of) }
  return `${JSON.stringify({ ...about, earlier: told, ...proof }, null, 2)}\n`
}

/** What such a file says; null for any other one. */
export function readAbout(text: string): About | null {
  const { format, scope, team, entries, size, people, earlier, timestamped } = objectIn(text)
  const { type, id } = Object(scope) as Record<string, unknown>
  const isOne = format === 1 && (type === 'team' || type === 'report' || type === 'claim')
  if (!isOne || !isText(id) || !isText(team) || !isCount(entries) || !isCount(size)) return null
  const before = earlier === null ? null : earlierIn(earlier)
  const proof = timestamped === undefined ? null : hashesIn(timestamped)
  if (before === undefined || (timestamped !== undefined && !proof)) return null
  const told = { earlier: before, timestamped: proof }
  const named = Object.entries(Object(people) as object).filter((each): each is [string, string] => isText(each[1]))
  return { format, scope: { type, id }, team, entries, size, people: Object.fromEntries(named), ...told }
}

function earlierIn(value: unknown): Earlier | undefined {
  const { size, root, proof } = Object(value) as Record<string, unknown>
  const [bytes, hashes] = [isText(root) ? base64.read(root) : null, hashesIn(proof)]
  return isCount(size) && bytes?.length === hashLength && hashes ? { size, root: bytes, proof: hashes } : undefined
}

/** An entry as its line has it, which is JSON. */
export function bundledLine({ number, entry, content, inclusion, consistency }: BundledEntry): string {
  const line = {
    number,
    entry: entryForm(entry),
    hash: bytesToHex(entry.hash),
    ...(typeof content === 'string' ? { leftOut: content } : told(entry.kind, content)),
    ...(inclusion && { inclusion: inclusion.map(base64.of) }),
    ...(consistency && { consistency: consistency.map(base64.of) }),
  }
  return `${JSON.stringify(line)}\n`
}

const told = (kind: string, { payload, salt }: Pick<Entry, 'payload' | 'salt'>) => ({
  salt: base64.of(salt),
  ...(kind === textKind
    ? { update: base64.of(payload) }
    : { payload: new TextDecoder('utf-8', { ignoreBOM: true }).decode(payload) }),
})

/** The entry that such a line holds, to the letter; null for any other line, as one that says more than is checked. */
export function readBundledLine(text: string): BundledEntry | null {
  const bundled = bundledIn(objectIn(text))
  return bundled && bundledLine(bundled) === `${text}\n` ? bundled : null
}

function bundledIn(line: Record<string, unknown>): BundledEntry | null {
  const entry = entryIn(Object(line['entry']) as Record<string, unknown>, line['hash'])
  const content = entry && contentIn(line, entry.kind)
  const { number } = line
  if (!entry || !content || !isCount(number)) return null
  const [inclusion, consistency] = [hashesIn(line['inclusion']), hashesIn(line['consistency'])]
  return { number, entry, content, inclusion, consistency }
}

function entryIn(form: Record<string, unknown>, hash: unknown): BareEntry | null {
  const { version, team, seq, kind, at, actor, session = null, payloadHash, previous } = form
  const { type, id } = Object(form['subject']) as Record<string, unknown>
  if (![version, seq].every(isCount) || ![team, kind, at, actor, id].every(isText) || !isSubjectType(type)) return null
  if (session !== null && !isText(session)) return null
  const [own, committed, before] = [hash, payloadHash, previous].map((each) => hexIn(each))
  if (!own || !committed || (!before && previous !== null)) return null
  const fields = { version, teamId: team, seq, kind, at, actor, session } as BareEntry
  return { ...fields, subject: { type, id: id as string }, previous: before ?? null, payloadHash: committed, hash: own }
}

function contentIn(line: Record<string, unknown>, kind: string): BundledEntry['content'] | null {
  const { leftOut, salt, payload, update } = line
  if (leftOut === 'sealed' || leftOut === 'other-claim') return leftOut
  const bytes = kind === textKind ? bytesIn(update) : isText(payload) ? new TextEncoder().encode(payload) : null
  const salted = bytesIn(salt)
  return bytes && salted ? { salt: salted, payload: bytes } : null
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isSubjectType = (value: unknown): value is SubjectType => subjectTypes.includes(value as SubjectType)
const bytesIn = (value: unknown): Uint8Array | null => (isText(value) ? base64.read(value) : null)
const hexIn = (value: unknown): Uint8Array | null =>
  isText(value) && /^[0-9a-f]{64}$/u.test(value) ? hexToBytes(value) : null

function hashesIn(value: unknown): Uint8Array[] | null {
  if (!Array.isArray(value)) return null
  const hashes = value.map(bytesIn)
  return hashes.every((each) => each?.length === hashLength) ? (hashes as Uint8Array[]) : null
}

function objectIn(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return {}
  }
}
