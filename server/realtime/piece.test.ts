import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { partOf } from './piece.ts'

const [ann, bob] = [1, 2]
const part = (clock: number, letters: string | number) => {
  const content = typeof letters === 'string' ? new Y.ContentString(letters) : new Y.ContentDeleted(letters)
  const left = clock === 0 ? null : Y.createID(bob, clock - 1)
  return new Y.Item(Y.createID(bob, clock), null, left, null, Y.createID(ann, 10), null as never, null, content)
}
const clocks = (places: readonly (Y.ID | null)[]) => places.map((place) => place?.clock)

test('words put back may begin behind those that the part before put back, and behind any that went unheard', () => {
  const first = partOf(part(0, 2), 0, null)
  expect(clocks(first.places)).toEqual([10, 10, 10])
  const second = partOf(part(2, 'abcdef'), 0, first.and(0))
  expect(clocks(second.places)).toEqual([12, 12, 11, 10, 10])
  const third = partOf(part(8, 'gh'), 0, second.and(3))
  expect(clocks(third.places)).toEqual([18, 15, 14, 13, 10])
  expect(third.furthest?.clock).toBe(15)
})

test('what does not hang on the part before it is no part of its piece', () => {
  const first = partOf(part(0, 'abc'), 0, null).and(3)
  expect(clocks(partOf(part(5, 'd'), 0, first).places)).toEqual([10, 10, 10])
})

test('an edit that is known in part puts back what is new of it', () => {
  expect(clocks(partOf(part(0, 'abcd'), 2, null).places)).toEqual([12, 12, 11, 10, 10])
})
