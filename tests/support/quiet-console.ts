import { afterEach, beforeEach, expect, vi } from 'vitest'

// What is printed as an error is an error: a test that expects one replaces console.error itself.
let printed: string[] = []

beforeEach(() => {
  printed = []
  vi.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => {
    printed.push(parts.map(String).join(' '))
  })
})

afterEach(() => {
  expect(printed, 'printed by console.error').toEqual([])
})
