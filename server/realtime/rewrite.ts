import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** What the low five bits of a part's first byte say it is, and what the others say follows (yjs encoding of updates, V1). */
const kind = { collected: 0, deleted: 1, text: 4, skip: 10 } as const
const has = { origin: 0x80, rightOrigin: 0x40, key: 0x20 } as const

/** Gives other letters, just as many, for those of a part of a text that begins at this clock. */
export type OtherLetters = (client: number, clock: number, letters: string) => string

/**
 * An edit (Yjs update, V1) with other letters; every id, length, origin and deletion stays as it was, byte by byte.
 * `partsEnd` is where its deletions begin.
 * @throws {Error} for anything but an edit of plain text.
 */
export function rewritten(update: Uint8Array, other: OtherLetters): { update: Uint8Array; partsEnd: number } {
  const decoder = decoding.createDecoder(update)
  const encoder = encoding.createEncoder()
  const copy = () => copied(decoder, encoder)
  for (let clients = copy(); clients > 0; clients -= 1) {
    const parts = copy()
    const client = copy()
    let clock = copy()
    for (let part = 0; part < parts; part += 1) {
      const info = decoding.readUint8(decoder)
      encoding.writeUint8(encoder, info)
      if ((info & 31) === kind.collected || (info & 31) === kind.skip) {
        clock += copy()
        continue
      }
      copyPlace(decoder, encoder, info)
      if ((info & 31) === kind.deleted) clock += copy()
      else if ((info & 31) === kind.text) {
        const letters = decoding.readVarString(decoder)
        encoding.writeVarString(encoder, other(client, clock, letters))
        clock += letters.length
      } else throw new Error('The edit holds something other than plain text.')
    }
  }
  const deletions = update.subarray(decoder.pos)
  const partsEnd = decoder.pos
  encoding.writeUint8Array(encoder, deletions)
  return { update: encoding.toUint8Array(encoder), partsEnd }
}

/** Between which letters a part stands, or in which text. */
function copyPlace(decoder: decoding.Decoder, encoder: encoding.Encoder, info: number): void {
  const copyId = () => {
    copied(decoder, encoder)
    copied(decoder, encoder)
  }
  if (info & has.origin) copyId()
  if (info & has.rightOrigin) copyId()
  if (info & (has.origin | has.rightOrigin)) return
  if (copied(decoder, encoder) === 1) copyText(decoder, encoder)
  else copyId()
  if (info & has.key) copyText(decoder, encoder)
}

function copyText(decoder: decoding.Decoder, encoder: encoding.Encoder): void {
  encoding.writeVarString(encoder, decoding.readVarString(decoder))
}

function copied(decoder: decoding.Decoder, encoder: encoding.Encoder): number {
  const number = decoding.readVarUint(decoder)
  encoding.writeVarUint(encoder, number)
  return number
}
