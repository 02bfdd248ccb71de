import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { anchorBetween, endsOf, layoutOf, placeOf } from './anchor.ts'

/** As many as a text may ever be cut into. */
const parts = 40_000
const threads = Array.from({ length: 10 }, (_, index) => index)

function written(words: string) {
  const doc = Object.assign(new Y.Doc(), { clientID: 1 })
  const text = doc.getText('notes')
  text.insert(0, words)
  return { doc, text, undo: new Y.UndoManager(text, { captureTimeout: 0 }) }
}

const anchorAt = ({ doc, text }: ReturnType<typeof written>, at: number) =>
  anchorBetween(doc, 'notes', endsOf(text, at, at + 1))!

it('many threads on a letter that went are looked for among as many equal ones, each a part of its own', () => {
  const one = written(`${'x'.repeat(10)}${'w'.repeat(10)}${'x'.repeat(10)}`)
  const anchors = threads.map((index) => anchorAt(one, 10 + index))
  one.text.delete(0, one.text.length)
  // Somebody else writes there, each letter before the last one.
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one.doc))
  other.transact(() => {
    for (let count = 0; count < parts; count += 1) other.getText('notes').insert(0, count % 2 === 0 ? 'w' : 'v')
  })
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other), 'others')
  const layout = layoutOf(one.text)
  expect(layout.standing).toHaveLength(parts)
  // None of them is what undo wrote, and the one beside the place is a letter that differs.
  expect(anchors.map((anchor) => placeOf(layout, anchor))).toEqual(threads.map(() => null))
  one.undo.undo()
  const back = layoutOf(one.text)
  const from = back.now.indexOf('xw') + 1
  const places = threads.map((index) => ({ start: from + index, end: from + index + 1, words: 'w' }))
  expect(anchors.map((anchor) => placeOf(back, anchor))).toEqual(places)
})

it('what undo wrote in one go is told letter by letter, however it was cut up afterwards', () => {
  const one = written('wx'.repeat(1_000))
  const anchors = threads.map((index) => anchorAt(one, index * 200))
  one.text.delete(0, one.text.length)
  one.undo.undo()
  one.doc.transact(() => {
    for (let at = 1; at <= 1_000; at += 1) one.text.delete(at, 1)
  })
  const layout = layoutOf(one.text)
  expect(layout.standing).toHaveLength(1_000)
  const places = threads.map((index) => ({ start: index * 100, end: index * 100 + 1, words: 'w' }))
  expect(anchors.map((anchor) => placeOf(layout, anchor))).toEqual(places)
})
