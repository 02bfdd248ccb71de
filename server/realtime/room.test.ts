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
  readonly questions = new Map<number, (isSaved: boolean) => void>()
  keepsUp = true

  constructor(name: string, clientId: number | null, sessionId = name) {
    this.actor = { personId: name, name, teamId: 'team', roles: ['checker'], sessionId }
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

/** A room of a writer and somebody else, whose commits succeed at once unless they are held. */
function roomOfTwo(other: number | null = null) {
  let seq = 0
  const due: (() => void)[] = []
  const state = { isHeld: false }
  const timing = { now: () => 0, later: (_wait: number, run: () => void) => void due.push(run) }
  const settleAll = (full: ClaimRoom) => {
    seq += 1
    full.settle(full.take(), seq)
  }
  const room = new ClaimRoom({ claimId: 'c', teamId: 't' }, { updates: [], seq: 0, tail: 0, erasedUpTo: 0 }, timing, {
    onWaiting: (full) => void (state.isHeld || settleAll(full)),
    onRefused: (_room, connection, reason) => connection.close(4409, reason),
  })
  const [writer, reader] = [new Heard('ann', 7), new Heard('bob', other)]
  for (const connection of [writer, reader]) {
    room.join(connection)
    room.receive(connection, stepOne(new Uint8Array([0])))
  }
  const doc = new Y.Doc()
  doc.clientID = 7
  doc.on('update', (update: Uint8Array) => room.receive(writer, updateFrame(update)))
  const laterOn = () => {
    for (const run of due.splice(0)) run()
  }
  return { room, writer, reader, doc, text: doc.getText('notes'), state, settleAll, laterOn, due }
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

  it('of what is known already waits for what makes it true', () => {
    const { room, doc, text, state } = roomOfTwo()
    state.isHeld = true
    text.insert(0, 'on its way')
    const again = comeBack(room, doc)
    const edits = room.take()
    expect(again.durable).toBe(0)
    room.settle(edits, 1)
    expect(again.durable).toBe(1)
  })

  it('is never given when what was known fails: whoever waits for it sends it again', () => {
    const { room, doc, text, state } = roomOfTwo()
    state.isHeld = true
    text.insert(0, 'on its way')
    const again = comeBack(room, doc)
    room.fail(room.take(), 4403, 'gone')
    expect([again.durable, again.closed]).toEqual([0, [1013]])
  })

  /** Ann again, signed in anew, with the same words. */
  function comeBack(room: ClaimRoom, doc: Y.Doc): Heard {
    const again = new Heard('ann', 7, 'another session')
    room.join(again)
    room.receive(again, updateFrame(Y.encodeStateAsUpdate(doc)))
    return again
  }
})

describe('a large edit', () => {
  const large = (clientId: number, letters: number, root = 'notes') => {
    const doc = new Y.Doc()
    doc.clientID = clientId
    doc.transact(() => {
      for (let index = 0; index < letters; index += 1) doc.getText(root).insert(0, 'x')
    })
    return updateFrame(Y.encodeStateAsUpdate(doc))
  }

  it('waits for its commit only when it is whole, and others wait behind it', () => {
    const { room, reader, writer, state, laterOn, due } = roomOfTwo(9)
    state.isHeld = true
    room.receive(writer, large(7, 2_000))
    room.receive(reader, large(9, 1))
    expect(room.take()).toEqual([])
    for (let turns = 0; due.length > 0; turns += 1) {
      if (turns > 50) throw new Error('It never ends.')
      laterOn()
    }
    const people = room.take().map(({ personId }) => personId)
    expect(people).toContain('ann')
  })

  it('leaves nothing behind when its writer goes halfway', () => {
    const { room, reader, writer, state, laterOn, settleAll } = roomOfTwo(9)
    state.isHeld = true
    room.receive(writer, large(7, 2_000))
    room.receive(reader, large(9, 1, 'analysis'))
    laterOn()
    room.leave(writer)
    laterOn()
    settleAll(room)
    expect(room.doc.committedTexts()).toEqual({ statement: '', analysis: 'x', notes: '' })
    expect(room.doc.workingTexts()).toEqual(room.doc.committedTexts())
    expect(reader.durable).toBe(1)
    expect(room.isBusy).toBe(false)
  })
})

describe('a room that is given up', () => {
  it('has nothing left to do', () => {
    const { room, text, state } = roomOfTwo()
    state.isHeld = true
    text.insert(0, 'on its way')
    room.take()
    room.abandon('The server cannot save at the moment.')
    expect(room.isBusy).toBe(false)
  })
})

describe('an intake', () => {
  it('takes one turn at a time, whoever leaves meanwhile', () => {
    const { room, writer, state, due } = roomOfTwo(9)
    state.isHeld = true
    const doc = new Y.Doc()
    doc.clientID = 7
    doc.transact(() => {
      for (let index = 0; index < 4_000; index += 1) doc.getText('notes').insert(0, 'x')
    })
    room.receive(writer, updateFrame(Y.encodeStateAsUpdate(doc)))
    for (let index = 0; index < 10; index += 1) {
      const other = new Heard('bob', 20 + index)
      room.join(other)
      room.receive(other, updateFrame(Y.encodeStateAsUpdate(doc)))
      room.leave(other)
    }
    expect(due.length).toBe(1)
  })
})
