import { writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'

/** A part of a text as no editor would write it. */
export interface HandMadePart {
  /** Its letters, or how many there were when they came deleted. */
  readonly content: string | number
  readonly left?: Y.ID | null
  readonly right?: Y.ID | null
}

/** An edit of the notes under one client id from a clock on, and what it deletes: client, clock and length. */
export function handMade(
  start: Y.ID,
  parts: readonly HandMadePart[],
  deletions: readonly (readonly [number, number, number])[] = [],
): Uint8Array {
  const notes = new Y.Doc().getText('notes')
  const encoder = new Y.UpdateEncoderV1()
  const counts = parts.length === 0 ? [0] : [1, parts.length, start.client, start.clock]
  for (const count of counts) writeVarUint(encoder.restEncoder, count)
  let { clock } = start
  for (const { content, left = null, right = null } of parts) {
    const held = typeof content === 'string' ? new Y.ContentString(content) : new Y.ContentDeleted(content)
    const parent = left || right ? (null as never) : notes
    const item = new Y.Item(Y.createID(start.client, clock), null, left, null, right, parent, null, held)
    item.write(encoder, 0)
    clock += item.length
  }
  const clients = [...new Set(deletions.map(([client]) => client))]
  writeVarUint(encoder.restEncoder, clients.length)
  for (const client of clients) {
    const ranges = deletions.filter(([each]) => each === client)
    for (const count of [client, ranges.length]) writeVarUint(encoder.restEncoder, count)
    for (const [, ...range] of ranges) for (const count of range) writeVarUint(encoder.restEncoder, count)
  }
  return encoder.toUint8Array()
}
