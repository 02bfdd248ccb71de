import { sha256 } from '#sha256'
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import type { Json } from './canonical-json.ts'

/**
 * An entry is one durable change of one team: a deed's event, or one person's coalesced edits to one claim's texts.
 * Its hash covers every field; the payload only through a salted commitment, so that erasing payload and salt later
 * leaves every proof valid. `previous` is the hash of the subject's entry before this one.
 */
export const entryVersion = 2

/** Versions that are read. The first did not say in which session a change was made. */
export const knownVersions: readonly number[] = [1, entryVersion]

export const subjectTypes = [
  'team',
  'report',
  'claim',
  'source',
  'requested-change',
  'thread',
  'imported-review',
] as const
export type SubjectType = (typeof subjectTypes)[number]

export interface Subject {
  readonly type: SubjectType
  readonly id: string
}

export interface Entry {
  readonly teamId: string
  readonly seq: number
  readonly version: number
  readonly subject: Subject
  readonly previous: Uint8Array | null
  readonly kind: string
  /** ISO 8601 in UTC with milliseconds; never earlier than the entry before it in the team. */
  readonly at: string
  /** A person's id, or `system`. */
  readonly actor: string
  /** The sign-in under which the person made the change; null for the system. */
  readonly session: string | null
  readonly payloadHash: Uint8Array
  readonly salt: Uint8Array
  /** Canonical JSON of the event; for `textKind` the bytes of a Yjs update (V1). */
  readonly payload: Uint8Array
  readonly hash: Uint8Array
}

/** The kind of an entry whose payload is a Yjs update of a claim's texts. */
export const textKind = 'claim.write'

const encoder = new TextEncoder()

export type EntryDraft = Omit<Entry, 'version' | 'payloadHash' | 'hash'>

/** SHA-256 over salt then payload: what an entry says of its payload. */
export function commitment(salt: Uint8Array, payload: Uint8Array): Uint8Array {
  return sha256(concatBytes(salt, payload))
}

/** An entry without its payload and salt: all that its hash covers, and the hash. */
export type BareEntry = Omit<Entry, 'salt' | 'payload'>

/** What an entry says, without what ties it to others and to its hash. */
export type Content = Omit<Entry, 'version' | 'previous' | 'session' | 'payloadHash' | 'salt' | 'hash'>

/**
 * Every field of an entry but payload, salt and hash, in the form of its version: what is hashed, in canonical JSON. Its
 * names are in the order of RFC 8785.
 */
export function entryForm(entry: Omit<BareEntry, 'hash'>) {
  const { actor, at, kind, seq, session, teamId: team, version } = entry
  const payloadHash = bytesToHex(entry.payloadHash)
  const previous = entry.previous ? bytesToHex(entry.previous) : null
  const subject = { id: entry.subject.id, type: entry.subject.type }
  const form =
    version > 1
      ? { actor, at, kind, payloadHash, previous, seq, session, subject, team, version }
      : { actor, at, kind, payloadHash, previous, seq, subject, team, version }
  return form satisfies Json
}

/** SHA-256 of the canonical form of every field but payload and salt, in the form of the entry's version. */
export function entryHash(entry: Omit<BareEntry, 'hash'>): Uint8Array {
  // Of names in order, strings and whole numbers this is the canonical form, in a third of the time that sorting takes.
  return sha256(encoder.encode(JSON.stringify(entryForm(entry))))
}

/** Completes a draft with its version, commitment and hash. */
export function seal(draft: EntryDraft): Entry {
  const unhashed = { ...draft, version: entryVersion, payloadHash: commitment(draft.salt, draft.payload) }
  return { ...unhashed, hash: entryHash(unhashed) }
}
