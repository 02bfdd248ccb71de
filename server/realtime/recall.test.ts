import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { overlap, recall } from './recall.ts'

const forgotten = (text: string, client: number) => ({
  text,
  ids: Array.from({ length: text.length }, (_, clock) => Y.createID(client, clock)),
})
const clientsOf = (text: string, ...old: ReturnType<typeof forgotten>[]) =>
  recall(text, old).map((id) => id?.client ?? 0)

test('the overlap is the longest end of one text that begins the other', () => {
  expect(overlap('about 390', '390 each')).toBe(3)
  expect(overlap('aaab', 'aab')).toBe(3)
  expect(overlap('abcab', 'abcabd')).toBe(5)
  expect(overlap('x', 'y')).toBe(0)
  expect(overlap('', 'y')).toBe(0)
})

test('whole deletions are known again alone, or among other words when they are long enough', () => {
  expect(clientsOf('390', forgotten('390', 7))).toEqual([7, 7, 7])
  expect(clientsOf('at 390', forgotten('390', 7))).toEqual([0, 0, 0, 0, 0, 0])
  expect(clientsOf('so: 390 each', forgotten('390 each', 7))).toEqual([0, 0, 0, 0, 7, 7, 7, 7, 7, 7, 7, 7])
  expect(clientsOf('x', forgotten('x', 7))).toEqual([0])
})

test('a large part of a deletion is known again, and the latest deletion comes first', () => {
  expect(clientsOf('more than 60', forgotten('there were more than 60,000', 7))).toEqual(Array(12).fill(7))
  expect(clientsOf('390', forgotten('390', 8), forgotten('390', 7))).toEqual([8, 8, 8])
})
