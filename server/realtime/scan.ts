import * as decoding from 'lib0/decoding'

/** How many parts and ranges of deletions an update may hold. */
export interface MostParts {
  readonly structs: number
  readonly deleteRanges: number
}

/** What the low five bits of a part's first byte say it is (yjs encoding of updates, V1). */
const kind = { deleted: 1, text: 4, skip: 10 } as const
const has = { origin: 0x80, rightOrigin: 0x40, key: 0x20 } as const

/**
 * Walks over an update without building anything of it, up to the first thing that plain text never has or the first
 * part too many: what a hostile update would have cost to decode is never spent.
 * @returns why it is refused, or null.
 * @throws {Error} when it is cut short.
 */
export function scan(update: Uint8Array, most: MostParts): string | null {
  const decoder = decoding.createDecoder(update)
  return scanParts(decoder, most.structs) ?? scanDeletions(decoder, most.deleteRanges)
}

const tooMany = 'The edit has too many parts.'

function scanParts(decoder: decoding.Decoder, most: number): string | null {
  let left = most
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
    const parts = decoding.readVarUint(decoder)
    // A client without parts costs as much as a part.
    left -= Math.max(1, parts)
    if (left < 0) return tooMany
    skipNumbers(decoder, 2)
    for (let part = 0; part < parts; part += 1) {
      const refused = scanPart(decoder)
      if (refused) return refused
    }
  }
  return null
}

function scanPart(decoder: decoding.Decoder): string | null {
  const info = decoding.readUint8(decoder)
  const isText = (info & 31) === kind.text
  if ((info & 31) === kind.skip) return 'The edit leaves a gap in the writer’s text.'
  if ((!isText && (info & 31) !== kind.deleted) || (info & has.key) !== 0) return notPlain
  if (info & has.origin) skipNumbers(decoder, 2)
  if (info & has.rightOrigin) skipNumbers(decoder, 2)
  if (!(info & (has.origin | has.rightOrigin))) {
    // Only a text of the document itself has a name; anything else stands inside something else.
    if (decoding.readVarUint(decoder) !== 1) return notPlain
    decoding.readVarUint8Array(decoder)
  }
  if (isText) decoding.readVarUint8Array(decoder)
  else decoding.readVarUint(decoder)
  return null
}

const notPlain = 'The edit holds something other than plain text.'

function scanDeletions(decoder: decoding.Decoder, most: number): string | null {
  let left = most
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
    skipNumbers(decoder, 1)
    const ranges = decoding.readVarUint(decoder)
    left -= Math.max(1, ranges)
    if (left < 0) return tooMany
    skipNumbers(decoder, 2 * ranges)
  }
  return decoding.hasContent(decoder) ? 'The edit cannot be read.' : null
}

function skipNumbers(decoder: decoding.Decoder, count: number): void {
  for (let index = 0; index < count; index += 1) decoding.readVarUint(decoder)
}
