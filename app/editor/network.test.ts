import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { WebsocketProvider } from 'y-websocket'
import { followNetwork } from './network.ts'

function fakeProvider() {
  const provider = {
    shouldConnect: true,
    wsconnected: true,
    connect: vi.fn(() => {
      provider.shouldConnect = true
    }),
    disconnect: vi.fn(() => {
      provider.shouldConnect = false
    }),
  }
  return provider
}

const follow = (provider: ReturnType<typeof fakeProvider>) => followNetwork(provider as unknown as WebsocketProvider)

let answer: (isThere: boolean) => void

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('navigator', { onLine: false })
  vi.stubGlobal('fetch', () => new Promise((resolve) => (answer = (isThere) => resolve({ ok: isThere }))))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Lets everything run that waits for an answer. */
const settled = () => vi.advanceTimersByTimeAsync(0)

it('connects anew when the network went and the server does not answer', async () => {
  const provider = fakeProvider()
  follow(provider)
  window.dispatchEvent(new Event('offline'))
  answer(false)
  await settled()
  expect(provider.connect).toHaveBeenCalledOnce()
})

it('leaves a connection alone that answers', async () => {
  const provider = fakeProvider()
  follow(provider)
  window.dispatchEvent(new Event('offline'))
  answer(true)
  await settled()
  expect(provider.disconnect).not.toHaveBeenCalled()
})

it('looks again while the network is gone: an answer may have been on its way when it went', async () => {
  const provider = fakeProvider()
  follow(provider)
  window.dispatchEvent(new Event('offline'))
  answer(true)
  await vi.advanceTimersByTimeAsync(3_000)
  answer(false)
  await settled()
  expect(provider.disconnect).toHaveBeenCalledOnce()
  expect(provider.connect).toHaveBeenCalledOnce()
})

it('looks no more once the network is back', async () => {
  const provider = fakeProvider()
  follow(provider)
  window.dispatchEvent(new Event('offline'))
  vi.stubGlobal('navigator', { onLine: true })
  answer(true)
  await settled()
  expect(vi.getTimerCount()).toBe(0)
})

it('never connects what was given up while it waited for the answer', async () => {
  const provider = fakeProvider()
  const stop = follow(provider)
  window.dispatchEvent(new Event('offline'))
  stop()
  answer(false)
  await settled()
  expect(provider.connect).not.toHaveBeenCalled()
})

it('never connects what ended or was signed out while it waited for the answer', async () => {
  const provider = fakeProvider()
  follow(provider)
  window.dispatchEvent(new Event('offline'))
  provider.disconnect()
  answer(false)
  await settled()
  expect(provider.connect).not.toHaveBeenCalled()
})
