import { describe, expect, it } from 'vitest'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { Connection } from './connection.ts'
import { stepOne, updateFrame } from './frames.ts'
import { messageType } from './protocol.ts'
import { ClaimRoom } from './room.ts'

/** A connection that keeps what it is sent, and whose reading can stop. */
class Heard implements Connection {
  readonly actor: Connection['actor']
  readonly clientId: number | null
  readonly frames: Uint8Array[] = []
  readonly closed: number[] = []
  tellsAs: number | null
  presenceId = 0
  caughtUp = false
  durable = 0
  waitingBytes = 0
  keepsUp = true

  constructor(name: string, clientId: number | null) {
    this.actor = { personId: name, name, teamId: 'team', roles: ['checker'], sessionId: name }
    this.clientId = clientId
    this.tellsAs = clientId
  }

  send(frame: Uint8Array): void {
    this.frames.push(frame)
  }

  close(code: number): void {
    this.closed.push(code)
  }

  /** The content frames, as updates. */
  updates(): Uint8Array[] {
    return this.frames.flatMap((frame) => {
      const decoder = decoding.createDecoder(frame)
      if (decoding.readVarUint(decoder) !== messageType.sync) return []
      return decoding.readVarUint(decoder) === 0 ? [] : [decoding.readVarUint8Array(decoder)]
    })
  }

  text(): string {
    const doc = new Y.Doc()
    for (const update of this.updates()) Y.applyUpdate(doc, update)
    if (doc.store.pendingStructs) throw new Error('A frame is missing.')
    return doc.getText('notes').toString()
  }
}

/** A room whose commits succeed at once, with a writer and somebody who reads. */
function roomOfTwo() {
  let seq = 0
  const timing = { now: () => 0, later: () => {} }
  const room = new ClaimRoom({ claimId: 'c', teamId: 't' }, { updates: [], seq: 0, tail: 0 }, timing, {
    onWaiting(full) {
      seq += 1
      full.settle(full.take(), seq)
    },
    onRefused: (_room, connection, reason) => connection.close(4409, reason),
  })
  const [writer, reader] = [new Heard('ann', 7), new Heard('bob', null)]
  for (const connection of [writer, reader]) {
    room.join(connection)
    room.receive(connection, stepOne(new Uint8Array([0])))
  }
  const doc = new Y.Doc()
  doc.clientID = 7
  doc.on('update', (update: Uint8Array) => room.receive(writer, updateFrame(update)))
  return { room, writer, reader, text: doc.getText('notes') }
}

describe('a reader who lags', () => {
  it('is sent nothing until it has drained, and then everything at once', () => {
    const { room, reader, text } = roomOfTwo()
    text.insert(0, 'seen ')
    const before = reader.updates().length
    reader.keepsUp = false
    for (let index = 0; index < 200; index += 1) text.insert(text.length, `${index} `)
    text.delete(0, 5)
    expect(reader.updates()).toHaveLength(before)
    reader.keepsUp = true
    room.drained(reader)
    expect(reader.updates()).toHaveLength(before + 1)
    expect(reader.text()).toBe(text.toString())
    text.insert(0, 'and on ')
    expect(reader.updates()).toHaveLength(before + 2)
    expect(reader.text()).toBe(text.toString())
  })

  it('is told no digest of what it was not sent', () => {
    const { room, reader, text } = roomOfTwo()
    const digests = () => reader.frames.filter((frame) => frame[0] === messageType.digest).length
    room.tellDigest()
    expect(digests()).toBe(1)
    reader.keepsUp = false
    text.insert(0, 'unseen')
    room.tellDigest()
    expect(digests()).toBe(1)
    reader.keepsUp = true
    room.drained(reader)
    room.tellDigest()
    expect(digests()).toBe(2)
  })
})

describe('an acknowledgement', () => {
  it('counts each frame once, however many turns it took', () => {
    const { room, writer } = roomOfTwo()
    const doc = new Y.Doc()
    doc.clientID = 7
    doc.transact(() => {
      for (let index = 0; index < 300; index += 1) doc.getText('notes').insert(0, 'x')
    })
    room.receive(writer, updateFrame(Y.encodeStateAsUpdate(doc)))
    room.receive(writer, updateFrame(new Uint8Array([0, 0])))
    expect(writer.durable).toBe(2)
    expect(writer.waitingBytes).toBe(0)
  })
})
