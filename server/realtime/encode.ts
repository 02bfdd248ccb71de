import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Deletion } from './gate.ts'

/** An update of one part alone, without deletions (Yjs update, V1). */
export function encodePart(part: Y.Item): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const rest = encoder.restEncoder
  // One client, one struct, from this clock on.
  for (const count of [1, 1, part.id.client, part.id.clock]) encoding.writeVarUint(rest, count)
  part.write(encoder, 0)
  encoding.writeVarUint(rest, 0)
  return encoder.toUint8Array()
}

/** An update of deletions alone (Yjs update, V1). */
export function encodeDeletions(deletions: readonly Deletion[]): Uint8Array {
  const byClient = new Map<number, Deletion[]>()
  for (const deletion of deletions) {
    const known = byClient.get(deletion.client)
    if (known) known.push(deletion)
    else byClient.set(deletion.client, [deletion])
  }
  return encoding.encode((encoder) => {
    for (const count of [0, byClient.size]) encoding.writeVarUint(encoder, count)
    for (const [client, ranges] of byClient) {
      for (const count of [client, ranges.length]) encoding.writeVarUint(encoder, count)
      for (const { clock, len } of ranges) for (const count of [clock, len]) encoding.writeVarUint(encoder, count)
    }
  })
}
