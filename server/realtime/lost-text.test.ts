import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { LostText } from './lost-text.ts'

const [ann, bob] = [1, 2]
const firstOf = (lost: LostText, client: number, clock: number) => {
  const { client: writer, clock: at } = lost.firstOf(Y.createID(client, clock))
  return `${writer}:${at}`
}

test('what was put back and lost stands for what it put back, however often', () => {
  const lost = new LostText()
  lost.add(Y.createID(bob, 10), 4, Y.createID(ann, 5), 3)
  expect([9, 10, 12, 13, 14].map((clock) => firstOf(lost, bob, clock))).toEqual(['2:9', '1:5', '1:7', '2:13', '2:14'])
  lost.add(Y.createID(bob, 20), 6, Y.createID(bob, 8), 6)
  const told = [20, 21, 22, 23, 24, 25].map((clock) => firstOf(lost, bob, clock))
  expect(told).toEqual(['2:8', '2:9', '1:5', '1:6', '1:7', '2:13'])
  expect([13, 25, 26].map((clock) => lost.has(Y.createID(bob, clock)))).toEqual([true, true, false])
})

test('text that put nothing back stands for itself', () => {
  const lost = new LostText()
  lost.add(Y.createID(bob, 0), 3, null, 0)
  expect(firstOf(lost, bob, 1)).toBe('2:1')
  expect(lost.has(Y.createID(bob, 1))).toBe(true)
  expect(lost.has(Y.createID(ann, 1))).toBe(false)
})
