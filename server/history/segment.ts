import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { canonicalBytes } from './canonical-json.ts'
import { commitment, textKind, type Entry } from './entry.ts'
import { sameBytes } from './links.ts'

/*
 * How the edits of texts lie in a segment: field by field and not entry by entry, so that what is alike lies together and is
 * compressed to nearly nothing. What is left are salt and hash, which are random: 48 bytes of each entry.
 */
const format = 1

/** Of which claims a segment holds edits, by whom, and how many each. */
export type Holds = Readonly<Record<string, Readonly<Record<string, number>>>>

/**
 * The edits of one team's texts, in order, as the bytes that are compressed into a segment.
 * @throws {Error} for an entry that `unpacked` could not give back as it is.
 */
export function packed(entries: readonly Entry[]): Uint8Array {
  const encoder = encoding.createEncoder()
  const number = (value: number) => encoding.writeVarUint(encoder, value)
  number(format)
  number(entries.length)
  const words = [...new Set(entries.flatMap(({ subject, actor, session }) => [subject.id, actor, session ?? '']))]
  number(words.length)
  for (const word of words) encoding.writeVarString(encoder, word)
  const places = new Map(words.map((word, place) => [word, place]))
  const word = (value: string) => number(places.get(value) ?? 0)
  for (const [index, { seq }] of entries.entries()) number(seq - (entries[index - 1]?.seq ?? 0))
  for (const { version } of entries) number(version)
  for (const { subject } of entries) word(subject.id)
  for (const { actor } of entries) word(actor)
  // None and the empty one are two.
  for (const { session } of entries) number(session === null ? 0 : 1 + (places.get(session) ?? 0))
  for (const [index, { at }] of entries.entries()) {
    encoding.writeVarInt(encoder, Date.parse(at) - Date.parse(entries[index - 1]?.at ?? beginning))
  }
  writeLinks(encoder, entries)
  for (const { payload } of entries) number(payload.length)
  for (const { payload } of entries) encoding.writeUint8Array(encoder, payload)
  for (const { salt } of entries) number(salt.length)
  for (const { salt } of entries) encoding.writeUint8Array(encoder, salt)
  for (const { hash } of entries) encoding.writeUint8Array(encoder, hash)
  return encoding.toUint8Array(encoder)
}

const beginning = new Date(0).toISOString()
const hashLength = 32

/** What an entry says of its payload is left out where it fits, and the hash before it where the segment has it. */
function writeLinks(encoder: encoding.Encoder, entries: readonly Entry[]): void {
  const places = new Map<string, number>()
  const name = (hash: Uint8Array) => hash.join()
  const apart: Uint8Array[] = []
  for (const [index, { previous, hash }] of entries.entries()) {
    const place = previous && places.get(name(previous))
    if (previous && place === undefined) apart.push(previous)
    encoding.writeVarUint(encoder, previous === null ? 0 : place == null ? 1 : 1 + index - place)
    places.set(name(hash), index)
  }
  for (const { salt, payload, payloadHash } of entries) {
    const fits = sameBytes(payloadHash, commitment(salt, payload))
    if (!fits) apart.push(payloadHash)
    encoding.writeUint8(encoder, fits ? 0 : 1)
  }
  for (const bytes of apart) encoding.writeUint8Array(encoder, bytes)
}

/**
 * The entries of a team as they were packed.
 * @throws {Error} when the bytes are not such as `packed` makes.
 */
export function unpacked(teamId: string, bytes: Uint8Array): Entry[] {
  const { decoder, size, word, seqs } = begun(bytes)
  const number = () => decoding.readVarUint(decoder)
  const each = eachOf(size)
  let time = 0
  const bare = {
    version: each(number),
    subject: each(() => word(number())),
    actor: each(() => word(number())),
    session: each(number).map((place) => (place === 0 ? null : word(place - 1))),
    at: each(() => new Date((time += decoding.readVarInt(decoder))).toISOString()),
  }
  const links = readLinks(decoder, size)
  const content = { payload: each(number).map(taking(decoder)), salt: each(number).map(taking(decoder)) }
  const hashes = each(() => taking(decoder)(hashLength))
  if (decoding.hasContent(decoder)) throw new Error('It goes on behind its end.')
  return each((index) => {
    const { payload, salt } = { payload: valueAt(content.payload, index), salt: valueAt(content.salt, index) }
    return {
      teamId,
      seq: valueAt(seqs, index),
      version: valueAt(bare.version, index),
      subject: { type: 'claim', id: valueAt(bare.subject, index) },
      previous: links.previous(index, hashes),
      kind: textKind,
      at: valueAt(bare.at, index),
      actor: valueAt(bare.actor, index),
      session: valueAt(bare.session, index),
      payloadHash: links.commitments[index] ?? commitment(salt, payload),
      salt,
      payload,
      hash: valueAt(hashes, index),
    }
  })
}

