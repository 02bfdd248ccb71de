import * as Y from 'yjs'
import type { TextName } from './protocol.ts'

/** The edit with which a person's document instance writes the first words of a text (Yjs update, V1). */
export function firstWords(clientId: number, text: TextName, words: string): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  doc.getText(text).insert(0, words)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
