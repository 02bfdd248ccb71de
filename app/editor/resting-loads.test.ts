import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RestingLoads } from './resting-loads.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first wish is a load at once, all others within the rest are one more', () => {
  const begin = vi.fn()
  const loads = new RestingLoads(begin, 250)
  loads.want()
  expect(begin).toHaveBeenCalledTimes(1)
  for (const _ of Array.from({ length: 50 })) loads.want()
  vi.advanceTimersByTime(249)
  expect(begin).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(begin).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(10_000)
  expect(begin).toHaveBeenCalledTimes(2)
})

test('what is wanted while a load runs is loaded after it, however long it takes', () => {
  const begin = vi.fn()
  const loads = new RestingLoads(begin, 250)
  loads.want()
  loads.note(true)
  loads.want()
  vi.advanceTimersByTime(5_000)
  expect(begin).toHaveBeenCalledTimes(1)
  loads.note(false)
  expect(begin).toHaveBeenCalledTimes(2)
})

test('nothing is loaded after the end', () => {
  const begin = vi.fn()
  const loads = new RestingLoads(begin, 250)
  loads.want()
  loads.want()
  loads.stop()
  vi.advanceTimersByTime(1_000)
  expect(begin).toHaveBeenCalledTimes(1)
})
