import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { startReplay } from './replay.ts'

const written = (clientID: number, words: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  doc.getText('notes').insert(0, words)
  return Y.encodeStateAsUpdate(doc)
}

it('names everybody under whose client id an edit holds something, though it is known already', () => {
  const [mara, oleh] = [written(1, 'hello'), written(2, 'x')]
  const replay = startReplay()
  expect(replay.apply(mara).clients).toEqual([1])
  const { clients } = replay.apply(Y.mergeUpdates([mara, oleh]))
  expect(new Set(clients)).toEqual(new Set([1, 2]))
  replay.end()
})

it('says of what is no edit that it cannot be read', () => {
  const replay = startReplay()
  expect(() => replay.apply(Uint8Array.of(1, 255))).toThrow('The edit cannot be read.')
  replay.end()
})
