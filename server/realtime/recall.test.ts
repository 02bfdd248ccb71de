import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { overlap, putBack, recall, type OldLetter } from './recall.ts'

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

test('parts of what was deleted are known again between other words, each in its place', () => {
  const old = forgotten('270 soldiers and 120 civilians', 7)
  const text = 'of them 120 civilians, then 270 soldiers and no more'
  const ids = recall(text, [old])
  const told = Array.from(text, (letter, index) => (ids[index] ? letter : '.')).join('')
  expect(told).toBe('....... 120 civilians.......270 soldiers and .......')
  expect(ids[text.indexOf('270')]).toEqual(Y.createID(7, 0))
  expect(ids[text.indexOf('civilians')]).toEqual(Y.createID(7, 21))
})

test('words put back stand in the end of a text, and what follows them unheard may be any', () => {
  const heard = (letters: string, isOwn = true): OldLetter[] =>
    Array.from(letters, (letter, clock) => ({ id: Y.createID(7, clock), letter, isOwn, isLost: false }))
  const unheard = (count: number): OldLetter[] =>
    Array.from({ length: count }, () => ({ id: null, letter: null, isOwn: false, isLost: true }))
  const told = (text: string, old: readonly OldLetter[]) => putBack(text, old)?.map((id) => id?.clock ?? '.')
  expect(told('so 390', heard('390 each'))).toEqual(['.', '.', '.', 0, 1, 2])
  expect(told('390 men', [...heard('390'), ...unheard(4)])).toEqual([0, 1, 2, '.', '.', '.', '.'])
  expect(told('390 men', heard('390'))).toBeUndefined()
  expect(told('390 men', unheard(7))).toBeUndefined()
  expect(told('the', heard('theory', false))).toBeUndefined()
  expect(told('120 civilians', heard('120 civilians', false))).toHaveLength(13)
})