/**
 * The hash of each of the entries, by seq, as they were packed: without the rest, which takes ten times as long.
 * @throws {Error} as `unpacked`.
 */
export function hashesIn(bytes: Uint8Array): Map<number, Uint8Array> {
  const { seqs, size } = begun(bytes)
  const begin = bytes.length - size * hashLength
  return new Map(
    seqs.map((seq, index) => [seq, bytes.slice(begin + index * hashLength, begin + (index + 1) * hashLength)]),
  )
}

/** What stands first: whoever reads on does so behind it. */
function begun(bytes: Uint8Array) {
  const decoder = decoding.createDecoder(bytes)
  const number = () => decoding.readVarUint(decoder)
  if (number() !== format) throw new Error('Its format is unknown.')
  const size = number()
  // Every entry takes more bytes than its hash.
  if (size * hashLength > bytes.length) throw new Error('It is cut short.')
  const word = readWords(decoder)
  let seq = 0
  const seqs = eachOf(size)(() => (seq += number()))
  return { decoder, size, word, seqs }
}

const eachOf =
  (size: number) =>
  <T>(read: (index: number) => T): T[] =>
    Array.from({ length: size }, (_, index) => read(index))

/** The next bytes, so many; apart from the others, which go when these are kept. */
const taking = (decoder: decoding.Decoder) => (length: number) => decoding.readUint8Array(decoder, length).slice()

function valueAt<T>(all: readonly T[], index: number): T {
  if (index < 0 || index >= all.length) throw new Error('It names what it has not.')
  return all[index] as T
}

function readWords(decoder: decoding.Decoder): (place: number) => string {
  const words: string[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) words.push(decoding.readVarString(decoder))
  return (place) => valueAt(words, place)
}

function readLinks(decoder: decoding.Decoder, size: number) {
  const each = eachOf(size)
  const behind = each(() => decoding.readVarUint(decoder))
  const isApart = each(() => decoding.readUint8(decoder) === 1)
  const take = () => taking(decoder)(hashLength)
  const apart = behind.map((distance) => (distance === 1 ? take() : null))
  return {
    commitments: isApart.map((is) => (is ? take() : null)),
    previous(index: number, hashes: readonly Uint8Array[]): Uint8Array | null {
      const distance = valueAt(behind, index)
      return distance < 2 ? valueAt(apart, index) : valueAt(hashes, index + 1 - distance)
    },
  }
}

/** What these entries are of. */
export function holdsOf(entries: readonly Entry[]): Holds {
  const holds: Record<string, Record<string, number>> = {}
  for (const { subject, actor } of entries) {
    const people = (holds[subject.id] ??= {})
    people[actor] = (people[actor] ?? 0) + 1
  }
  return holds
}

/** SHA-256 over their hashes. */
export const digestOf = (entries: readonly Entry[]): Uint8Array =>
  sha256(concatBytes(...entries.map(({ hash }) => hash)))

/** What a segment says of its entries beside them. */
export interface SegmentRow {
  readonly first: number
  readonly last: number
  readonly holds: Holds
  readonly digest: Uint8Array
  readonly bytes: Uint8Array
  readonly checksum: Uint8Array
}

/** Why the entries of a segment are not those of its place: they are in order, from its first to its last. Null for nothing. */
export function misplacedIn({ first, last }: SegmentRow, entries: readonly Entry[]): string | null {
  const isInOrder = entries.every(({ seq }, index) => seq > (entries[index - 1]?.seq ?? 0))
  return isInOrder && entries[0]?.seq === first && entries.at(-1)?.seq === last
    ? null
    : 'its entries are not those of its place'
}

/** What a segment says of its entries that is not so; null for nothing. */
export function wrongOf({ holds, digest, bytes, checksum }: SegmentRow, entries: readonly Entry[]): string | null {
  if (!sameBytes(checksum, sha256(bytes))) return 'its bytes are not those that were written'
  if (!sameBytes(digest, digestOf(entries))) return 'its digest is not that of its entries'
  return sameBytes(canonicalBytes(holds), canonicalBytes(holdsOf(entries)))
    ? null
    : 'what it says it holds is not what it holds'
}
