import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { giveUpLateHandshakes } from './handshake.ts'

/** A socket that neither opens nor fails by itself. */
class Silent {
  static readonly OPEN = 1
  static readonly made: Silent[] = []
  readyState = 0
  onopen?: () => void
  onclose?: (event: { code: number }) => void
  readonly send = vi.fn()
  readonly close = vi.fn(() => this.onclose?.({ code: 1006 }))

  constructor() {
    Silent.made.push(this)
  }
}

let provider: WebsocketProvider

beforeEach(() => {
  vi.useFakeTimers()
  Silent.made.length = 0
  const options = { connect: false, disableBc: true, WebSocketPolyfill: Silent as never, maxBackoffTime: 200 }
  provider = new WebsocketProvider('ws://nowhere', 'room', new Y.Doc(), options)
})
afterEach(() => {
  provider.destroy()
  vi.useRealTimers()
})

it('tries anew when a connection is not made in time, again and again', () => {
  giveUpLateHandshakes(provider, 2_000)
  provider.connect()
  vi.advanceTimersByTime(1_999)
  expect(Silent.made).toHaveLength(1)
  vi.advanceTimersByTime(250)
  expect(Silent.made).toHaveLength(2)
  vi.advanceTimersByTime(2_250)
  expect(Silent.made).toHaveLength(3)
})

it('leaves a connection alone that was made', () => {
  giveUpLateHandshakes(provider, 2_000)
  provider.connect()
  vi.advanceTimersByTime(1_000)
  Silent.made[0]?.onopen?.()
  vi.advanceTimersByTime(10_000)
  expect(Silent.made[0]?.close).not.toHaveBeenCalled()
})

it('counts anew for each connection', () => {
  giveUpLateHandshakes(provider, 2_000)
  provider.connect()
  vi.advanceTimersByTime(1_500)
  Silent.made[0]?.onclose?.({ code: 1006 })
  vi.advanceTimersByTime(1_500)
  expect(Silent.made).toHaveLength(2)
  expect(Silent.made[1]?.close).not.toHaveBeenCalled()
})

it('gives up nothing once it is stopped', () => {
  const stop = giveUpLateHandshakes(provider, 2_000)
  provider.connect()
  stop()
  vi.advanceTimersByTime(10_000)
  expect(Silent.made[0]?.close).not.toHaveBeenCalled()
})
