import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { SocketConnection } from './connection.gateway.ts'
import { awarenessFrame, stepOne, updateFrame } from './frames.ts'

/** A socket whose other end reads only as much as the test says. */
class Wire extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  isPaused = false
  readonly closes: number[] = []
  readonly sent: Uint8Array[] = []

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
  }

  send(frame: Uint8Array): void {
    this.sent.push(frame)
    this.bufferedAmount += frame.byteLength
  }

  close(code: number): void {
    this.closes.push(code)
    this.readyState = 2
  }

  terminate(): void {}
  ping(): void {}
}

function connected() {
  const wire = new Wire()
  const actor = { personId: 'ann', name: 'Ann', teamId: 't', roles: ['checker'] as const, sessionId: 's' }
  const connection = new SocketConnection(wire as unknown as WebSocket, { actor, clientId: 7, cookie: undefined })
  const heard: Uint8Array[] = []
  connection.listen(
    (frame) => heard.push(frame),
    () => {},
  )
  const hears = (frame: Uint8Array) => wire.emit('message', Buffer.from(frame), true)
  return { wire, connection, heard, hears }
}

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

const kilobytes = (count: number) => new Uint8Array(count * 1_024)

describe('a socket that reads slowly', () => {
  it('lags past 256 kB and has drained below 64 kB, which is said once', () => {
    const { wire, connection } = connected()
    connection.send(kilobytes(256))
    expect(connection.keepsUp).toBe(true)
    connection.send(kilobytes(1))
    expect(connection.keepsUp).toBe(false)
    wire.bufferedAmount = 65_536
    expect(connection.refill(100)).toBe(false)
    wire.bufferedAmount = 65_535
    expect(connection.refill(200)).toBe(true)
    expect(connection.keepsUp).toBe(true)
    expect(connection.refill(300)).toBe(false)
  })

  it('is closed to try again past 4 MB, or when it has lagged for 30 s', () => {
    const full = connected()
    full.connection.send(kilobytes(4_096))
    expect(full.wire.closes).toEqual([])
    full.connection.send(kilobytes(1))
    expect(full.wire.closes).toEqual([1013])
    const stuck = connected()
    stuck.connection.send(kilobytes(300))
    stuck.connection.refill(30_000)
    expect(stuck.wire.closes).toEqual([])
    stuck.connection.refill(30_001)
    expect(stuck.wire.closes).toEqual([1013])
    stuck.connection.send(kilobytes(1))
    expect(stuck.wire.sent).toHaveLength(1)
  })
})

describe('a socket that writes fast', () => {
  const edit = updateFrame(new Uint8Array([0, 0]))

  it('is read no faster than 60 frames a second after 200 at once, loses none and is not closed', () => {
    const { wire, connection, heard, hears } = connected()
    let toCome = 1_000
    const read = () => {
      while (toCome > 0 && !wire.isPaused) {
        toCome -= 1
        hears(edit)
      }
    }
    read()
    expect(heard).toHaveLength(200)
    for (let now = 100; now <= 10_000; now += 100) {
      connection.refill(now)
      read()
    }
    expect(heard.length).toBeGreaterThan(780)
    expect(heard.length).toBeLessThan(820)
    for (let now = 10_100; now <= 14_000; now += 100) {
      connection.refill(now)
      read()
    }
    expect([heard.length, wire.closes]).toEqual([1_000, []])
  })

  it('pays more for asking for the whole text, and by the byte', () => {
    const asking = connected()
    for (let index = 0; index < 10; index += 1) asking.hears(stepOne(new Uint8Array([0])))
    expect(asking.wire.isPaused).toBe(true)
    const heavy = connected()
    for (let index = 0; index < 4; index += 1) heavy.hears(updateFrame(kilobytes(1_024)))
    expect(heavy.wire.isPaused).toBe(true)
    heavy.connection.refill(1_000)
    expect(heavy.wire.isPaused).toBe(false)
  })

  it('is not read while a megabyte of it waits for its commit', () => {
    const { wire, connection, hears } = connected()
    connection.waitingBytes = 1_048_577
    hears(edit)
    expect(wire.isPaused).toBe(true)
    connection.refill(1_000)
    expect(wire.isPaused).toBe(true)
    connection.waitingBytes = 0
    connection.refill(1_100)
    expect(wire.isPaused).toBe(false)
  })

  it('tells its last presence late rather than never', () => {
    const { connection, heard, hears } = connected()
    const presence = (turn: number) => awarenessFrame(new Uint8Array([1, 7, turn, 4, 110, 117, 108, 108]))
    for (let turn = 0; turn < 100; turn += 1) hears(presence(turn))
    expect(heard.length).toBeLessThan(100)
    connection.refill(1_000)
    expect(heard.at(-1)).toEqual(presence(99))
  })
})
